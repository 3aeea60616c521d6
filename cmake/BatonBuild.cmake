# Compiler settings and the three functions that every module's CMakeLists.txt is made of.

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(BATON_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer, no recovery" OFF)
option(BATON_TSAN "ThreadSanitizer" OFF)
option(BATON_COVERAGE "gcov instrumentation" OFF)
option(BATON_FUZZ "libFuzzer targets (clang only)" OFF)

add_library(baton_flags INTERFACE)
target_compile_definitions(baton_flags INTERFACE _GNU_SOURCE)
target_compile_options(
    baton_flags
    INTERFACE -Wall
              -Wextra
              -Wpedantic
              -Wshadow
              -Wconversion
              -Wsign-conversion
              -Wcast-align
              -Wcast-qual
              -Wstrict-prototypes
              -Wmissing-prototypes
              -Wold-style-definition
              -Wpointer-arith
              -Wwrite-strings
              -Wundef
              -Wvla
              -Wformat=2
              -Wimplicit-fallthrough
              -Wswitch-enum
              -Wnull-dereference
              -Wdouble-promotion
              -Wfloat-equal
              -Werror
              -fno-common
              -fvisibility=hidden
              -fno-omit-frame-pointer
              -ffp-contract=off)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    target_compile_options(baton_flags INTERFACE -Wlogical-op -Wduplicated-cond
                                                 -Wduplicated-branches -Walloca)
else()
    target_compile_options(baton_flags INTERFACE -Wcomma -Wunreachable-code -Wthread-safety)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
    # The prefix map keeps the builder's folders out of what is shipped.
    target_compile_options(
        baton_flags INTERFACE -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection
                              -ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
    # -pie only where it means something: a shared library takes these options, too.
    target_link_options(baton_flags INTERFACE -Wl,-z,relro,-z,now
                                              $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>)
endif()
if(BATON_SANITIZE)
    set(sanitizers address,undefined)
    if(BATON_FUZZ)
        set(sanitizers address,undefined,fuzzer-no-link)
    endif()
    target_compile_options(baton_flags INTERFACE -fsanitize=${sanitizers}
                                                 -fno-sanitize-recover=all)
    target_link_options(baton_flags INTERFACE -fsanitize=${sanitizers} -fno-sanitize-recover=all)
    target_compile_definitions(baton_flags INTERFACE BATON_SANITIZE=1)
endif()
if(BATON_TSAN)
    target_compile_options(baton_flags INTERFACE -fsanitize=thread)
    target_link_options(baton_flags INTERFACE -fsanitize=thread)
endif()
if(BATON_COVERAGE)
    target_compile_options(baton_flags INTERFACE --coverage)
    target_link_options(baton_flags INTERFACE --coverage)
endif()

# baton_module(NAME n SOURCES glob... LINK libs... PRIVATE libs...)
#
# The static library baton_<n> of the module in the present folder: its own include/ is public, src/ is
# private. LINK names what its public headers need, PRIVATE what only its sources see.
function(baton_module)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;LINK;PRIVATE" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${ARG_SOURCES})
    if(NOT sources)
        add_library(baton_${ARG_NAME} INTERFACE)
        target_include_directories(baton_${ARG_NAME} INTERFACE include)
        target_link_libraries(baton_${ARG_NAME} INTERFACE ${ARG_LINK})
        return()
    endif()
    add_library(baton_${ARG_NAME} STATIC ${sources})
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/include)
        target_include_directories(baton_${ARG_NAME} PUBLIC include)
    endif()
    target_include_directories(baton_${ARG_NAME} PRIVATE src)
    target_link_libraries(
        baton_${ARG_NAME}
        PUBLIC ${ARG_LINK}
        PRIVATE baton_flags ${ARG_PRIVATE})
endfunction()

# baton_test(NAME n SOURCES glob... LINK libs...)
#
# One test binary of the module, run by ctest under its own name. The tests may see the module's src/.
function(baton_test)
    cmake_parse_arguments(ARG "" "NAME;TIMEOUT" "SOURCES;LINK;ARGS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${ARG_SOURCES})
    if(NOT sources)
        return()
    endif()
    add_executable(${ARG_NAME} ${sources})
    target_include_directories(${ARG_NAME} PRIVATE src test)
    target_link_libraries(${ARG_NAME} PRIVATE baton_flags baton_test_kit ${ARG_LINK})
    add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME} ${ARG_ARGS} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    if(ARG_TIMEOUT)
        set_tests_properties(${ARG_NAME} PROPERTIES TIMEOUT ${ARG_TIMEOUT})
    else()
        set_tests_properties(${ARG_NAME} PROPERTIES TIMEOUT 300)
    endif()
endfunction()

# baton_fuzz(NAME n SOURCES files... LINK libs...): a libFuzzer target in the fuzz preset; where sanitizers
# watch, a short test of a fixed seed (tests/fuzz/driver.c).
function(baton_fuzz)
    cmake_parse_arguments(ARG "" "NAME" "SOURCES;LINK" ${ARGN})
    if(BATON_FUZZ)
        add_executable(${ARG_NAME} ${ARG_SOURCES})
        target_link_libraries(${ARG_NAME} PRIVATE baton_flags ${ARG_LINK})
        target_link_options(${ARG_NAME} PRIVATE -fsanitize=fuzzer)
    elseif(BATON_SANITIZE)
        add_executable(${ARG_NAME} ${ARG_SOURCES} ${CMAKE_SOURCE_DIR}/tests/fuzz/driver.c)
        target_link_libraries(${ARG_NAME} PRIVATE baton_flags baton_test_kit ${ARG_LINK})
        add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
        set_tests_properties(${ARG_NAME} PROPERTIES TIMEOUT 300)
    endif()
endfunction()
