# What there is to run and to check, for the learner's tool: addChapter and
# addExercise record it, writeCatalogue() leaves it in <build>/catalogue.json.

function(recordChapter name title measures programs)
    set_property(GLOBAL APPEND PROPERTY UNTWIST_CHAPTERS ${name})
    set_property(GLOBAL PROPERTY UNTWIST_TITLE_${name} "${title}")
    set_property(GLOBAL PROPERTY UNTWIST_MEASURES_${name} ${measures})
    set_property(GLOBAL PROPERTY UNTWIST_PROGRAMS_${name} ${programs})
endfunction()

# `name` is the chapter and the exercise: 03-echo/uppercase.
function(recordExercise name)
    set_property(GLOBAL APPEND PROPERTY UNTWIST_EXERCISES ${name})
endfunction()

function(quoteJson result text)
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    set(${result} "\"${text}\"" PARENT_SCOPE)
endfunction()

# Sets `result` to a JSON array of the strings that follow.
function(listJson result)
    list(TRANSFORM ARGN PREPEND "\"")
    list(TRANSFORM ARGN APPEND "\"")
    list(JOIN ARGN ", " joined)
    set(${result} "[${joined}]" PARENT_SCOPE)
endfunction()

function(writeCatalogue)
    get_property(names GLOBAL PROPERTY UNTWIST_CHAPTERS)
    get_property(exercises GLOBAL PROPERTY UNTWIST_EXERCISES)
    foreach(name IN LISTS names)
        get_property(title GLOBAL PROPERTY UNTWIST_TITLE_${name})
        get_property(measures GLOBAL PROPERTY UNTWIST_MEASURES_${name})
        get_property(programs GLOBAL PROPERTY UNTWIST_PROGRAMS_${name})
        string(TOLOWER "${measures}" measures)
        quoteJson(title "${title}")
        listJson(programs ${programs})
        set(own ${exercises})
        list(FILTER own INCLUDE REGEX "^${name}/")
        list(TRANSFORM own REPLACE "^.*/" "")
        listJson(own ${own})
        list(APPEND entries "  {\"name\": \"${name}\", \"title\": ${title},
   \"measures\": ${measures}, \"programs\": ${programs},
   \"exercises\": ${own}}")
    endforeach()
    list(JOIN entries ",\n" entries)
    file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/catalogue.json"
        CONTENT "[\n${entries}\n]\n" @ONLY)
endfunction()
