#include "features/attendance/feature.hpp"

#include "features/attendance/attendance_pages.hpp"
#include "features/attendance/attendance_store.hpp"
#include "foundation/web/each_network.hpp"

#include <fmt/format.h>

namespace dorfnetz::attendance {

namespace {

// Who tapped what goes together with the names.
void forget_taps(web::Environment& environment, const NetworkId& network)
{
    const auto dates =
        environment.pool.read([&](db::Reader& reader) { return store::dates_with_events(reader, network); });
    for (const auto& date : dates)
        static_cast<void>(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            const auto listed = activities::date_by_id(tx, network, date);
            if (listed && listed->date.ends_at + signups::kept_after_the_date <= environment.clock.now())
                store::delete_events_on(tx, network, date);
            return Done{};
        }));
}

} // namespace

std::string day_pattern(std::string_view end)
{
    return fmt::format("/redaktion/termine/{{id}}/tage/{{tag}}{}", end);
}

std::string day_path(const activities::Listed& listed, std::string_view end)
{
    return fmt::format("/redaktion/termine/{}/tage/{}{}", listed.date.activity.text(), listed.date.id.text(),
                       end);
}

std::vector<web::Crumb> crumbs_of(const web::Context& context, const activities::Listed& listed)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Termine"_de), "/redaktion/termine"},
            {listed.title, "/redaktion/termine/" + listed.date.activity.text()},
            {i18n::format_date(context.region(), listed.date.first_day, i18n::DateStyle::weekday),
             day_path(listed, {})}};
}

web::Examples some_day(std::string_view end)
{
    return [end](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
        const auto dates = activities::dates_between(reader, network.id,
                                                     {.from = *date_from_iso("2020-01-01"),
                                                      .until = *date_from_iso("2999-01-01"),
                                                      .drafts = activities::Filter::Drafts::yes,
                                                      .most = 1});
        if (dates.empty())
            return {};
        return {day_path(dates.front(), end)};
    };
}

void register_feature(web::Site& site)
{
    add_sheet_pages(site);
    add_phone_pages(site);
    add_print_pages(site);
    add_report_pages(site);
    add_parts(site);
    add_desk_items(site);
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment)
{
    jobs.daily("attendance", 3, [&environment](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job,
                              [&](const web::Network& network) { forget_taps(environment, network.id); });
    });
}

} // namespace dorfnetz::attendance
