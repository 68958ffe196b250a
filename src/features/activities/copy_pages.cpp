#include "features/activities/activities_pages.hpp"
#include "features/activities/copying.hpp"
#include "features/activities/need_form.hpp"

// "Für ein anderes Mal": a draft like an activity that is there, for next year.
namespace dorfnetz::activities {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view copy_pattern = "/redaktion/termine/{id}/kopieren";
constexpr int weeks_in_a_year = 52;

std::vector<Field> copy_fields(const Context& context)
{
    return {{.name = "tag",
             .label = context.t("An welchem Tag?"_de),
             .input = Input::date,
             .required = true,
             .help = context.t(
                 "Uhrzeit, Ort und alles andere bleiben, wie sie sind. Du kannst sie danach ändern."_de)},
            {.name = "mit",
             .label = context.t("Was soll mit?"_de),
             .input = Input::many_of,
             .choices = {{"bedarf", context.t("was gebraucht wird, noch ohne Zusagen"_de)},
                         {"formalitaeten", context.t("die Formalitäten, alle wieder offen"_de)}},
             .mark_optional = false}};
}

http::Response copy_page(const Context& context, const Activity& activity, const SentBack& back)
{
    html::Page page;
    page.set("HEADING", context.t("Für ein anderes Mal kopieren"_de)).set("TITLE", activity.draft.title);
    show_refused(page, context, back.refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = edit_path(activity.id) + "/kopieren",
                                     .pattern = std::string(copy_pattern),
                                     .submit = context.t("Entwurf anlegen"_de),
                                     .cancel = edit_path(activity.id)},
                                    copy_fields(context), back.values, back.errors));
    return web::page(context,
                     {.title = context.t("Für ein anderes Mal kopieren"_de),
                      .crumbs = crumbs_of(context, activity),
                      .index = false},
                     context.render("need_form", page), web::status_of(back));
}

Result<http::Response> show_copy(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    // The same weekday, a year later, and not in the past.
    auto day = calendar::date_of(activity.draft.first.begin);
    do
        day = add_days(day, 7 * weeks_in_a_year);
    while (day <= context.today());
    FormValues values;
    values.set("tag", to_iso(day)).set("mit", std::vector<std::string>{"bedarf", "formalitaeten"});
    return copy_page(context, activity, {.values = std::move(values)});
}

Result<http::Response> post_copy(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    const auto sent = web::read_form(context, copy_fields(context));
    if (!sent.ok())
        return copy_page(context, activity, {.values = sent.values, .errors = sent.errors});
    Copy wanted{.first_day = sent.values.date("tag").value(), .with_needs = false, .with_formalities = false};
    for (const auto& part : sent.values.all("mit"))
        (part == "bedarf" ? wanted.with_needs : wanted.with_formalities) = true;
    const auto copied = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<ActivityId> {
        if (const auto still = editable(context, tx); !still)
            return still.error();
        return copy(tx, context.network, activity.id, wanted, organisations::author_of(context));
    });
    if (copied)
        return web::redirect_with_notice(
            context, edit_path(*copied),
            "Der Entwurf ist da. Noch sieht ihn niemand: Ändere, was anders ist, und veröffentliche ihn."_de);
    if (copied.error().kind == Err::missing)
        return copied.error();
    return copy_page(context, activity, {.values = sent.values, .refused = copied.error()});
}

} // namespace

void add_copy_pages(web::Site& site)
{
    site.get(std::string(copy_pattern), web::Access::entry_editors(), show_copy, examples_of("/kopieren"));
    site.post(std::string(copy_pattern), web::Access::entry_editors(), post_copy);
}

} // namespace dorfnetz::activities
