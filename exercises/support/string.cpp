// The std::string of all checks: precompiled.hpp says why.
#include <string>

#ifdef __GLIBCXX__
template class std::basic_string<char>;
#endif
