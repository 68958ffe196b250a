# dorf_warnings: the warnings that our own code is compiled with; errors in the dev and CI presets only, so
# that a newer compiler never stops somebody who just wants to run the program.
add_library(dorf_warnings INTERFACE)
#
# g++ 12 takes an empty std::optional for uninitialised and std::string's own copies for overlapping once it
# inlines them; the sanitizer presets look for the real thing. In unity builds it takes a source for a header.
target_compile_options(dorf_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                       $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-restrict;-Wno-subobject-linkage>
                       $<$<BOOL:${DORFNETZ_WERROR}>:-Werror>)
