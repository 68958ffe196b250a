#include "accounts/accounts_store.hpp"
#include "features/newsletter/letter.hpp"
#include "features/newsletter/newsletter_pages.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/jobs/queue.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>
#include <fmt/format.h>

// The letter of a month on the desk: words above, what stands in it, preview, sending.
namespace dorfnetz::newsletter {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view issue_pattern = "/redaktion/rundbrief/{id}";
constexpr std::string_view decide_pattern = "/redaktion/rundbrief/{id}/teil";
constexpr std::string_view preview_pattern = "/redaktion/rundbrief/{id}/vorschau";
constexpr std::string_view sheet_pattern = "/redaktion/rundbrief/{id}/blatt/{slug}";
constexpr std::string_view trial_pattern = "/redaktion/rundbrief/{id}/probe";
constexpr std::string_view send_pattern = "/redaktion/rundbrief/{id}/senden";

std::string path_here(const Issue& issue, std::string_view end = "")
{
    return fmt::format("{}/{}{}", desk_path, issue.id.text(), end);
}

std::vector<web::Crumb> crumbs_of(const Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Rundbrief"_de), std::string(desk_path)}};
}

Result<Issue> issue_here(db::Reader& reader, const Context& context)
{
    auto issue = issue_by_id(reader, context.network.id, IssueId{context.parameter("id")});
    if (!issue)
        return Error{.kind = Err::missing};
    return *std::move(issue);
}

std::vector<Field> intro_fields(const Context& context)
{
    constexpr std::size_t longest = 5000;
    return {{.name = "worte",
             .label = context.t("Ein paar Worte vorweg"_de),
             .input = Input::markdown,
             .help = context.t("Steht bei allen ganz oben. Eine leere Zeile trennt Absätze."_de),
             .longest = longest},
            {.name = "auf_englisch", .label = context.t("Auf Englisch"_de), .input = Input::fold},
            {.name = "worte_en",
             .label = context.t("Dasselbe auf Englisch"_de),
             .input = Input::markdown,
             .help = context.t("Sonst bekommen alle den deutschen Text."_de),
             .longest = longest},
            {.name = "version", .label = "", .input = Input::hidden}};
}

std::string names_of(const std::vector<villages::Village>& villages, const Item& item)
{
    std::vector<std::string> names;
    for (const auto& village : villages)
        if (std::find(item.villages.begin(), item.villages.end(), village.id) != item.villages.end())
            names.push_back(village.name);
    return join(names, ", ");
}

void add_items(html::Page& page, const Context& context, const std::vector<DraftItem>& items,
               const std::vector<villages::Village>& villages)
{
    for (const auto kind : item_kinds) {
        if (std::none_of(items.begin(), items.end(),
                         [&](const auto& draft) { return draft.item.kind == kind; }))
            continue;
        auto section = page.add("SECTION");
        section.set("HEADING", context.t(heading_of(kind)));
        for (const auto& [item, is_left_out] : items) {
            if (item.kind != kind)
                continue;
            const auto& words = item.in(context.language);
            auto row = section.add("ITEM");
            row.set("TITLE", words.title)
                .set("ITEM_URL", context.url(item.path))
                .set("KEY", fmt::format("{}.{}", to_text(kind), item.subject))
                .set("ABOUT", words.when.empty() ? words.text : words.when)
                .show_if(is_left_out, "OUT")
                .show_if(!is_left_out, "IN");
            const auto where = names_of(villages, item);
            row.set("WHERE", where.empty() ? context.t("alle Dörfer"_de) : where);
        }
    }
}

struct IntroForm
{
    web::FormValues values = {};
    std::vector<FieldError> errors = {};
    std::optional<Error> refused = {};
};

void add_sheets(html::Values draft, const Context& context, const Issue& issue,
                const std::vector<villages::Village>& villages)
{
    for (const auto& village : villages)
        draft.add("SHEET")
            .set("SHEET_NAME", village.name)
            .set("SHEET_URL", context.url(path_here(issue, "/blatt/" + village.slug)));
}

http::Response issue_page(const Context& context, const Issue& issue, IntroForm form)
{
    html::Page page;
    const auto title = title_of(context, issue);
    page.set("TITLE", title);
    context.pool().read([&](db::Reader& reader) {
        const auto villages = villages::villages_of(reader, context.network.id);
        if (issue.status != IssueStatus::draft) {
            page.add("SENT")
                .set("SENT_TEXT", i18n::translate_count(context.language, "Bisher an eine Adresse."_de,
                                                        "Bisher an {1} Adressen."_de, issue.recipients))
                .set("WHEN", i18n::format_moment(context.region(), *issue.sent_at))
                .set("PUBLIC_URL", context.url(path_of(issue)))
                .set("PREVIEW_URL", context.url(path_here(issue, "/vorschau")))
                .show_if(issue.status == IssueStatus::sending, "GOING");
            return;
        }
        auto draft = page.add("DRAFT");
        form.values.set("version", std::to_string(issue.version));
        draft.set("PREVIEW_URL", context.url(path_here(issue, "/vorschau")))
            .set("FORM", web::draw_form(context,
                                        {.action = path_here(issue),
                                         .pattern = std::string(issue_pattern),
                                         .submit = context.t("Speichern"_de)},
                                        intro_fields(context), form.values, form.errors))
            .set("TRIAL", web::draw_button(context, {.action = path_here(issue, "/probe"),
                                                     .pattern = std::string(trial_pattern),
                                                     .submit = context.t("Probe an mich schicken"_de)}))
            .set("SEND", web::draw_button(context, {.action = path_here(issue, "/senden"),
                                                    .pattern = std::string(send_pattern),
                                                    .submit = context.t("Abschicken"_de)}));
        add_sheets(draft, context, issue, villages);
        page.set("DECIDE_URL", context.url(path_here(issue, "/teil")))
            .set("TOKEN", web::form_token(context, decide_pattern));
        const auto items = draft_items(context, reader, issue);
        page.show_if(items.empty(), "NOTHING");
        add_items(page, context, items, villages);
    });
    const int status = web::form_status(form.errors, form.refused);
    web::show_refused(page, context, form.refused);
    return web::page(
        context, {.title = title, .crumbs = crumbs_of(context), .index = false},
        context.render(issue.status == IssueStatus::draft ? "newsletter_draft" : "newsletter_sent", page),
        status);
}

web::FormValues values_of_intro(const Issue& issue)
{
    web::FormValues values;
    values.set("worte", issue.intro.de).set("worte_en", issue.intro.en);
    return values;
}

Result<http::Response> show_issue(Context& context)
{
    const auto issue =
        TRY(context.pool().read([&](db::Reader& reader) { return issue_here(reader, context); }));
    return issue_page(context, issue, {.values = values_of_intro(issue)});
}

Result<http::Response> save_issue(Context& context)
{
    const auto issue =
        TRY(context.pool().read([&](db::Reader& reader) { return issue_here(reader, context); }));
    const auto sent = web::read_form(context, intro_fields(context));
    if (!sent.ok())
        return issue_page(context, issue, {.values = sent.values, .errors = sent.errors});
    const auto saved = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) {
        return save_intro(tx, context.network.id, issue.id, sent.values.number("version").value_or(0),
                          {.de = sent.values.text("worte"), .en = sent.values.text("worte_en")});
    });
    if (!saved && saved.error().kind == Err::stale)
        return issue_page(context, issue, {.values = sent.values, .refused = saved.error()});
    TRY(saved);
    return web::redirect_with_notice(context, path_here(issue), "Gespeichert."_de);
}

Result<http::Response> take_decision(Context& context)
{
    const auto words = split_list(context.form.text("was"), ".");
    const auto decision = words.size() == 3 ? decision_from_text(words[0]) : std::nullopt;
    const auto kind = words.size() == 3 ? item_kind_from_text(words[1]) : std::nullopt;
    if (!decision || !kind)
        return Error{.kind = Err::missing};
    const auto decided = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Issue> {
        auto issue = TRY(issue_here(tx, context));
        TRY(decide(tx, context, issue, *kind, words[2], *decision));
        return issue;
    });
    return web::redirect(context, path_here(TRY(decided)) + "#teile");
}

// ---- Looking at it as somebody else ----

Wishes wishes_in(const Context& context, const std::vector<villages::Village>& villages)
{
    Wishes wishes;
    for (const auto& village : villages)
        if (village.slug == context.query.text("dorf"))
            wishes.villages = {village.id};
    if (const std::string field(context.query.text("feld")); vocabularies::find("fields", field))
        wishes.fields = {field};
    return wishes;
}

Result<http::Response> show_preview(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto issue = TRY(issue_here(reader, context));
        const auto villages = villages::villages_of(reader, context.network.id);
        const auto wishes = wishes_in(context, villages);
        const auto theirs =
            context.in(i18n::language_from_code(context.query.text("sprache")).value_or(context.language));
        const auto items = items_of(theirs, reader, issue);
        const auto sections = sections_of(items, wishes);
        html::Page page;
        page.set("TITLE", title_of(theirs, issue))
            .set("FORM_URL", context.url(path_here(issue, "/vorschau")))
            .set("LETTER", draw_letter(theirs, issue, sections))
            .set("LETTER_LANGUAGE", i18n::code(theirs.language))
            .show_if(theirs.language == i18n::Language::en, "ENGLISH")
            .show_if(sections.empty() && issue.intro.in(theirs.language).empty(), "NOTHING");
        for (const auto& village : villages)
            page.add("VILLAGE_OPTION")
                .set("SLUG", village.slug)
                .set("NAME", village.name)
                .show_if(village.slug == context.query.text("dorf"), "CHOSEN");
        for (const auto& entry : vocabularies::entries("fields"))
            if (!entry.special)
                page.add("FIELD_OPTION")
                    .set("KEY", entry.key)
                    .set("LABEL", entry.label(context.language))
                    .show_if(entry.key == context.query.text("feld"), "CHOSEN");
        auto crumbs = crumbs_of(context);
        crumbs.push_back({title_of(context, issue), path_here(issue)});
        return web::page(context,
                         {.title = context.t("Vorschau"_de), .crumbs = std::move(crumbs), .index = false},
                         context.render("newsletter_preview", page));
    });
}

Result<http::Response> show_sheet(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto issue = TRY(issue_here(reader, context));
        const auto village = villages::village_by_slug(reader, context.network.id, context.parameter("slug"));
        if (!village || !village->in_network)
            return Error{.kind = Err::missing};
        return sheet_of(context, issue, items_of(context, reader, issue), *village);
    });
}

Result<http::Response> send_trial(Context& context)
{
    const auto sent = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Issue> {
        auto issue = TRY(issue_here(tx, context));
        const auto user = accounts::find_user(tx, context.network.id, context.actor.user);
        if (!user || !mail::is_mail_address(user->account.login))
            return Error{Err::conflict, "Dein Zugang hat keine E-Mail-Adresse."_de};
        // To nobody's subscription: its links lead nowhere.
        auto mail = mail_of(context, issue, items_of(context, tx, issue),
                            {.id = {}, .email = user->account.login, .language = context.language});
        if (!mail)
            return Error{Err::conflict,
                         "In diesem Rundbrief steht noch nichts. Schreib ein paar Worte dazu."_de};
        mail->subject = context.t("Probe: {1}"_de, {mail->subject});
        mail->unsubscribe_url.reset();
        TRY(mail::enqueue(tx, *mail, context.environment.clock, context.environment.random));
        return issue;
    });
    return web::redirect_with_notice(context, path_here(TRY(sent)),
                                     "Die Probe ist unterwegs. Die Links unten führen erst im echten "
                                     "Rundbrief irgendwohin."_de);
}

// ---- Sending ----

Result<http::Response> send_issue(Context& context)
{
    std::int64_t readers = 0;
    const auto issue = TRY(context.pool().read([&](db::Reader& reader) {
        readers = count_subscriptions(reader, context.network.id);
        return issue_here(reader, context);
    }));
    if (issue.status == IssueStatus::draft && !web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t("Abschicken?"_de),
             .what_happens = i18n::translate_count(
                 context.language,
                 "Der Rundbrief geht an eine Adresse und steht auf der Internetseite. Danach lässt er sich nicht mehr ändern."_de,
                 "Der Rundbrief geht an {1} Adressen und steht auf der Internetseite. Danach lässt er sich nicht mehr ändern."_de,
                 readers),
             .button = {.action = path_here(issue, "/senden"),
                        .pattern = std::string(send_pattern),
                        .submit = context.t("Ja, abschicken"_de)},
             .typed = {{"version", std::to_string(issue.version)}},
             .back = path_here(issue),
             .crumbs = crumbs_of(context)});
    const auto begun = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto now = TRY(issue_here(tx, context));
        if (context.form.text("version") != std::to_string(now.version))
            return Error{.kind = now.status == IssueStatus::draft ? Err::stale : Err::conflict,
                         .text = now.status == IssueStatus::draft
                                     ? German{}
                                     : "Dieser Rundbrief ist schon unterwegs."_de};
        TRY(begin_sending(tx, context, now));
        jobs::enqueue(tx, {.network = context.network.id, .kind = std::string(sending_job)},
                      context.environment.clock, context.environment.random);
        return Done{};
    });
    if (!begun)
        return issue_page(context, issue, {.values = values_of_intro(issue), .refused = begun.error()});
    return web::redirect_with_notice(context, path_here(issue), "Der Rundbrief geht jetzt hinaus."_de);
}

std::vector<std::string> any_issue(db::Reader& reader, const web::Network& network, std::string_view end)
{
    std::vector<std::string> paths;
    for (const auto& issue : all_issues(reader, network.id))
        paths.push_back(path_here(issue, end));
    return paths;
}

} // namespace

void add_issue_pages(web::Site& site)
{
    const auto coordinator = web::Access::coordinator();
    const auto examples = [](std::string_view end) {
        return [end](db::Reader& reader, const web::Network& network) {
            return any_issue(reader, network, end);
        };
    };
    site.get(std::string(issue_pattern), coordinator, show_issue, examples(""));
    site.post(std::string(issue_pattern), coordinator, save_issue);
    site.post(std::string(decide_pattern), coordinator, take_decision);
    site.get(std::string(preview_pattern), coordinator, show_preview, examples("/vorschau"));
    site.get(std::string(sheet_pattern), coordinator, show_sheet);
    site.post(std::string(trial_pattern), coordinator, send_trial);
    site.post(std::string(send_pattern), coordinator, send_issue);
}

} // namespace dorfnetz::newsletter
