#pragma once

#include "features/tasks/viewing.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

// What the pages share.
namespace dorfnetz::tasks {

inline constexpr std::string_view list_path = "/aufgaben";
inline constexpr std::string_view new_path = "/redaktion/aufgaben/neu";
inline constexpr std::string_view edit_pattern = "/redaktion/aufgaben/{id}";

// The page on which a task is changed.
std::string edit_path(const Task& task);
// Whoever may enter tasks somewhere: in a meeting, for a group, for an organisation.
web::Access givers();

void add_list_pages(web::Site& site);
void add_edit_pages(web::Site& site);
void add_answer_pages(web::Site& site);
void add_parts(web::Site& site);

} // namespace dorfnetz::tasks
