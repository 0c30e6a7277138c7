#include "untwist/bytes.hpp"

#include <doctest/doctest.h>

using std::string_view_literals::operator""sv;
using untwist::escaped;

TEST_SUITE("bytes") {
    TEST_CASE("printable bytes are shown as they are") {
        CHECK(escaped("GET /~a HTTP/1.1") == "GET /~a HTTP/1.1");
        CHECK(escaped("").empty());
    }

    TEST_CASE("bytes that cannot be printed are escaped, on one line") {
        CHECK(escaped("a\r\nb\t\0c"sv) == R"(a\r\nb\t\0c)");
        CHECK(escaped("\x01\x1f\x7f\x80\xff") == R"(\x01\x1f\x7f\x80\xff)");
    }

    TEST_CASE("quotes and backslashes are escaped, so text stays unambiguous") {
        CHECK(escaped(R"(say "hi" \n)") == R"(say \"hi\" \\n)");
    }
}
