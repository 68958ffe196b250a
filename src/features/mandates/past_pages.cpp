#include "features/mandates/api.hpp"
#include "features/mandates/mandates_pages.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

#include <algorithm>

// Who led a village before anybody kept a list of it.
namespace dorfnetz::mandates {

namespace {

using villages::Village;
using web::Field;
using web::FormValues;
using web::Input;

// Also clubs that left the village or were archived since.
std::vector<web::Choice> clubs_ever(const web::Context& context, db::Reader& reader, const Village& village)
{
    const auto loaded = organisations::load_register(reader, context.network.id);
    const auto ever = organisations::ever_active_in(reader, context.network.id, village.id);
    std::vector<web::Choice> clubs;
    for (const auto& entry : loaded.entries)
        if (entry.kind == organisations::Kind::club && entry.status != organisations::Status::reported &&
            std::find(ever.begin(), ever.end(), entry.id) != ever.end())
            clubs.push_back({entry.id.text(), entry.name});
    return clubs;
}

std::vector<Field> past_fields(const web::Context& context, db::Reader& reader, const Village& village)
{
    return {{.name = "verein",
             .label = context.t("Netzwerkverein in dieser Zeit"_de),
             .input = Input::one_of,
             .required = true,
             .help = context.t("Auch archivierte Vereine stehen hier. Fehlt einer, trag ihn erst bei den "
                               "Vereinen ein; du kannst ihn danach archivieren."_de),
             .choices = clubs_ever(context, reader, village)},
            {.name = "von",
             .label = context.t("Erster Tag"_de),
             .input = Input::date,
             .required = true,
             .help = context.t("Weiß das keiner mehr genau? Dann nimm den 1. Januar des Jahres."_de)},
            {.name = "bis", .label = context.t("Letzter Tag"_de), .input = Input::date, .required = true},
            {.name = "beschluss",
             .label = context.t("Wo und wann beschlossen?"_de),
             .required = true,
             .help = context.t("Zum Beispiel: Einwohnerversammlung vom 3. März"_de)}};
}

Result<http::Response> past_page(const web::Context& context, const FormValues& values,
                                 const std::vector<FieldError>& errors, int status = 200)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto village = TRY(chosen_village(context, reader));
        const auto title = context.t("Frühere Zeit nachtragen"_de);
        html::Page page;
        page.set("HEADING", title)
            .set("VILLAGE", village.name)
            .set("FORM", web::draw_form(context,
                                        {.action = past_path(village),
                                         .pattern = "/redaktion/doerfer/{slug}/netzwerkverein/frueher",
                                         .submit = context.t("Nachtragen"_de),
                                         .cancel = path_of(village)},
                                        past_fields(context, reader, village), values, errors));
        return web::page(context,
                         {.title = title,
                          .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                     {context.t("Dörfer"_de), "/redaktion/doerfer"},
                                     {village.name, path_of(village)}},
                          .index = false},
                         context.render("mandate_past", page), status);
    });
}

} // namespace

Result<http::Response> show_past(web::Context& context)
{
    return past_page(context, {}, {});
}

Result<http::Response> save_past(web::Context& context)
{
    const auto village =
        TRY(context.pool().read([&](db::Reader& reader) { return chosen_village(context, reader); }));
    const auto fields =
        context.pool().read([&](db::Reader& reader) { return past_fields(context, reader, village); });
    const auto sent = web::read_form(context, fields);
    if (!sent.ok())
        return past_page(context, sent.values, sent.errors, 422);
    const auto done = change(context, village, "mandate.past_entered", [&](db::Tx& tx) -> Result<Done> {
        TRY(enter_past(tx, context.network.id,
                       {.village = village.id,
                        .organisation = OrganisationId{sent.values.text("verein")},
                        .starts_on = *sent.values.date("von"),
                        .decided = sent.values.text("beschluss"),
                        .ends_on = add_days(*sent.values.date("bis"), 1)},
                       organisations::author_of(context)));
        return Done{};
    });
    if (!done && done.error().fields.empty())
        return done.error();
    if (!done)
        return past_page(context, sent.values, done.error().fields, web::status_of(done.error().kind));
    return web::redirect_with_notice(context, path_of(village), "Die frühere Zeit ist nachgetragen."_de);
}

} // namespace dorfnetz::mandates
