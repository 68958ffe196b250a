# embed_files(<name> BASE <dir> FILES <file>... [COMPRESS])
#
# A static library `embedded_<name>` with the files' bytes in read-only memory, and a header
# "embedded/<name>.hpp": `embedded::<name>::files()` sorted by path, `find(path)`. With COMPRESS each file is
# also there as brotli and gzip. Bytes come in by `.incbin`: quick to build, and rebuilt when a file changes.
if(CMAKE_SCRIPT_MODE_FILE)
  file(STRINGS "${LIST}" files)
  set(assembly "  .section .rodata,\"a\",@progbits\n")
  set(declarations "")
  set(table "")
  set(index 0)
  macro(emit_blob symbol path)
    string(APPEND assembly "  .balign 16\n  .globl ${symbol}_begin\n  .hidden ${symbol}_begin\n${symbol}_begin:\n"
           "  .incbin \"${path}\"\n  .globl ${symbol}_end\n  .hidden ${symbol}_end\n${symbol}_end:\n  .byte 0\n")
    string(APPEND declarations "extern const char ${symbol}_begin[];\nextern const char ${symbol}_end[];\n")
  endmacro()
  foreach(file IN LISTS files)
    file(RELATIVE_PATH relative "${BASE}" "${file}")
    file(SHA256 "${file}" hash)
    string(SUBSTRING "${hash}" 0 16 hash)
    set(symbol "embedded_${NAME}_${index}")
    emit_blob(${symbol} "${file}")
    set(row "{\"${relative}\", \"${hash}\", {${symbol}_begin, ${symbol}_end}")
    if(COMPRESS)
      execute_process(COMMAND brotli -q 11 -f -o "${OUT}/${index}.br" "${file}" COMMAND_ERROR_IS_FATAL ANY)
      execute_process(COMMAND gzip -9 -n -c "${file}" OUTPUT_FILE "${OUT}/${index}.gz" COMMAND_ERROR_IS_FATAL ANY)
      emit_blob(${symbol}_br "${OUT}/${index}.br")
      emit_blob(${symbol}_gz "${OUT}/${index}.gz")
      string(APPEND row ", {${symbol}_br_begin, ${symbol}_br_end}, {${symbol}_gz_begin, ${symbol}_gz_end}},\n")
    else()
      string(APPEND row ", {}, {}},\n")
    endif()
    string(APPEND table "    ${row}")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembly "  .section .note.GNU-stack,\"\",@progbits\n")
  file(WRITE "${OUT}/${NAME}.S" "${assembly}")
  file(WRITE "${OUT}/embedded/${NAME}.hpp" "#pragma once
#include \"foundation/core/embedded.hpp\"
namespace dorfnetz::embedded::${NAME} {
std::span<const File> files();
const File* find(std::string_view path);
} // namespace dorfnetz::embedded::${NAME}
")
  file(WRITE "${OUT}/${NAME}.cpp" "#include \"embedded/${NAME}.hpp\"
#include <algorithm>
#include <array>
extern \"C\" {
${declarations}}
namespace dorfnetz::embedded::${NAME} {
std::span<const File> files()
{
    static const auto table = [] {
        std::array<File, ${index}> rows{{
${table}        }};
        std::sort(rows.begin(), rows.end(), [](const File& l, const File& r) { return l.path < r.path; });
        return rows;
    }();
    return table;
}
const File* find(std::string_view path)
{
    const auto all = files();
    const auto found = std::lower_bound(all.begin(), all.end(), path,
                                        [](const File& file, std::string_view p) { return file.path < p; });
    return found != all.end() && found->path == path ? &*found : nullptr;
}
} // namespace dorfnetz::embedded::${NAME}
")
  return()
endif()

set(DORF_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

function(embed_files name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "COMPRESS" "BASE" "FILES")
  set(out "${CMAKE_CURRENT_BINARY_DIR}/embed_${name}")
  list(SORT arg_FILES)
  list(JOIN arg_FILES "\n" lines)
  file(GENERATE OUTPUT "${out}/files.txt" CONTENT "${lines}\n")
  add_custom_command(
    OUTPUT "${out}/${name}.S" "${out}/${name}.cpp" "${out}/embedded/${name}.hpp"
    COMMAND "${CMAKE_COMMAND}" "-DLIST=${out}/files.txt" "-DBASE=${arg_BASE}" "-DOUT=${out}" "-DNAME=${name}"
            "-DCOMPRESS=${arg_COMPRESS}" -P "${DORF_EMBED_SCRIPT}"
    DEPENDS ${arg_FILES} "${out}/files.txt" "${DORF_EMBED_SCRIPT}" VERBATIM COMMENT "Embedding ${name}")
  add_library(embedded_${name} STATIC "${out}/${name}.S" "${out}/${name}.cpp" "${out}/embedded/${name}.hpp")
  # The compiler does not see what .incbin reads.
  set_source_files_properties("${out}/${name}.S" PROPERTIES OBJECT_DEPENDS "${arg_FILES}" SKIP_UNITY_BUILD_INCLUSION ON)
  target_include_directories(embedded_${name} PUBLIC "${out}" ${PROJECT_SOURCE_DIR}/src)
endfunction()
