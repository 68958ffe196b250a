# dorf_warnings: the warnings that our own code is compiled with; errors in the dev and CI presets only, so
# that a newer compiler never stops somebody who just wants to run the program.
add_library(dorf_warnings INTERFACE)
target_compile_options(dorf_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                       $<$<BOOL:${DORFNETZ_WERROR}>:-Werror>)
