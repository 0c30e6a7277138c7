# Finds the headers of Asio, doctest, CLI11 and nlohmann-json on the system.
# One that is missing is downloaded: a pinned release, checked by its SHA-256.
#
# A local copy is used instead with -DFETCHCONTENT_SOURCE_DIR_ASIO=/path (and
# _DOCTEST, _CLI11, _JSON). That is how this was tried; the downloads
# themselves were not. The hashes of doctest, CLI11 and nlohmann-json were
# computed from the tagged trees, Asio's was taken from three package recipes
# that agree.
include(FetchContent)

if(POLICY CMP0135)  # unpacked files are dated now, so that a rebuild sees them
    cmake_policy(SET CMP0135 NEW)
endif()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

# untwistHeaders(asio asio/awaitable.hpp  makes untwist::asio, found by a header
#     URL ... SHA256 ... INCLUDE asio/include)   where it comes from otherwise
function(untwistHeaders name header)
    cmake_parse_arguments(arg "" "URL;SHA256;INCLUDE" "" ${ARGN})
    string(TOUPPER ${name} upper)
    if(NOT FETCHCONTENT_SOURCE_DIR_${upper})
        find_path(UNTWIST_${upper}_INCLUDE ${header})
        mark_as_advanced(UNTWIST_${upper}_INCLUDE)
    endif()
    set(include "${UNTWIST_${upper}_INCLUDE}")
    if(NOT include)
        FetchContent_Declare(${name} URL ${arg_URL} URL_HASH SHA256=${arg_SHA256}
            SOURCE_SUBDIR headers-only)  # no such folder: nothing of it is built
        FetchContent_MakeAvailable(${name})
        set(include "${${name}_SOURCE_DIR}/${arg_INCLUDE}")
    endif()
    add_library(untwist_${name} INTERFACE)
    add_library(untwist::${name} ALIAS untwist_${name})
    target_include_directories(untwist_${name} SYSTEM INTERFACE "${include}")
endfunction()

set(github https://github.com)

untwistHeaders(asio asio/awaitable.hpp
    URL ${github}/chriskohlhoff/asio/archive/refs/tags/asio-1-30-2.tar.gz
    SHA256 755bd7f85a4b269c67ae0ea254907c078d408cce8e1a352ad2ed664d233780e8
    INCLUDE asio/include)
target_compile_definitions(untwist_asio INTERFACE
    ASIO_STANDALONE ASIO_NO_DEPRECATED)
target_link_libraries(untwist_asio INTERFACE Threads::Threads)

untwistHeaders(doctest doctest/doctest.h
    URL ${github}/doctest/doctest/archive/refs/tags/v2.4.11.tar.gz
    SHA256 632ed2c05a7f53fa961381497bf8069093f0d6628c5f26286161fbd32a560186
    INCLUDE .)

untwistHeaders(cli11 CLI/CLI.hpp
    URL ${github}/CLIUtils/CLI11/archive/refs/tags/v2.4.2.tar.gz
    SHA256 f2d893a65c3b1324c50d4e682c0cdc021dd0477ae2c048544f39eed6654b699a
    INCLUDE include)

untwistHeaders(json nlohmann/json.hpp
    URL ${github}/nlohmann/json/archive/refs/tags/v3.11.3.tar.gz
    SHA256 0d8ef5af7f9794e3263480193c491549b2ba6cc74bb018906202ada498a79406
    INCLUDE single_include)
