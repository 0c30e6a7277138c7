# Compiles misuse.cpp with one misuse, and wants our message among the first
# lines of the errors:
#   cmake -DCOMPILER=... -DINCLUDE=... -DSOURCE=... -DMISUSE=... -DMESSAGE=...
#         -P must_fail.cmake
# An empty MISUSE must compile.
set(kFirstLines 12)

execute_process(
    COMMAND ${COMPILER} -std=c++20 -fsyntax-only -I${INCLUDE} -D${MISUSE} ${SOURCE}
    RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE errors)
if(MISUSE STREQUAL "NONE")
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "without a misuse it must compile:\n${errors}")
    endif()
    return()
endif()
if(result EQUAL 0)
    message(FATAL_ERROR "${MISUSE} compiles, and must not")
endif()

string(REPLACE ";" "," errors "${errors}")
string(REPLACE "\n" ";" lines "${errors}")
list(SUBLIST lines 0 ${kFirstLines} first)
list(JOIN first "\n" first)
string(FIND "${first}" "${MESSAGE}" place)
if(place EQUAL -1)
    message(FATAL_ERROR "\"${MESSAGE}\" is not among the first lines:\n${first}")
endif()
