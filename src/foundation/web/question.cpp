#include "foundation/web/question.hpp"

namespace dorfnetz::web {

namespace {

constexpr std::string_view yes_field = "sicher";

} // namespace

http::Response question_page(const Context& context, const Question& question)
{
    auto sent_again = question.typed;
    sent_again.emplace_back(yes_field, "1");
    html::Page page;
    page.set("HEADING", question.heading)
        .set("WHAT_HAPPENS", question.what_happens)
        .set("MORE", question.more)
        .set("BUTTON", draw_button(context, question.button, sent_again))
        .set("BACK_URL", context.url(question.back));
    return web::page(context, {.title = question.heading, .crumbs = question.crumbs, .index = false},
                     context.render("question", page));
}

bool is_sure(const Context& context)
{
    return context.form.text(yes_field) == "1";
}

} // namespace dorfnetz::web
