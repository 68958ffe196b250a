#include "features/people/history.hpp"

#include "foundation/core/text.hpp"

#include <utility>

namespace dorfnetz::people {

namespace {

std::string number_text(const std::optional<std::int64_t>& number)
{
    return number ? std::to_string(*number) : std::string();
}

std::string area_text(const Area& area)
{
    std::vector<std::string> parts;
    if (area.whole_network)
        parts.emplace_back("*");
    if (area.around)
        parts.push_back(std::to_string(area.radius_km) + " km " + area.around->text());
    for (const auto& village : area.villages)
        parts.push_back(village.text());
    return join(parts, ", ");
}

std::string times_text(const std::vector<FreeTime>& times)
{
    std::vector<std::string> parts;
    for (const auto& time : times)
        parts.push_back(time.weekday + '.' + time.time_of_day);
    return join(parts, ", ");
}

std::vector<std::pair<std::string_view, std::string>> described(const PersonDraft& draft)
{
    const auto storing = accounts::the_program();
    return {
        {"vorname", draft.given_name},
        {"nachname", draft.family_name},
        {"jahr", number_text(draft.birth_year)},
        {"dorf", draft.village ? draft.village->text() : std::string()},
        {"strasse", draft.street.seen_by(storing)},
        {"plz", draft.postal_code},
        {"ort", draft.town},
        {"telefon", draft.phone.seen_by(storing)},
        {"mobil", draft.mobile.seen_by(storing)},
        {"mail", draft.email.seen_by(storing)},
        {"weg", std::string(to_text(draft.reach))},
        {"felder", join(draft.fields, ", ")},
        {"aufgaben", join(draft.tasks, ", ")},
        {"koennen", join(draft.skills, ", ")},
        {"gebiet", area_text(draft.area)},
        {"zeiten", times_text(draft.free_times)},
        {"stunden", number_text(draft.hours_per_month)},
        {"unterwegs", join(draft.mobility, ", ")},
        {"sprachen", join(draft.languages, ", ")},
        {"notiz", draft.notes},
    };
}

} // namespace

std::vector<Change> changes_between(const PersonDraft& before, const PersonDraft& after)
{
    std::vector<Change> changes;
    auto old_values = described(before);
    auto new_values = described(after);
    for (std::size_t i = 0; i < old_values.size(); ++i)
        if (old_values[i].second != new_values[i].second)
            changes.push_back({std::string(old_values[i].first), std::move(old_values[i].second),
                               std::move(new_values[i].second)});
    return changes;
}

void write_history(db::Tx& tx, const NetworkId& network, const PersonId& id, std::int64_t version,
                   std::string_view action, const std::vector<Change>& changes, const Author& author)
{
    const auto now = author.clock.now();
    const std::vector<Change> nothing(1);
    for (const auto& change : changes.empty() ? nothing : changes)
        tx.exec_later(R"sql(
            INSERT INTO person_history (network_id, id, person_id, version, at, action, field, old_value,
                                        new_value, actor_id, actor_name)
            VALUES (:network, :id, :person, :version, :at, :action, :field, :old, :new,
                    NULLIF(CAST(:actor AS TEXT), ''), :actor_name))sql",
                      {{"network", network},
                       {"id", new_uuid_v7(author.clock, author.random)},
                       {"person", id},
                       {"version", version},
                       {"at", now},
                       {"action", action},
                       {"field", change.field},
                       {"old", change.before},
                       {"new", change.after},
                       {"actor", author.user},
                       {"actor_name", author.name}});
}

accounts::AuditEntry audit_entry(const NetworkId& network, const PersonId& id, std::string_view action,
                                 const Author& author, std::string details)
{
    return {.network = network,
            .user = web::UserId(author.user),
            .action = std::string(action),
            .subject_kind = "person",
            .subject = id.text(),
            .details = std::move(details)};
}

void audit(db::Tx& tx, const NetworkId& network, const PersonId& id, std::string_view action,
           const Author& author, std::string details)
{
    accounts::record(tx, audit_entry(network, id, action, author, std::move(details)), author.clock,
                     author.random);
}

std::vector<HistoryEntry> history_of(db::Reader& reader, const NetworkId& network, const PersonId& id)
{
    return reader.list(R"sql(
        SELECT version, at, action, actor_name, field, old_value, new_value FROM person_history
        WHERE network_id = :network AND person_id = :person ORDER BY at DESC, version DESC, id DESC)sql",
                       {{"network", network}, {"person", id}}, [](db::Row& row) {
                           HistoryEntry entry;
                           entry.version = row.take<std::int64_t>();
                           entry.at = row.take<Timestamp>();
                           entry.action = row.take<std::string>();
                           entry.actor_name = row.take<std::string>();
                           entry.change.field = row.take<std::string>();
                           entry.change.before = row.take<std::string>();
                           entry.change.after = row.take<std::string>();
                           return entry;
                       });
}

} // namespace dorfnetz::people
