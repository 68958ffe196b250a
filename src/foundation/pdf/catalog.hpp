#pragma once

#include <string>
#include <string_view>

namespace dorfnetz::pdf {

// The file with its language, the mark of a tagged file and "show the title, not the file's name" in the
// catalogue, so that screen readers speak it right. cairo cannot write these; they are appended as an
// incremental update (PDF 32000-1, 7.5.6). A file of another form than cairo's with PDF 1.4 comes back
// unchanged.
std::string name_language(std::string file, std::string_view language);

} // namespace dorfnetz::pdf
