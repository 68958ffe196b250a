#include "features/freshness/feature.hpp"
#include "features/freshness/freshness_service.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/sent_back.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::freshness {

namespace {

using web::Context;

constexpr std::string_view question_pattern = "/bestaetigen/{token}";
constexpr std::string_view change_pattern = "/bestaetigen/{token}/aendern";

std::string path_of(const Context& context)
{
    return "/bestaetigen/" + http::percent_encode(context.parameter("token"));
}

Result<http::Response> show_question(Context& context)
{
    const auto open =
        TRY(context.pool().read([&](db::Reader& reader) { return open_question(context, reader); }));
    const auto& entry = open.organisation.entry;
    const auto button = [&](German label, std::string_view answer) {
        return web::draw_button(context,
                                {.action = path_of(context),
                                 .pattern = std::string(question_pattern),
                                 .submit = context.t(label),
                                 .danger = answer == "gone"},
                                {{"answer", std::string(answer)}});
    };
    html::Page page;
    page.set("NAME", entry.name)
        .set("KIND", vocabularies::label("kinds", organisations::to_text(entry.kind), context.language))
        .set("PURPOSE", entry.purpose)
        .set("AIMS", entry.aims)
        .set("PHONE", entry.phone.seen_by(organisations::viewer_from(open.organisation.id)))
        .set("ENTRY_URL", context.url(organisations::path_of(entry.kind, open.organisation.slug)))
        .set("CHANGE_URL", context.url(path_of(context) + "/aendern"))
        .set("RIGHT", button("Stimmt noch"_de, "right"))
        .set("GONE", button("Gibt es nicht mehr"_de, "gone"));
    return web::page(context, {.title = context.t("Stimmt euer Eintrag noch?"_de), .index = false},
                     context.render("freshness_question", page));
}

Result<http::Response> post_question(Context& context)
{
    const auto answer = context.form.text("answer");
    if (answer != "right" && answer != "gone")
        return Error{.kind = Err::invalid};
    const auto done = answer == "right" ? answer_right(context) : answer_gone(context);
    if (!done)
        return done.error();
    return web::redirect_with_notice(context, "/vereine",
                                     answer == "right"
                                         ? "Danke. Der Eintrag gilt wieder als frisch."_de
                                         : "Danke. Wir prüfen das und nehmen den Eintrag weg."_de);
}

struct Form
{
    web::FormValues values = {};
    std::vector<FieldError> errors = {};
    std::optional<Error> refused = {};
};

http::Response change_page(const Context& context, const OpenQuestion& open, Form form)
{
    const auto places = context.pool().read(
        [&](db::Reader& reader) { return villages::all_places(reader, context.network.id); });
    auto fields = organisations::entry_fields(context, places, open.organisation.entry,
                                              organisations::viewer_from(open.organisation.id));
    fields.push_back({.name = "version", .label = "", .input = web::Input::hidden});
    form.values.set("version", std::to_string(open.organisation.version));
    html::Page page;
    page.set("NAME", open.organisation.entry.name);
    const int status = web::form_status(form.errors, form.refused);
    web::show_refused(page, context, form.refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = path_of(context) + "/aendern",
                                     .pattern = std::string(change_pattern),
                                     .submit = context.t("Speichern und bestätigen"_de),
                                     .cancel = path_of(context)},
                                    fields, form.values, form.errors));
    return web::page(context, {.title = open.organisation.entry.name, .index = false},
                     context.render("freshness_change", page), status);
}

Result<http::Response> show_change(Context& context)
{
    const auto open =
        TRY(context.pool().read([&](db::Reader& reader) { return open_question(context, reader); }));
    return change_page(context, open,
                       {.values = organisations::entry_values(
                            open.organisation.entry, organisations::viewer_from(open.organisation.id))});
}

Result<http::Response> post_change(Context& context)
{
    const auto open =
        TRY(context.pool().read([&](db::Reader& reader) { return open_question(context, reader); }));
    const auto places = context.pool().read(
        [&](db::Reader& reader) { return villages::all_places(reader, context.network.id); });
    const auto viewer = organisations::viewer_from(open.organisation.id);
    const auto sent = web::read_form(
        context, organisations::entry_fields(context, places, open.organisation.entry, viewer));
    if (!sent.ok())
        return change_page(context, open, {.values = sent.values, .errors = sent.errors});
    const auto version = web::sent_version(context);
    const auto done = answer_changed(context, version,
                                     organisations::entry_from(sent.values, open.organisation.entry, viewer));
    if (done)
        return web::redirect_with_notice(
            context, organisations::path_of(open.organisation.entry.kind, open.organisation.slug),
            "Danke. Gespeichert und bestätigt."_de);
    if (done.error().kind == Err::missing)
        return done.error();
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return open_question(context, reader); }));
    Form form{.values = sent.values, .errors = done.error().fields};
    if (done.error().kind != Err::invalid)
        form.refused = done.error();
    return change_page(context, now, std::move(form));
}

} // namespace

void register_feature(web::Site& site)
{
    site.get(std::string(question_pattern), web::Access::everyone(), show_question);
    site.post(std::string(question_pattern), web::Access::everyone(), post_question);
    site.get(std::string(change_pattern), web::Access::everyone(), show_change);
    site.post(std::string(change_pattern), web::Access::everyone(), post_change);
}

} // namespace dorfnetz::freshness
