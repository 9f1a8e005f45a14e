# gatehouse_library(NAME SOURCES a.cpp … LINKS gatehouse_x …)
# One static library per folder of core/ and ui/, named gatehouse_<NAME>. Its include root is the source
# tree, so every include names its ring: #include "core/json/value.h". Links are the layer law: a folder
# that is not linked here (or through a link) may not be included, and tests/architecture checks it.
function(gatehouse_library NAME)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    set(target gatehouse_${NAME})
    if(NOT ARG_SOURCES)
        add_library(${target} INTERFACE)
        target_include_directories(${target} INTERFACE ${PROJECT_SOURCE_DIR})
        target_link_libraries(${target} INTERFACE ${ARG_LINKS})
        return()
    endif()
    add_library(${target} STATIC ${ARG_SOURCES})
    gatehouse_unite(${target} ${ARG_SOURCES})
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(${target} PUBLIC ${ARG_LINKS} PRIVATE gatehouse_warnings ${ARG_PRIVATE_LINKS})
endfunction()

# gatehouse_test(NAME LABELS unit SOURCES a_test.cpp … LINKS gatehouse_x …)
# A GoogleTest program; each test becomes one ctest entry, its name behind TEST_PREFIX where sources are built into
# two programs. GATEHOUSE_SHARED is read from the environment.
function(gatehouse_test NAME)
    cmake_parse_arguments(ARG "NO_MAIN" "TIMEOUT;TEST_PREFIX" "SOURCES;LINKS;LABELS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    add_executable(${NAME} ${ARG_SOURCES})
    gatehouse_unite(${NAME} ${ARG_SOURCES})
    target_include_directories(${NAME} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${NAME} PRIVATE ${ARG_LINKS} gatehouse_test_support gatehouse_warnings GTest::gtest GTest::gmock)
    if(NOT ARG_NO_MAIN)
        target_link_libraries(${NAME} PRIVATE GTest::gtest_main)
    endif()
    gtest_discover_tests(${NAME} DISCOVERY_MODE PRE_TEST TEST_PREFIX "${ARG_TEST_PREFIX}" WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
        PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
endfunction()

# gatehouse_qt_test(NAME LABELS ui SOURCES … LINKS …): a Qt Test program, run offscreen with a fixed locale,
# scale and time zone so that what it sees does not depend on the machine.
function(gatehouse_qt_test NAME)
    cmake_parse_arguments(ARG "" "TIMEOUT" "SOURCES;LINKS;LABELS" ${ARGN})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300)
    endif()
    add_executable(${NAME} ${ARG_SOURCES})
    gatehouse_unite(${NAME} ${ARG_SOURCES})
    set_target_properties(${NAME} PROPERTIES AUTOMOC ON)
    target_include_directories(${NAME} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${NAME} PRIVATE ${ARG_LINKS} gatehouse_test_support gatehouse_warnings Qt6::Test)
    add_test(NAME ${NAME} COMMAND ${NAME} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${NAME} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_SCALE_FACTOR=1;LC_ALL=C.UTF-8;TZ=UTC")
endfunction()
