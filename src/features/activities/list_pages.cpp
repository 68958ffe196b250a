#include "accounts/desk.hpp"
#include "features/activities/activities_pages.hpp"
#include "features/activities/formality_pages.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <set>

// The list of what one edits, and what the pages share.
namespace dorfnetz::activities {

namespace {

using web::Context;

constexpr int days_shown = 400;

std::string host_names(const organisations::Register& entries, const std::vector<OrganisationId>& hosts)
{
    std::vector<std::string> names;
    for (const auto& host : hosts)
        if (const auto* entry = entries.entry(host))
            names.push_back(entry->name);
    return join(names, ", ");
}

void show_row(html::Page& page, const Context& context, const organisations::Register& entries,
              const Listed& listed, std::int64_t formalities)
{
    auto row = page.add("ROW");
    if (formalities > 0)
        row.add("FORMALITIES")
            .set("FORMALITIES_URL", context.url(formalities_path(listed.date.activity)))
            .set("FORMALITIES_TEXT", i18n::translate_count(context.language, "eine Formalität offen"_de,
                                                           "{1} Formalitäten offen"_de, formalities));
    row.set("TITLE", listed.title)
        .set("EDIT_URL", context.url(edit_path(listed.date.activity)))
        .set("WHEN", when_text(context, listed.date, listed.all_day))
        .set("HOSTS", host_names(entries, listed.hosts))
        .show_if(listed.status == Status::draft, "DRAFT")
        .show_if(listed.status == Status::published && !listed.is_called_off(), "OPEN")
        .show_if(listed.status != Status::draft && listed.is_called_off(), "OFF")
        .show_if(listed.is_series, "SERIES");
}

// Each activity once, with the next of its dates; what is over with the last one.
Result<http::Response> show_list(Context& context)
{
    const bool past = context.query.text("zeit") == "vorbei";
    const auto today = context.today();
    html::Page page;
    std::int64_t count = 0;
    context.pool().read([&](db::Reader& reader) {
        const auto entries = organisations::shared_register(context, reader);
        auto dates = dates_between(reader, context.network.id,
                                   {.from = past ? add_days(today, -days_shown) : today,
                                    .until = past ? add_days(today, -1) : add_days(today, days_shown),
                                    .drafts = Filter::Drafts::yes});
        if (past)
            std::reverse(dates.begin(), dates.end());
        const auto open = count_open_formalities(context, reader);
        std::set<ActivityId> seen;
        for (const auto& listed : dates) {
            if (!may_edit(context, reader, listed.hosts) || !seen.insert(listed.date.activity).second)
                continue;
            ++count;
            const auto formalities = open.find(listed.date.activity);
            show_row(page, context, *entries, listed, formalities == open.end() ? 0 : formalities->second);
        }
    });
    page.set("COUNT_TEXT", i18n::translate_count(context.language, "{1} Termin"_de, "{1} Termine"_de, count))
        .set("NEW_URL", context.url("/redaktion/termine/neu"))
        .set("IMPORT_URL", context.url("/redaktion/termine/einlesen"))
        .set("COMING_URL", context.url(desk_path))
        .set("PAST_URL", context.url(std::string(desk_path) + "?zeit=vorbei"))
        .show_if(past, "IS_PAST")
        .show_if(!past, "IS_COMING")
        .show_if(count == 0, "NOTHING");
    return web::page(context,
                     {.title = context.t("Termine"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("activity_desk", page));
}

} // namespace

std::string edit_path(const ActivityId& id)
{
    return std::string(desk_path) + '/' + id.text();
}

std::optional<ActivityDate> any_date(db::Reader& reader, const web::Network& network)
{
    const auto dates = dates_between(reader, network.id,
                                     {.from = *date_from_iso("2020-01-01"),
                                      .until = *date_from_iso("2999-01-01"),
                                      .drafts = Filter::Drafts::yes,
                                      .most = 1});
    return dates.empty() ? std::nullopt : std::optional(dates.front().date);
}

web::Examples examples_of(std::string end)
{
    return
        [end = std::move(end)](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
            const auto date = any_date(reader, network);
            if (!date)
                return {};
            return {edit_path(date->activity) + end};
        };
}

std::vector<web::Crumb> crumbs_of(const Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"}, {context.t("Termine"_de), std::string(desk_path)}};
}

std::vector<web::Crumb> crumbs_of(const Context& context, const Activity& activity)
{
    auto crumbs = crumbs_of(context);
    crumbs.push_back({activity.draft.title, edit_path(activity.id)});
    return crumbs;
}

bool may_edit(const Context& context, db::Reader& reader, const std::vector<OrganisationId>& hosts)
{
    const auto entries = organisations::shared_register(context, reader);
    for (const auto& host : hosts)
        if (const auto* entry = entries->entry(host);
            entry && organisations::may_edit(context.actor, host, entry->villages))
            return true;
    return false;
}

Result<Activity> editable(const Context& context, db::Reader& reader)
{
    auto activity = activity_by_id(reader, context.network.id, ActivityId{context.parameter("id")});
    if (!activity || !may_edit(context, reader, activity->draft.hosts))
        return Error{.kind = Err::missing};
    return *std::move(activity);
}

void add_list_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(desk_path), editors, show_list);
    site.add(web::NavigationEntry{web::NavigationEntry::Where::desk, 60, std::string(desk_path), "Termine"_de,
                                  editors, accounts::desk_group::clubs});
}

} // namespace dorfnetz::activities
