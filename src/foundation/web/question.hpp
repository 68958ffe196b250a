#pragma once

#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

#include <string>
#include <utility>
#include <vector>

// A plain question before what is final or tells others: the first POST is answered with it, the second one
// carries the yes.
namespace dorfnetz::web {

struct Question
{
    std::string heading;
    std::string what_happens;                                    // and whether that is meant
    FormSettings button;                                         // says yes
    std::vector<std::pair<std::string, std::string>> typed = {}; // sent again with the yes
    std::string back = {};                                       // own path for the no
    std::vector<Crumb> crumbs = {};
    html::Safe more = {}; // what else to know before answering
};

http::Response question_page(const Context& context, const Question& question);

// Whether the POST carries the yes.
bool is_sure(const Context& context);

} // namespace dorfnetz::web
