#include "features/organisations/organisation_pages.hpp"

#include <algorithm>
#include <map>

namespace dorfnetz::organisations {

namespace {

using web::Context;
using State = web::Waiting::State;

// Since when the first of the reported entries has waited.
std::optional<Timestamp> oldest_report(db::Reader& reader, const NetworkId& network,
                                       const std::vector<const Entry*>& reported)
{
    std::map<std::string, Timestamp> created;
    reader.each(R"sql(
        SELECT id, created_at FROM organisations WHERE network_id = :network AND status = 'reported')sql",
                {{"network", network}}, [&](db::Row& row) {
                    auto id = row.take<std::string>();
                    created[std::move(id)] = row.take<Timestamp>();
                });
    std::optional<Timestamp> oldest;
    for (const auto* entry : reported)
        if (const auto found = created.find(entry->id.text()); found != created.end())
            oldest = std::min(oldest.value_or(found->second), found->second);
    return oldest;
}

// Since when the first of the entries is older than a year; nothing if one was never confirmed.
std::optional<Timestamp> oldest_confirmation(const std::vector<const Entry*>& stale)
{
    std::optional<Date> oldest;
    for (const auto* entry : stale) {
        if (!entry->last_confirmed_on)
            return std::nullopt;
        oldest = std::min(oldest.value_or(*entry->last_confirmed_on), *entry->last_confirmed_on);
    }
    if (!oldest)
        return std::nullopt;
    return Timestamp(std::chrono::sys_days(add_months(*oldest, months_until_stale)));
}

} // namespace

std::optional<Editable> editable_by(const web::Actor& actor)
{
    if (actor.is_coordinator())
        return std::nullopt;
    Editable mine;
    for (const auto& village : actor.subjects(web::Role::lead_editor))
        mine.villages.emplace_back(village);
    for (const auto& entry : actor.subjects(web::Role::organisation_editor))
        mine.entries.emplace_back(entry);
    return mine;
}

std::vector<OrganisationId> without_responsible(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT o.id FROM organisations o WHERE o.network_id = :network AND o.status = 'published'
          AND NOT EXISTS (SELECT 1 FROM contact_persons c WHERE c.network_id = o.network_id
                          AND c.organisation_id = o.id AND c.is_responsible = 1)
        ORDER BY o.id)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<OrganisationId>(); });
}

std::vector<web::Waiting> desk_items(const Context& context, db::Reader& reader)
{
    if (!web::Access::editors().allows(context.actor))
        return {};
    const auto entries = shared_register(context, reader);
    const auto mine = editable_by(context.actor);
    const auto today = context.today();
    const auto reported = choose(*entries, {.statuses = {Status::reported}, .only = mine}, today).entries;
    const auto stale = choose(*entries, {.only = mine, .stale_only = true}, today).entries;
    const auto uncared =
        choose(*entries, {.found = without_responsible(reader, context.network.id), .only = mine}, today)
            .entries;
    const auto look = context.t("Ansehen"_de);
    const auto counted = [&](German one, German many, const auto& entries_there) {
        return i18n::translate_count(context.language, one, many, std::ssize(entries_there));
    };
    const auto list = std::string(desk_path);
    return {{.state = reported.empty() ? State::done : State::open,
             .count = std::ssize(reported),
             .heading = counted("Neue Meldung"_de, "Neue Meldungen"_de, reported),
             .text = reported.empty() ? context.t("Alles geprüft."_de)
                                      : counted("Sie wartet darauf, dass jemand sie prüft."_de,
                                                "Sie warten darauf, dass jemand sie prüft."_de, reported),
             .link = look,
             .path = std::string(review_path),
             .oldest = oldest_report(reader, context.network.id, reported)},
            {.state = stale.empty() ? State::done : State::late,
             .count = std::ssize(stale),
             .heading = counted("Eintrag älter als ein Jahr"_de, "Einträge älter als ein Jahr"_de, stale),
             .text = stale.empty() ? context.t("Alles frisch."_de)
                                   : counted("Frag nach, ob er noch stimmt."_de,
                                             "Frag nach, ob sie noch stimmen."_de, stale),
             .link = look,
             .path = list + "?stand=published&alt=1",
             .oldest = oldest_confirmation(stale)},
            {.state = uncared.empty() ? State::done : State::open,
             .count = std::ssize(uncared),
             .heading = counted("Eintrag, um den sich niemand kümmert"_de,
                                "Einträge, um die sich niemand kümmert"_de, uncared),
             .text = context.t(uncared.empty() ? "Für jeden Eintrag ist jemand verantwortlich."_de
                                               : "Such jemanden, der für den Eintrag verantwortlich ist."_de),
             .link = look,
             .path = list + "?stand=published&ohne=1"}};
}

} // namespace dorfnetz::organisations
