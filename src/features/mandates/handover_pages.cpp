#include "accounts/audit.hpp"
#include "accounts/policy.hpp"
#include "features/mandates/api.hpp"
#include "features/mandates/mandates_pages.hpp"
#include "foundation/web/question.hpp"

namespace dorfnetz::mandates {

namespace {

using villages::Village;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view handover_pattern = "/redaktion/doerfer/{slug}/netzwerkverein";
constexpr std::string_view ending_pattern = "/redaktion/doerfer/{slug}/netzwerkverein/ende";

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

std::string name_of(const web::Context& context, db::Reader& reader, const OrganisationId& id)
{
    const auto organisation = organisations::organisation_by_id(reader, context.network.id, id);
    return organisation ? organisation->entry.name : std::string();
}

std::string plain_day(const web::Context& context, Date day)
{
    return i18n::format_date(context.region(), day, i18n::DateStyle::plain);
}

void add_times(html::Page& page, const web::Context& context, db::Reader& reader, German which,
               const std::vector<Mandate>& mandates)
{
    if (mandates.empty())
        return;
    auto times = page.add("TIMES");
    times.set("WHICH", context.t(which));
    for (const auto& mandate : mandates)
        times.add("MANDATE")
            .set("NAME", name_of(context, reader, mandate.organisation))
            .set("FROM", plain_day(context, mandate.starts_on))
            .set("UNTIL", mandate.ends_on ? plain_day(context, *mandate.last_day()) : context.t("offen"_de))
            .set("DECIDED", mandate.decided);
}

void add_all_times(html::Page& page, const web::Context& context, db::Reader& reader,
                   const std::vector<Mandate>& all)
{
    std::vector<Mandate> present;
    std::vector<Mandate> coming;
    std::vector<Mandate> past;
    for (const auto& mandate : all)
        (mandate.holds_on(context.today())     ? present
         : mandate.starts_on > context.today() ? coming
                                               : past)
            .push_back(mandate);
    page.show_if(all.empty(), "NO_HISTORY");
    add_times(page, context, reader, "Wer das Dorf jetzt vertritt"_de, present);
    add_times(page, context, reader, "Wer danach kommt"_de, coming);
    add_times(page, context, reader, "Bisher"_de, past);
}

std::vector<web::Crumb> crumbs(const web::Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"}, {context.t("Dörfer"_de), "/redaktion/doerfer"}};
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
                                 .pattern = std::string(handover_pattern),
                                 .submit = all.empty() || all.front().ends_on ? context.t("Eintragen"_de)
                                                                              : context.t("Übergeben"_de),
                                 .cancel = "/doerfer/" + village.slug},
                                handover_fields(context, reader, village), values,
                                error ? error->fields : std::vector<FieldError>{}));
        add_all_times(page, context, reader, all);
        if (!all.empty() && !all.front().ends_on)
            page.add("ENDING").set("ENDING_FORM",
                                   web::draw_form(context,
                                                  {.action = path_of(village) + "/ende",
                                                   .pattern = std::string(ending_pattern),
                                                   .submit = context.t("Beenden"_de),
                                                   .danger = true},
                                                  ending_fields(context), values,
                                                  error ? error->fields : std::vector<FieldError>{}));
        return web::page(context,
                         {.title = context.t("Netzwerkverein für {1}"_de, {village.name}),
                          .crumbs = crumbs(context),
                          .index = false},
                         context.render("handover", page), error ? web::status_of(error->kind) : 200);
    });
}

// What the rules refuse, at the fields if it is about them.
Result<http::Response> refusal(const web::Context& context, const FormValues& values, const Error& error)
{
    return error.fields.empty() ? Result<http::Response>(error) : handover_page(context, values, &error);
}

// What a change means, before it is made: a mandate that began or ended stays in the history.
http::Response ask(const web::Context& context, const Village& village, web::Question question)
{
    html::Page note;
    note.set("INFO_ICON", web::icon("info"));
    if (context.actor.is_coordinator())
        note.add("ACCOUNTS").set("ACCOUNTS_URL", context.url("/redaktion/zugaenge"));
    question.back = path_of(village);
    question.crumbs = crumbs(context);
    question.more = context.render("handover_question", note);
    return web::question_page(context, question);
}

Result<web::Question> question_of_handover(const web::Context& context, db::Reader& reader,
                                           const Village& village, const Appointment& wanted)
{
    const auto before = TRY(check_appointment(reader, context.network.id, wanted));
    const auto club = name_of(context, reader, wanted.organisation);
    const auto day = plain_day(context, wanted.starts_on);
    const bool hands_over = before && !before->ends_on;
    return web::Question{
        .heading = context.t("Netzwerkverein für {1}"_de, {village.name}),
        .what_happens =
            hands_over
                ? context.t("Ab dem {1} vertritt {2} das Dorf {3}. Am Tag davor hört {4} auf. Stimmt das?"_de,
                            {day, club, village.name, name_of(context, reader, before->organisation)})
                : context.t("Ab dem {1} vertritt {2} das Dorf {3}. Stimmt das?"_de,
                            {day, club, village.name}),
        .button = {.action = path_of(village),
                   .pattern = std::string(handover_pattern),
                   .submit = context.t(hands_over ? "Ja, übergeben"_de : "Ja, eintragen"_de)},
        .typed = {{"verein", wanted.organisation.text()},
                  {"ab", to_iso(wanted.starts_on)},
                  {"beschluss", wanted.decided}}};
}

Result<web::Question> question_of_ending(const web::Context& context, db::Reader& reader,
                                         const Village& village, Date ends_on)
{
    const auto ending = TRY(check_ending(reader, context.network.id, village.id, ends_on));
    return web::Question{
        .heading = context.t("Netzwerkverein für {1}"_de, {village.name}),
        .what_happens = context.t(
            "Ab dem {1} vertritt niemand mehr das Dorf {2}. Am Tag davor hört {3} auf. Stimmt das?"_de,
            {plain_day(context, ends_on), village.name, name_of(context, reader, ending.organisation)}),
        .button = {.action = path_of(village) + "/ende",
                   .pattern = std::string(ending_pattern),
                   .submit = context.t("Ja, beenden"_de),
                   .danger = true},
        .typed = {{"bis", to_iso(ends_on)}}};
}

// Asks first; what speaks against the change is said before the question.
template <typename MakeQuestion>
Result<http::Response> ask_first(const web::Context& context, const Village& village,
                                 const FormValues& values, const MakeQuestion& make_question)
{
    auto question = context.pool().read(
        [&](db::Reader& reader) -> Result<web::Question> { return make_question(reader); });
    if (question)
        return ask(context, village, *std::move(question));
    return refusal(context, values, question.error());
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
    const Appointment wanted{.village = village.id,
                             .organisation = OrganisationId{sent.values.text("verein")},
                             .starts_on = *sent.values.date("ab"),
                             .decided = sent.values.text("beschluss")};
    if (!web::is_sure(context))
        return ask_first(context, village, sent.values, [&](db::Reader& reader) {
            return question_of_handover(context, reader, village, wanted);
        });
    const auto done = change(context, village, "mandate.appointed", [&](db::Tx& tx) -> Result<Done> {
        TRY(appoint(tx, context.network.id, wanted, organisations::author_of(context)));
        return Done{};
    });
    if (!done)
        return refusal(context, sent.values, done.error());
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
    const auto ends_on = *sent.values.date("bis");
    if (!web::is_sure(context))
        return ask_first(context, village, sent.values, [&](db::Reader& reader) {
            return question_of_ending(context, reader, village, ends_on);
        });
    const auto done = change(context, village, "mandate.ended", [&](db::Tx& tx) {
        return end_mandate(tx, context.network.id, village.id, ends_on);
    });
    if (!done)
        return refusal(context, sent.values, done.error());
    return web::redirect_with_notice(context, path_of(village), "Der Netzwerkverein ist ausgetragen."_de);
}

} // namespace dorfnetz::mandates
