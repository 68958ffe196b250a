#include "app/features.hpp"

#include "accounts/audit_chain.hpp"
#include "accounts/feature.hpp"
#include "accounts/weekly_mail.hpp"
#include "features/activities/feature.hpp"
#include "features/agenda/feature.hpp"
#include "features/asking/feature.hpp"
#include "features/attendance/feature.hpp"
#include "features/contact/feature.hpp"
#include "features/date_polls/api.hpp"
#include "features/date_polls/feature.hpp"
#include "features/decisions/feature.hpp"
#include "features/devices/feature.hpp"
#include "features/directory/feature.hpp"
#include "features/exchange/feature.hpp"
#include "features/experiences/feature.hpp"
#include "features/finding/feature.hpp"
#include "features/freshness/api.hpp"
#include "features/freshness/feature.hpp"
#include "features/groups/feature.hpp"
#include "features/insight/feature.hpp"
#include "features/joining/feature.hpp"
#include "features/lineage/feature.hpp"
#include "features/mails/feature.hpp"
#include "features/mandates/feature.hpp"
#include "features/meetings/feature.hpp"
#include "features/messages/feature.hpp"
#include "features/minutes/api.hpp"
#include "features/minutes/feature.hpp"
#include "features/newsletter/feature.hpp"
#include "features/organisations/api.hpp"
#include "features/organisations/feature.hpp"
#include "features/pages/feature.hpp"
#include "features/papers/feature.hpp"
#include "features/people/api.hpp"
#include "features/people/feature.hpp"
#include "features/pictures/feature.hpp"
#include "features/planning/feature.hpp"
#include "features/protocol/feature.hpp"
#include "features/retention/api.hpp"
#include "features/retention/feature.hpp"
#include "features/signups/feature.hpp"
#include "features/tasks/feature.hpp"
#include "features/transfer/feature.hpp"
#include "features/villages/api.hpp"
#include "features/villages/feature.hpp"
#include "foundation/core/log.hpp"
#include "foundation/mail/mailer.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/search/sounding.hpp"
#include "foundation/web/each_network.hpp"
#include "operations/audit_heads.hpp"
#include "operations/erasures.hpp"
#include "operations/revocations.hpp"

#include <fmt/format.h>
#include <iterator>

namespace dorfnetz::app {

namespace {

std::vector<web::Choice> village_choices(db::Reader& reader, const NetworkId& network)
{
    std::vector<web::Choice> choices;
    for (const auto& village : villages::villages_of(reader, network))
        choices.push_back({village.id.text(), village.name});
    return choices;
}

std::vector<std::string> texts_of(const std::vector<villages::VillageId>& villages)
{
    std::vector<std::string> texts;
    for (const auto& village : villages)
        texts.push_back(village.text());
    return texts;
}

std::vector<accounts::Subjects::Organisation> organisation_choices(db::Reader& reader,
                                                                   const NetworkId& network)
{
    std::vector<accounts::Subjects::Organisation> choices;
    for (const auto& entry : organisations::load_register(reader, network).entries)
        if (entry.status != organisations::Status::archived)
            choices.push_back(
                {.choice = {entry.id.text(), entry.name}, .villages = texts_of(entry.villages)});
    return choices;
}

std::vector<std::string> villages_of_organisation(db::Reader& reader, const NetworkId& network,
                                                  const std::string& organisation)
{
    const auto found =
        organisations::organisation_by_id(reader, network, organisations::OrganisationId{organisation});
    return found ? texts_of(found->entry.villages) : std::vector<std::string>{};
}

std::int64_t count_villages(db::Reader& reader, const NetworkId& network)
{
    return villages::count_villages(reader, network);
}

// The program may have been started with another ICU than before, or have other rules of its own; to ask
// costs one row for each table.
void renew_sort_keys(web::Environment& environment, jobs::JobContext& job)
{
    const auto renew = [&](const search::SortedTable& table, const std::string& version) {
        const auto made =
            search::renew_sort_keys(environment.pool, table, version, [&] { return job.may_go_on(); });
        if (made > 0)
            log::info(fmt::format("{}: {} keys made anew", table.name, made));
    };
    for (const auto& table : sorted_tables())
        renew(table, search::collation_version());
    renew(search::table_of_sounds(), search::sound_version());
}

// Everything that the search page can show, in the order in which it is offered.
std::vector<finding::SearchKind> search_kinds()
{
    std::vector<finding::SearchKind> all;
    for (auto kinds : {villages::search_kinds(), directory::search_kinds(), activities::search_kinds(),
                       groups::search_kinds(), decisions::search_kinds(), exchange::search_kinds(),
                       experiences::search_kinds(), pages::search_kinds()})
        std::move(kinds.begin(), kinds.end(), std::back_inserter(all));
    return all;
}

// Everything that may come from something, or become something, in the order in which pages name it.
std::vector<lineage::Kind> lineage_kinds()
{
    std::vector<lineage::Kind> all{meetings::lineage_kind(), decisions::lineage_kind(), tasks::lineage_kind(),
                                   activities::lineage_kind()};
    for (auto& kind : exchange::lineage_kinds())
        all.push_back(std::move(kind));
    all.push_back(experiences::lineage_kind());
    return all;
}

// What the minutes, the letter and others say below each item of an agenda.
std::vector<meetings::ItemLines> item_lines()
{
    return {decisions::item_lines(), tasks::item_lines()};
}

// What others bring up for a meeting's agenda, say below its items, and want settled before it is
// closed or who is there changes.
meetings::Extensions meeting_extensions()
{
    return {.sources = {minutes::agenda_source(), tasks::agenda_source(), decisions::agenda_source()},
            .item_lines = item_lines(),
            .before_closing = {decisions::before_closing()},
            .before_representing = {decisions::before_representing()},
            .before_taking_back = {decisions::before_taking_back(), minutes::nothing_is_written()},
            .before_deleting = {decisions::before_deleting(), minutes::nothing_is_written(),
                                tasks::before_deleting(), date_polls::before_deleting()}};
}

// What stands in the calendars of working groups.
std::vector<groups::CalendarSource> group_calendar()
{
    return {meetings::group_calendar()};
}

} // namespace

std::vector<search::SortedTable> sorted_tables()
{
    return {villages::sorted_table(), organisations::sorted_table(), people::sorted_table()};
}

void register_features(web::Site& site)
{
    register_features_with(site, {});
}

void register_features_with(web::Site& site, const FeatureSettings& settings)
{
    accounts::register_feature(site, {.subjects = {.villages = village_choices,
                                                   .organisations = organisation_choices,
                                                   .villages_of = villages_of_organisation},
                                      .providers = settings.providers,
                                      .mentions = operations::account_mentions()});
    villages::register_feature(site);
    organisations::register_feature(site);
    directory::register_feature(site);
    freshness::register_feature(site);
    mandates::register_feature(site);
    activities::register_feature(site);
    agenda::register_feature(site);
    signups::register_feature(site);
    attendance::register_feature(site);
    asking::register_feature(site);
    planning::register_feature(site);
    insight::register_feature(site);
    lineage::register_feature(site, lineage_kinds());
    groups::register_feature(site, group_calendar(), meetings::meetings_list_parts);
    meetings::register_with(site, meeting_extensions());
    date_polls::register_feature(site);
    minutes::register_with(site, item_lines());
    tasks::register_feature(site);
    decisions::register_feature(site);
    exchange::register_feature(site);
    experiences::register_feature(site);
    people::register_feature(site, operations::kept_elsewhere());
    joining::register_feature(site);
    pictures::register_feature(site);
    pages::register_feature(site, {.count_villages = count_villages});
    contact::register_feature(site);
    newsletter::register_feature(site);
    messages::register_feature(site);
    finding::register_feature(site, search_kinds());
    transfer::register_feature(site);
    protocol::register_feature(site);
    retention::register_feature(site);
    papers::register_feature(site);
    mails::register_feature(site, settings.mails);
    devices::register_feature(site);
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    accounts::register_jobs(jobs, environment);
    people::register_jobs(jobs, environment);
    transfer::register_jobs(jobs, environment);
    activities::register_jobs(jobs, environment);
    newsletter::register_jobs(jobs, environment, site);
    messages::register_jobs(jobs, environment, site);
    jobs.every("letters", std::chrono::hours(1), [&environment, &site](jobs::JobContext& job) {
        const auto may_go_on = [&job] { return job.may_go_on(); };
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            newsletter::work_through(environment, site, network, may_go_on);
            messages::work_through(environment, site, network, may_go_on);
        });
    });
    signups::register_jobs(jobs, environment, site);
    attendance::register_jobs(jobs, environment);
    asking::register_jobs(jobs, environment, site);
    planning::register_jobs(jobs, environment, site);
    meetings::register_jobs(jobs, environment, site);
    date_polls::register_jobs(jobs, environment, site);
    tasks::register_jobs(jobs, environment, site);
    decisions::register_jobs(jobs, environment);
    exchange::register_jobs(jobs, environment, site);
    jobs.daily("ask_for_confirmation", 6, [&environment](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            freshness::ask_for_confirmation(environment, network);
        });
    });
    jobs.every("weekly_mail", std::chrono::hours(1), [&environment, &site](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            accounts::send_weekly_mails(environment, site, network);
        });
    });
    jobs.every("renew_sort_keys", std::chrono::minutes(15),
               [&environment](jobs::JobContext& job) { renew_sort_keys(environment, job); });
    jobs.every("seal_audit_log", std::chrono::minutes(1), [&environment](jobs::JobContext&) {
        if (accounts::seal_audit_log(environment.pool) > 0)
            operations::write_audit_heads(
                environment.pool, environment.data_directory / "backups" / operations::audit_heads_name,
                environment.clock.now());
    });
    // Often, because a backup that is restored brings back whatever was erased or taken back since these
    // lists were written.
    jobs.every("list_erasures", std::chrono::minutes(10), [&environment](jobs::JobContext&) {
        operations::write_revocations(environment.pool,
                                      environment.data_directory / "backups" / operations::revocations_name,
                                      environment.clock.now());
        if (!operations::write_erasures(environment.pool,
                                        environment.data_directory / "backups" / operations::erasures_name))
            return;
        mail::delete_forgotten_files(environment.pool, environment.data_directory / "mails");
        // Erased rows leave no trace in the log of the last writes either.
        environment.pool.maintain();
    });
    jobs.daily("retention", 3, [&environment](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            retention::run(environment, network, operations::kept_elsewhere(),
                           operations::account_mentions());
            // Not with the rest, which can be stopped: § 72a (5) SGB VIII leaves no choice.
            people::delete_old_certificates(environment.pool, network.id, environment.clock);
        });
    });
}

} // namespace dorfnetz::app
