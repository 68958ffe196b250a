#include "accounts/audit.hpp"
#include "accounts/policy.hpp"
#include "features/mandates/api.hpp"
#include "features/mandates/mandates_pages.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::mandates {

namespace {

using villages::Village;
using web::Field;
using web::FormValues;
using web::Input;

bool may_edit(const web::Context& context, const Village& village)
{
    return accounts::may(
        context.actor, accounts::Right::edit_village,
        {.kind = accounts::SubjectKind::village, .id = village.id.text(), .villages = {village.id.text()}});
}

std::vector<Field> handover_fields(const web::Context& context, db::Reader& reader, const Village& village)
{
    std::vector<web::Choice> clubs;
    for (const auto& entry : organisations::organisations_of_village(reader, context.network.id, village.id))
        // What strangers suggested is looked at before it can speak for a village.
        if (entry.kind == organisations::Kind::club && entry.status != organisations::Status::archived &&
            entry.status != organisations::Status::reported)
            clubs.push_back({entry.id.text(), entry.name});
    return {{.name = "verein",
             .label = context.t("Neuer Netzwerkverein"_de),
             .input = Input::one_of,
             .required = true,
             .help = context.t("Zur Wahl stehen die Vereine, die in diesem Dorf eingetragen sind."_de),
             .choices = std::move(clubs)},
            {.name = "ab",
             .label = context.t("Ab wann?"_de),
             .input = Input::date,
             .required = true,
             .help = context.t("Der bisherige Netzwerkverein ist bis zum Tag davor zuständig."_de)},
            {.name = "beschluss",
             .label = context.t("Wo und wann beschlossen?"_de),
             .required = true,
             .help = context.t("Zum Beispiel: Einwohnerversammlung vom 3. März"_de)}};
}

std::vector<Field> ending_fields(const web::Context& context)
{
    return {{.name = "bis",
             .label = context.t("Ab wann vertritt niemand mehr das Dorf?"_de),
             .input = Input::date,
             .required = true}};
}

void add_past_mandates(html::Page& page, const web::Context& context, db::Reader& reader,
                       const std::vector<Mandate>& all)
{
    if (all.empty()) {
        page.show("NO_HISTORY");
        return;
    }
    auto history = page.add("HISTORY");
    for (const auto& mandate : all) {
        const auto organisation =
            organisations::organisation_by_id(reader, context.network.id, mandate.organisation);
        history.add("MANDATE")
            .set("NAME", organisation ? organisation->entry.name : std::string())
            .set("FROM", i18n::format_date(context.region(), mandate.starts_on, i18n::DateStyle::plain))
            .set("UNTIL", mandate.ends_on ? i18n::format_date(context.region(), *mandate.last_day(),
                                                              i18n::DateStyle::plain)
                                          : context.t("heute"_de))
            .set("DECIDED", mandate.decided);
    }
}

Result<http::Response> handover_page(const web::Context& context, const FormValues& values,
                                     const Error* error)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto village = TRY(chosen_village(context, reader));
        const auto all = mandates_of_village(reader, context.network.id, village.id);
        html::Page page;
        page.set("HEADING", context.t("Netzwerkverein für {1}"_de, {village.name}))
            .set("PAST_URL", context.url(past_path(village)))
            .set("PLUS_ICON", web::icon("plus"))
            .set("FORM",
                 web::draw_form(context,
                                {.action = path_of(village),
                                 .pattern = "/redaktion/doerfer/{slug}/netzwerkverein",
                                 .submit = all.empty() || all.front().ends_on ? context.t("Eintragen"_de)
                                                                              : context.t("Übergeben"_de),
                                 .cancel = "/doerfer/" + village.slug},
                                handover_fields(context, reader, village), values,
                                error ? error->fields : std::vector<FieldError>{}));
        add_past_mandates(page, context, reader, all);
        if (!all.empty() && !all.front().ends_on)
            page.add("ENDING").set("ENDING_FORM",
                                   web::draw_form(context,
                                                  {.action = path_of(village) + "/ende",
                                                   .pattern = "/redaktion/doerfer/{slug}/netzwerkverein/ende",
                                                   .submit = context.t("Beenden"_de),
                                                   .danger = true},
                                                  ending_fields(context), values,
                                                  error ? error->fields : std::vector<FieldError>{}));
        return web::page(context,
                         {.title = context.t("Netzwerkverein für {1}"_de, {village.name}),
                          .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                     {context.t("Dörfer"_de), "/redaktion/doerfer"}},
                          .index = false},
                         context.render("handover", page), error ? web::status_of(error->kind) : 200);
    });
}

} // namespace

Result<Village> chosen_village(const web::Context& context, db::Reader& reader)
{
    auto village = villages::village_by_slug(reader, context.network.id, context.parameter("slug"));
    const bool allowed = village && village->in_network &&
                         accounts::may(context.actor, accounts::Right::appoint_lead,
                                       {.kind = accounts::SubjectKind::village,
                                        .id = village->id.text(),
                                        .villages = {village->id.text()}});
    if (!allowed)
        return Error{.kind = Err::missing};
    return *std::move(village);
}

std::string path_of(const Village& village)
{
    return "/redaktion/doerfer/" + village.slug + "/netzwerkverein";
}

std::string past_path(const Village& village)
{
    return path_of(village) + "/frueher";
}

Result<Done> change(web::Context& context, const Village& village, std::string_view action,
                    const std::function<Result<Done>(db::Tx&)>& work)
{
    try {
        return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
            TRY(work(tx));
            accounts::record(tx,
                             {.network = context.network.id,
                              .user = context.actor.user,
                              .action = std::string(action),
                              .subject_kind = "village",
                              .subject = village.id.text()},
                             context.environment.clock, context.environment.random);
            return Done{};
        });
    } catch (const db::ConstraintViolated&) {
        return Error{.kind = Err::stale};
    }
}

Result<http::Response> list_mandates(web::Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto leads = leads_on(reader, context.network.id, context.today());
        html::Page page;
        for (const auto& village : villages::villages_of(reader, context.network.id)) {
            const auto found = leads.find(village.id);
            const auto lead = found == leads.end()
                                  ? std::nullopt
                                  : organisations::organisation_by_id(reader, context.network.id,
                                                                      found->second.organisation);
            auto row = page.add("ROW");
            row.set("NAME", village.name)
                .set("LEAD", lead ? lead->entry.name : context.t("sucht einen Netzwerkverein"_de))
                .set("SINCE", lead ? i18n::format_date(context.region(), found->second.starts_on,
                                                       i18n::DateStyle::numeric)
                                   : std::string("–"))
                .set("VILLAGE_URL", context.url("/doerfer/" + village.slug));
            if (may_edit(context, village))
                row.add("EDIT").set("EDIT_URL", context.url("/redaktion/doerfer/" + village.slug));
            if (context.actor.is_coordinator())
                row.add("HANDOVER")
                    .set("HANDOVER_URL", context.url(path_of(village)))
                    .set("HANDOVER_TEXT",
                         context.t(lead ? "Netzwerkverein übergeben"_de : "Netzwerkverein eintragen"_de));
        }
        return web::page(context,
                         {.title = context.t("Dörfer"_de),
                          .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                          .index = false},
                         context.render("mandate_list", page));
    });
}

Result<http::Response> show_handover(web::Context& context)
{
    FormValues values;
    values.set("ab", to_iso(context.today())).set("bis", to_iso(context.today()));
    return handover_page(context, values, nullptr);
}

Result<http::Response> hand_over(web::Context& context)
{
    const auto village =
        TRY(context.pool().read([&](db::Reader& reader) { return chosen_village(context, reader); }));
    const auto fields =
        context.pool().read([&](db::Reader& reader) { return handover_fields(context, reader, village); });
    const auto sent = web::read_form(context, fields);
    if (!sent.ok()) {
        const auto error = sent.error();
        return handover_page(context, sent.values, &error);
    }
    const auto done = change(context, village, "mandate.appointed", [&](db::Tx& tx) -> Result<Done> {
        TRY(appoint(tx, context.network.id,
                    {.village = village.id,
                     .organisation = OrganisationId{sent.values.text("verein")},
                     .starts_on = *sent.values.date("ab"),
                     .decided = sent.values.text("beschluss")},
                    organisations::author_of(context)));
        return Done{};
    });
    if (!done)
        return done.error().fields.empty() ? Result<http::Response>(done.error())
                                           : handover_page(context, sent.values, &done.error());
    return web::redirect_with_notice(context, path_of(village), "Der Netzwerkverein ist eingetragen."_de);
}

Result<http::Response> end_without_successor(web::Context& context)
{
    const auto village =
        TRY(context.pool().read([&](db::Reader& reader) { return chosen_village(context, reader); }));
    const auto sent = web::read_form(context, ending_fields(context));
    if (!sent.ok()) {
        const auto error = sent.error();
        return handover_page(context, sent.values, &error);
    }
    const auto done = change(context, village, "mandate.ended", [&](db::Tx& tx) {
        return end_mandate(tx, context.network.id, village.id, *sent.values.date("bis"));
    });
    if (!done)
        return done.error().fields.empty() ? Result<http::Response>(done.error())
                                           : handover_page(context, sent.values, &done.error());
    return web::redirect_with_notice(context, path_of(village), "Der Netzwerkverein ist ausgetragen."_de);
}

} // namespace dorfnetz::mandates
