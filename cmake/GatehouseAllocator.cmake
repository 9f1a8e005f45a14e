# gatehouse_use_allocator(PROGRAM): lets a program allocate with jemalloc (app/allocator.cpp says how and why), unless a
# sanitizer brings its own allocator.
if(GATEHOUSE_JEMALLOC AND NOT GATEHOUSE_SANITIZE AND NOT GATEHOUSE_FUZZ)
    pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc)
endif()

function(gatehouse_use_allocator PROGRAM)
    if(NOT TARGET PkgConfig::jemalloc)
        return()
    endif()
    target_sources(${PROGRAM} PRIVATE ${PROJECT_SOURCE_DIR}/app/allocator.cpp)
    # A linker that leaves out libraries nobody names would leave this one out.
    target_link_libraries(${PROGRAM} PRIVATE -Wl,--push-state,--no-as-needed PkgConfig::jemalloc -Wl,--pop-state)
endfunction()
