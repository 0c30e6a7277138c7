# The kinds of target that Untwist is made of, one function each:
#   untwistCompileOptions(target)   warnings and sanitizers, on every target
#   addChapter(...)                 a chapter's programs and its test
#   addExercise(...)                one check against stub, solution, wrong answers

include(UntwistCatalogue)

function(untwistCompileOptions target)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow
        -Wnon-virtual-dtor -Woverloaded-virtual)
    # GCC 12 takes std::string's own copying for an overlap when it optimises.
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        target_compile_options(${target} PRIVATE -Wno-restrict
            -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
    endif()
    if(UNTWIST_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
endfunction()

# Clang copies the sanitizers' run-time library into each program. That doubles
# the time to link, and a learner waits for it. So the dev build, which has
# shared libraries, takes Clang's shared one, as GCC does by default. Its file has
# one of two names.
function(useSharedSanitizers)
    if(NOT (CMAKE_CXX_COMPILER_ID STREQUAL Clang AND BUILD_SHARED_LIBS))
        return()
    endif()
    foreach(name IN ITEMS libclang_rt.asan-${CMAKE_SYSTEM_PROCESSOR}.so
        libclang_rt.asan.so)
        execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -print-file-name=${name}
            OUTPUT_VARIABLE library OUTPUT_STRIP_TRAILING_WHITESPACE)
        if(EXISTS "${library}")
            get_filename_component(folder "${library}" DIRECTORY)
            add_link_options(-shared-libasan "-Wl,-rpath,${folder}")
            return()
        endif()
    endforeach()
endfunction()

# Sanitizers go on every target of the build alike, or none: mixing is an error.
# Not vptr: its check opens a pipe, and calls every object bad when a server has
# run out of descriptors.
if(UNTWIST_SANITIZE)
    add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr
        -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
    add_compile_definitions(__SANITIZE_ADDRESS__=1)  # GCC does; Clang from 22 on
    useSharedSanitizers()
elseif(UNTWIST_SANITIZE_THREAD)
    add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
    add_compile_definitions(__SANITIZE_THREAD__=1)
    add_link_options(-fsanitize=thread)
endif()

# The fastest linker there is: a build has some three hundred programs.
find_program(UNTWIST_FAST_LINKER NAMES mold ld.lld)
mark_as_advanced(UNTWIST_FAST_LINKER)
if(UNTWIST_FAST_LINKER MATCHES "/(ld[.])?(mold|lld)$")
    add_link_options(-fuse-ld=${CMAKE_MATCH_2})
endif()

# addChapter(03-echo
#     TITLE "The loop calls you"
#     PROGRAMS main blocking broken     # main.cpp, blocking.cpp, broken.cpp
#     [MEASURES]                        # `./untwist run` starts the release build
#     [TEST echo_test.cpp])
# Program main becomes target 03-echo, twin blocking becomes 03-echo-blocking.
function(addChapter name)
    cmake_parse_arguments(arg "MEASURES" "TITLE" "PROGRAMS;TEST" ${ARGN})
    foreach(program IN LISTS arg_PROGRAMS)
        if(program STREQUAL "main")
            set(target ${name})
        else()
            string(REPLACE "_" "-" twin ${program})
            set(target ${name}-${twin})
        endif()
        add_executable(${target} ${program}.cpp)
        target_link_libraries(${target} PRIVATE untwist::untwist untwist::support)
        untwistCompileOptions(${target})
        list(APPEND programs ${target})
    endforeach()
    list(TRANSFORM arg_PROGRAMS REPLACE "_" "-")
    recordChapter(${name} "${arg_TITLE}" ${arg_MEASURES} "${arg_PROGRAMS}")
    if(arg_TEST)
        add_executable(${name}-test ${arg_TEST})
        target_link_libraries(${name}-test PRIVATE untwist::test_main untwist::program)
        target_compile_definitions(${name}-test PRIVATE
            UNTWIST_CHAPTER="${name}"
            UNTWIST_PROGRAM_DIR="${CMAKE_CURRENT_BINARY_DIR}"
            UNTWIST_CHAPTER_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
        untwistCompileOptions(${name}-test)
        add_dependencies(${name}-test ${programs})
        add_test(NAME chapter.${name} COMMAND ${name}-test)
        set_tests_properties(chapter.${name} PROPERTIES LABELS chapter TIMEOUT 120)
    endif()
endfunction()

# A learner waits for a check to be compiled: without those parts of UBSan that
# take long to compile. Most of what they find, ASan stops when memory is
# touched.
if(UNTWIST_SANITIZE)
    set(untwistCheckCompile
        -fno-sanitize=null,alignment,object-size,pointer-overflow,vptr)
endif()

# A check of `exercise` against the answer in `folder`: target check-NAME.
function(addCheck target exercise source folder)
    add_executable(${target} ${source})
    target_include_directories(${target} PRIVATE "${folder}")
    target_link_libraries(${target} PRIVATE untwist::check)
    target_precompile_headers(${target} REUSE_FROM untwist_check)
    target_compile_options(${target} PRIVATE ${untwistCheckCompile})
    untwistCompileOptions(${target})
    set_target_properties(${target} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/exercises/${exercise}")
endfunction()

# addExercise(03-echo/count-bytes)
# Builds count_bytes_check.cpp, which includes <count_bytes.hpp>, against
#   the learner's file     check-03-echo-count-bytes, built only when asked for:
#                          it may not compile today
#   the solution           check-03-echo-count-bytes-solution
#   each wrong answer      check-03-echo-count-bytes-wrong-NAME, built only when
#                          asked for; `./untwist verify` does, and sees that it
#                          fails in the case that its "// Fails: CASE" names.
#                          With UNTWIST_WRONG_ANSWERS only: there are hundreds,
#                          which Ninja would read about before each check
# Labels of the tests: exercise, stub (a pristine stub must fail), solution.
function(addExercise exercise)
    get_filename_component(name ${exercise} NAME)
    string(REPLACE "-" "_" file ${name})
    string(REPLACE "/" "-" check check-${exercise})
    set(own "${PROJECT_SOURCE_DIR}/exercises/${exercise}")
    set(solution "${PROJECT_SOURCE_DIR}/solutions/${exercise}")
    set(source "${own}/${file}_check.cpp")
    recordExercise(${exercise})

    addCheck(${check} ${exercise} "${source}" "${own}")
    set_target_properties(${check} PROPERTIES
        OUTPUT_NAME check EXCLUDE_FROM_ALL ON)
    add_test(NAME build.${exercise} COMMAND "${CMAKE_COMMAND}"
        --build "${PROJECT_BINARY_DIR}" --target ${check})
    add_test(NAME exercise.${exercise} COMMAND ${check})
    add_test(NAME stub.${exercise} COMMAND ${check} --stub)
    set_tests_properties(build.${exercise} PROPERTIES LABELS "exercise;stub"
        FIXTURES_SETUP ${check} RESOURCE_LOCK build-folder)
    set_tests_properties(exercise.${exercise} PROPERTIES LABELS exercise
        FIXTURES_REQUIRED ${check})
    set_tests_properties(stub.${exercise} PROPERTIES LABELS stub
        FIXTURES_REQUIRED ${check})

    if(EXISTS "${solution}/${file}.hpp")  # a teacher may have left it out
        addCheck(${check}-solution ${exercise} "${source}" "${solution}")
        set_target_properties(${check}-solution PROPERTIES
            OUTPUT_NAME check-solution)
        add_test(NAME solution.${exercise} COMMAND ${check}-solution)
        set_tests_properties(solution.${exercise} PROPERTIES LABELS solution)
    endif()

    if(NOT UNTWIST_WRONG_ANSWERS)
        return()
    endif()
    # The folder is newer when an answer comes or goes. Not CONFIGURE_DEPENDS
    # of file(GLOB): that starts CMake at every build, and a learner waits.
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
        "${solution}/wrong")
    file(GLOB answers "${solution}/wrong/*.hpp")
    foreach(answer IN LISTS answers)
        addWrongAnswer(${check} ${exercise} "${source}" ${file} "${answer}")
    endforeach()
endfunction()

# A wrong answer is found as <uppercase.hpp> too: by a header that includes it.
function(addWrongAnswer check exercise source file answer)
    get_filename_component(wrong "${answer}" NAME_WE)
    string(REPLACE "_" "-" wrong ${wrong})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${answer}")
    file(STRINGS "${answer}" first LIMIT_COUNT 1)
    if(NOT first MATCHES "^// Fails: (.+)$")
        message(FATAL_ERROR
            "${answer}: the first line must be \"// Fails: \" and a case's name")
    endif()
    set(folder "${CMAKE_CURRENT_BINARY_DIR}/${exercise}-wrong/${wrong}")
    file(CONFIGURE OUTPUT "${folder}/${file}.hpp"
        CONTENT "#include \"${answer}\"\n")
    addCheck(${check}-wrong-${wrong} ${exercise} "${source}" "${folder}")
    set_target_properties(${check}-wrong-${wrong} PROPERTIES
        OUTPUT_NAME check-wrong-${wrong} EXCLUDE_FROM_ALL ON)
endfunction()
