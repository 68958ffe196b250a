# dorf_module(<name> [DEPENDS <module>...] [LIBRARIES <target>...] [DATABASE])
#
# One folder, one static library `dorf_<name>`, one test program `test_<name>` made of the *_test.cpp beside
# the sources. The tests link only what the module declares, so a call into an undeclared module fails at
# link time. DATABASE says that the tests need a database: they are then run once on each engine.
function(dorf_module name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "DATABASE" "" "DEPENDS;LIBRARIES;TEST_DEPENDS")
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    set(tests ${sources})
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    list(TRANSFORM arg_DEPENDS PREPEND dorf_)
    list(TRANSFORM arg_TEST_DEPENDS PREPEND dorf_)

    if(sources)
        add_library(dorf_${name} STATIC ${sources})
        target_include_directories(dorf_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
        target_link_libraries(dorf_${name} PUBLIC ${arg_DEPENDS} PRIVATE dorf_warnings ${arg_LIBRARIES})
        target_precompile_headers(dorf_${name} PRIVATE ${PROJECT_SOURCE_DIR}/src/foundation/core/precompiled.hpp)
    else()
        add_library(dorf_${name} INTERFACE)
        target_include_directories(dorf_${name} INTERFACE ${PROJECT_SOURCE_DIR}/src)
        target_link_libraries(dorf_${name} INTERFACE ${arg_DEPENDS})
    endif()

    if(BUILD_TESTING AND tests)
        add_executable(test_${name} ${tests})
        # Unnamed namespaces of several test files would meet in one unit.
        set_target_properties(test_${name} PROPERTIES UNITY_BUILD OFF)
        target_link_libraries(test_${name} PRIVATE dorf_${name} ${arg_TEST_DEPENDS} dorf_warnings GTest::gtest_main)
        target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR})
        target_compile_definitions(test_${name} PRIVATE DORFNETZ_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
        if(arg_DATABASE)
            foreach(engine sqlite postgresql)
                add_test(NAME ${name}.${engine} COMMAND test_${name})
                set_tests_properties(${name}.${engine} PROPERTIES LABELS "${engine}" TIMEOUT 600
                                     ENVIRONMENT "DORFNETZ_TEST_ENGINE=${engine}")
            endforeach()
        else()
            add_test(NAME ${name} COMMAND test_${name})
            set_tests_properties(${name} PROPERTIES LABELS "unit" TIMEOUT 600)
        endif()
    endif()
endfunction()
