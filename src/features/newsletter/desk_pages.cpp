#include "accounts/audit.hpp"
#include "accounts/desk.hpp"
#include "features/newsletter/newsletter_pages.hpp"
#include "features/newsletter/subscriptions_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>

// All letters, the day of the draft, and ending a subscription for somebody who asks on the phone.
namespace dorfnetz::newsletter {

namespace {

using web::Context;
using web::Field;
using web::Input;

std::string day_path()
{
    return std::string(desk_path) + "/tag";
}

std::string end_path()
{
    return std::string(desk_path) + "/abbestellen";
}

std::vector<Field> day_fields(const Context& context)
{
    return {{.name = "tag",
             .label = context.t("Entwurf für den nächsten Monat am"_de),
             .input = Input::number,
             .help = context.t(
                 "Tag im Monat, von 1 bis 28. Bleibt das Feld leer, legst du Entwürfe selbst an."_de),
             .most = latest_day,
             .mark_optional = false}};
}

std::vector<Field> end_fields(const Context& context)
{
    return {{.name = "mail",
             .label = context.t("E-Mail-Adresse"_de),
             .input = Input::email,
             .required = true,
             .help = context.t("Wenn jemand anruft und den Rundbrief nicht mehr will."_de),
             .autocomplete = "off"}};
}

struct Typed
{
    web::FormValues day = {};
    std::vector<FieldError> day_errors = {};
    web::FormValues end = {};
    std::vector<FieldError> end_errors = {};
};

std::string state_text(const Context& context, const Issue& issue)
{
    switch (issue.status) {
    case IssueStatus::draft:
        return context.t("Entwurf"_de);
    case IssueStatus::sending:
        return context.t("geht gerade hinaus"_de);
    case IssueStatus::sent:
        break;
    }
    return i18n::translate_count(context.language, "an eine Adresse verschickt"_de,
                                 "an {1} Adressen verschickt"_de, issue.recipients);
}

// This month and the next, as far as they have none.
void add_new_buttons(html::Page& page, const Context& context, const std::vector<Issue>& issues)
{
    const auto this_month = Date{context.today().year(), context.today().month(), std::chrono::day{1}};
    for (const auto& first : {this_month, add_months(this_month, 1)}) {
        const auto month = month_of(first);
        if (std::any_of(issues.begin(), issues.end(),
                        [&](const Issue& issue) { return issue.month == month; }))
            continue;
        page.add("NEW").set(
            "BUTTON",
            web::draw_button(
                context,
                {.action = std::string(desk_path),
                 .submit = context.t("Entwurf für {1} anlegen"_de,
                                     {i18n::format_date(context.region(), first, i18n::DateStyle::month)})},
                {{"monat", month}}));
    }
}

http::Response desk_page(const Context& context, const Typed& typed, int status = 200)
{
    std::vector<Issue> issues;
    const auto subscriptions = context.pool().read([&](db::Reader& reader) {
        issues = all_issues(reader, context.network.id);
        return count_subscriptions(reader, context.network.id);
    });
    html::Page page;
    page.set("COUNT_TEXT", i18n::translate_count(context.language, "Eine Adresse bekommt ihn."_de,
                                                 "{1} Adressen bekommen ihn."_de, subscriptions))
        .set("ORDER_URL", context.url(public_path))
        .set("DAY_FORM", web::draw_form(context, {.action = day_path(), .submit = context.t("Speichern"_de)},
                                        day_fields(context), typed.day, typed.day_errors))
        .set("END_FORM",
             web::draw_form(context, {.action = end_path(), .submit = context.t("Abbestellen"_de)},
                            end_fields(context), typed.end, typed.end_errors))
        .show_if(issues.empty(), "NOTHING");
    add_new_buttons(page, context, issues);
    for (const auto& issue : issues)
        page.add("ISSUE")
            .set("ISSUE_URL", context.url(fmt::format("{}/{}", desk_path, issue.id.text())))
            .set("ISSUE_TITLE", title_of(context, issue))
            .set("STATE", state_text(context, issue))
            .set("COLOUR", issue.status == IssueStatus::draft ? "amber" : "pine");
    return web::page(context,
                     {.title = context.t("Rundbrief"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("newsletter_desk", page), status);
}

web::FormValues stored_day(const Context& context)
{
    web::FormValues values;
    if (const auto day = draft_day(context.network))
        values.set("tag", std::to_string(*day));
    return values;
}

Result<http::Response> show_desk(Context& context)
{
    return desk_page(context, {.day = stored_day(context)});
}

Result<http::Response> make_new(Context& context)
{
    const auto first = date_from_iso(std::string(context.form.text("monat")) + "-01");
    const auto last = first ? add_days(add_months(*first, 1), -1) : Date{};
    // A month that is over, or far away, has nothing to tell.
    if (!first || last < context.today() || *first > add_months(context.today(), 1))
        return Error{.kind = Err::invalid, .text = "Für diesen Monat geht das nicht."_de};
    const auto made = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<IssueId> {
        return make_draft(tx, context.environment, context.network.id, month_of(*first));
    });
    return web::redirect(context, fmt::format("{}/{}", desk_path, TRY(made).text()));
}

Result<http::Response> save_day(Context& context)
{
    const auto sent = web::read_form(context, day_fields(context));
    if (!sent.ok())
        return desk_page(context, {.day = sent.values, .day_errors = sent.errors}, 422);
    const auto day = sent.values.number("tag").value_or(0);
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        web::save_setting(tx, context.network.id, day_setting, std::to_string(day));
        accounts::record_of_network(tx, context, "settings.changed", fmt::format("{}: {}", day_setting, day));
        return Done{};
    }));
    return web::redirect_with_notice(context, desk_path, "Gespeichert."_de);
}

// Told the same whether the address was among them: whoever types it in need not learn it.
Result<http::Response> end_subscription(Context& context)
{
    const auto sent = web::read_form(context, end_fields(context));
    if (!sent.ok())
        return desk_page(context, {.day = stored_day(context), .end = sent.values, .end_errors = sent.errors},
                         422);
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& subscription :
             store::by_email(tx, context.network.id, to_lower_ascii(sent.values.text("mail")))) {
            unsubscribe(tx, context.network.id, subscription.id);
            accounts::record(tx,
                             {.network = context.network.id,
                              .user = context.actor.user,
                              .action = "newsletter.unsubscribed",
                              .subject_kind = "subscription",
                              .subject = subscription.id.text()},
                             context.environment.clock, context.environment.random);
        }
        return Done{};
    }));
    return web::redirect_with_notice(context, desk_path, "An diese Adresse geht kein Rundbrief mehr."_de);
}

std::vector<web::Waiting> waiting(const Context& context, db::Reader& reader)
{
    std::vector<web::Waiting> all;
    if (!context.actor.is_coordinator())
        return all;
    for (const auto& issue : all_issues(reader, context.network.id))
        if (issue.status == IssueStatus::draft && issue.last_day() >= context.today())
            all.push_back(
                {.count = 1,
                 .heading = title_of(context, issue),
                 .text = context.t("Der Entwurf liegt bereit. Sieh ihn durch, schreib ein paar Worte "
                                   "dazu und schick ihn ab."_de),
                 .link = context.t("Zum Entwurf"_de),
                 .path = fmt::format("{}/{}", desk_path, issue.id.text())});
    return all;
}

} // namespace

void add_desk_pages(web::Site& site)
{
    const auto coordinator = web::Access::coordinator();
    site.get(std::string(desk_path), coordinator, show_desk);
    site.post(std::string(desk_path), coordinator, make_new);
    site.post(day_path(), coordinator, save_day);
    site.post(end_path(), coordinator, end_subscription);
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 85,
                                  .path = std::string(desk_path),
                                  .label = "Rundbrief"_de,
                                  .access = coordinator,
                                  .group = accounts::desk_group::public_site});
    site.add(web::DeskItems{.order = 60, .waiting = waiting});
}

} // namespace dorfnetz::newsletter
