#include "features/retention/retention_pages.hpp"

#include "accounts/desk.hpp"
#include "features/retention/retention.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::retention {

namespace {

using web::Context;
using web::Field;

constexpr std::string_view keep_pattern = "/redaktion/fristen/{id}/behalten";
constexpr std::int64_t most_shown = 500;

std::string stop_path()
{
    return std::string(periods_path) + "/anhalten";
}

std::string go_on_path()
{
    return std::string(periods_path) + "/weiter";
}

std::vector<Field> stop_fields(const Context& context)
{
    return {{.name = "grund",
             .label = context.t("Warum?"_de),
             .required = true,
             .help = context.t("Zum Beispiel: Die letzte Liste wurde falsch eingelesen."_de),
             .longest = 300}};
}

std::string day_text(const Context& context, Timestamp moment)
{
    return i18n::format_date(context.region(), moment, i18n::DateStyle::plain);
}

void show_stop(html::Page& page, const Context& context, const web::FormValues& values,
               const std::vector<FieldError>& errors)
{
    const auto stopped = stop_of(context.network);
    if (!stopped) {
        page.add("RUNNING").set(
            "STOP_FORM",
            web::draw_form(
                context, {.action = stop_path(), .submit = context.t("Löschen anhalten"_de), .danger = true},
                stop_fields(context), values, errors));
        return;
    }
    const auto at = timestamp_from_iso(stopped->at);
    page.add("STOPPED")
        .set("ICON", web::icon("warning"))
        .set("STOPPED_TEXT", context.t("{1}, am {2}."_de, {stopped->by, at ? day_text(context, *at) : ""}))
        .set("REASON", stopped->reason)
        .set("GO_ON_BUTTON", web::draw_button(context, {.action = go_on_path(),
                                                        .submit = context.t("Wieder löschen lassen"_de)}));
}

void show_waiting(html::Page& page, const Context& context, db::Reader& reader, const Plan& plan)
{
    page.show_if(plan.waiting.empty() && plan.accounts.waiting.empty(), "NOTHING");
    if (plan.waiting.empty())
        return;
    auto list = page.add("LIST");
    std::int64_t shown = 0;
    for (const auto& notice : plan.waiting) {
        if (shown == most_shown)
            break;
        const auto person = people::person_by_id(reader, context.network.id, notice.person);
        if (!person)
            continue;
        ++shown;
        list.add("PERSON")
            .set("PERSON_URL", context.url("/redaktion/engagierte/" + notice.person.text()))
            .set("NAME", person->data.name())
            .set("ASKED", notice.asked_at ? context.t("per Mail"_de) : context.t("noch nicht, ruf an"_de))
            .set("DELETED_ON", day_text(context, notice.announced_at + wait_after_announcement))
            .set("KEEP_BUTTON", web::draw_button(context, {.action = std::string(periods_path) + '/' +
                                                                     notice.person.text() + "/behalten",
                                                           .pattern = std::string(keep_pattern),
                                                           .submit = context.t("Behalten"_de),
                                                           .plain = true}));
    }
}

void show_accounts(html::Page& page, const Context& context, const Plan& plan)
{
    if (plan.accounts.waiting.empty())
        return;
    auto list = page.add("ACCOUNTS");
    list.set("ACCOUNTS_URL", context.url("/redaktion/zugaenge"));
    for (const auto& idle : plan.accounts.waiting)
        list.add("ACCOUNT")
            .set("NAME", idle.account.name)
            .set("SINCE", day_text(context, idle.since))
            .set("DELETED_ON", day_text(context, *idle.announced_at + wait_after_announcement));
}

// What the next night does by this rule, in a few words.
std::string tonight(const Context& context, const Rule& rule, const Plan& plan)
{
    if (rule.manner == Manner::by_itself)
        return context.t("läuft von selbst"_de);
    if (stop_of(context.network))
        return context.t("angehalten"_de);
    const auto planned = planned_by(rule, plan);
    if (planned.to_delete > 0)
        return i18n::translate_count(context.language, "1 wird gelöscht"_de, "{1} werden gelöscht"_de,
                                     planned.to_delete);
    if (planned.to_announce > 0)
        return i18n::translate_count(context.language, "1 wird angekündigt"_de, "{1} werden angekündigt"_de,
                                     planned.to_announce);
    const auto next = plan.next.find(rule.key);
    return next != plan.next.end() && next->second
               ? context.t("nichts; das nächste am {1}"_de, {day_text(context, *next->second)})
               : context.t("nichts"_de);
}

void show_rules(html::Page& page, const Context& context, const Plan& plan)
{
    for (const auto& rule : rules())
        page.add("RULE")
            .set("WHAT", context.t(rule.what))
            .set("PERIOD", period_text(context.language, rule))
            .set("FROM", context.t(rule.from))
            .set("WHY", context.t(rule.why))
            .set("TONIGHT", tonight(context, rule, plan))
            .show_if(rule.manner == Manner::announced, "ANNOUNCED");
}

http::Response periods_page(const Context& context, const web::FormValues& values,
                            const std::vector<FieldError>& errors, int status = 200)
{
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        const auto plan = plan_of(reader, context.network, context.now());
        show_waiting(page, context, reader, plan);
        show_accounts(page, context, plan);
        show_rules(page, context, plan);
    });
    show_stop(page, context, values, errors);
    return web::page(context,
                     {.title = context.t("Fristen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("retention_list", page), status);
}

Result<http::Response> show_periods(Context& context)
{
    return periods_page(context, {}, {});
}

Result<http::Response> stop_deleting(Context& context)
{
    const auto sent = web::read_form(context, stop_fields(context));
    if (!sent.ok())
        return periods_page(context, sent.values, sent.errors, 422);
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        stop(tx, context, sent.values.text("grund"));
        return Done{};
    }));
    return web::redirect_with_notice(context, periods_path, "Bis auf Weiteres wird nichts gelöscht."_de);
}

Result<http::Response> let_go_on(Context& context)
{
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        go_on(tx, context);
        return Done{};
    }));
    return web::redirect_with_notice(context, periods_path, "Ab heute Nacht gelten die Fristen wieder."_de);
}

Result<http::Response> keep(Context& context)
{
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        return keep_entry(tx, context, people::PersonId(context.parameter("id")));
    }));
    return web::redirect_with_notice(context, periods_path, "Der Eintrag bleibt."_de);
}

} // namespace

std::vector<web::Waiting> desk_items(const Context& context, db::Reader& reader)
{
    if (!web::Access::coordinator().allows(context.actor))
        return {};
    std::vector<web::Waiting> items;
    const auto add = [&](std::int64_t count, std::string heading, std::string text,
                         std::optional<Timestamp> since) {
        items.push_back({.state = web::Waiting::State::late,
                         .count = count,
                         .heading = std::move(heading),
                         .text = std::move(text),
                         .link = context.t("Ansehen"_de),
                         .path = std::string(periods_path),
                         .oldest = since});
    };
    const auto plan = plan_of(reader, context.network, context.now());
    if (const auto stopped = stop_of(context.network)) {
        std::int64_t overdue = 0;
        for (const auto& [rule, people] : plan.erase)
            overdue += std::ssize(people);
        for (const auto& [rule, rows] : plan.sweep)
            overdue += rows;
        overdue += std::ssize(plan.accounts.erase);
        add(overdue, context.t("Das Löschen ist angehalten"_de), stopped->by + ": " + stopped->reason,
            timestamp_from_iso(stopped->at));
    }
    if (!plan.waiting.empty())
        add(std::ssize(plan.waiting),
            i18n::translate_count(context.language, "Wird bald gelöscht"_de, "Werden bald gelöscht"_de,
                                  std::ssize(plan.waiting)),
            context.t("Lange war nichts zu hören. Wen wollt ihr behalten?"_de),
            plan.waiting.front().announced_at);
    if (!plan.accounts.waiting.empty())
        add(std::ssize(plan.accounts.waiting),
            i18n::translate_count(context.language, "Zugang, der bald gelöscht wird"_de,
                                  "Zugänge, die bald gelöscht werden"_de, std::ssize(plan.accounts.waiting)),
            context.t("Seit einem Jahr ohne Aufgabe. Macht noch jemand mit?"_de),
            plan.accounts.waiting.front().announced_at);
    return items;
}

void add_periods_page(web::Site& site)
{
    const auto coordinator = web::Access::coordinator();
    site.get(std::string(periods_path), coordinator, show_periods);
    site.post(stop_path(), coordinator, stop_deleting);
    site.post(go_on_path(), coordinator, let_go_on);
    site.post(std::string(keep_pattern), coordinator, keep);
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 920,
                                  .path = std::string(periods_path),
                                  .label = "Fristen"_de,
                                  .access = coordinator,
                                  .group = accounts::desk_group::access});
    site.add(web::DeskItems{.order = 35, .waiting = desk_items});
}

} // namespace dorfnetz::retention
