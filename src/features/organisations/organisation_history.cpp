#include "features/organisations/organisation_history.hpp"

#include "features/organisations/organisations_store.hpp"

#include <map>
#include <unordered_map>

namespace dorfnetz::organisations {

std::vector<ChangedText> changes_between(const NamedTexts& before, const NamedTexts& after)
{
    std::vector<ChangedText> changes;
    for (std::size_t i = 0; i < after.size(); ++i)
        if (before.at(i).second != after[i].second)
            changes.push_back({after[i].first, before[i].second, after[i].second});
    return changes;
}

void write_history(db::Tx& tx, const NetworkId& network, const HistoryEntry& entry, const Author& author)
{
    const auto id = new_uuid_v7(author.clock, author.random);
    const auto actor = author.user.empty() ? std::nullopt : std::optional<std::string_view>(author.user);
    tx.exec_later(R"sql(
        INSERT INTO organisation_history (network_id, id, organisation_id, version, at, action, actor_id, actor_name)
        VALUES (:network, :id, :organisation, :version, :at, :action, :actor, :actor_name))sql",
                  {{"network", network},
                   {"id", id},
                   {"organisation", entry.organisation},
                   {"version", entry.version},
                   {"at", author.clock.now()},
                   {"action", entry.action},
                   {"actor", actor},
                   {"actor_name", author.name}});
    for (const auto& change : entry.changes)
        tx.exec_later(R"sql(
            INSERT INTO organisation_history_values (network_id, history_id, field, old_value, new_value,
                contact_person_id)
            VALUES (:network, :id, :field, :old_value, :new_value, :contact))sql",
                      {{"network", network},
                       {"id", id},
                       {"field", change.field},
                       {"old_value", change.before},
                       {"new_value", change.after},
                       {"contact", entry.contact}});
}

namespace {

// Whom a guarded field is meant for, by the contact person (empty: the entry itself) and the field.
using Audiences = std::map<std::pair<std::string, std::string>, Audience>;

Audiences audiences_of(db::Reader& reader, const NetworkId& network, const OrganisationId& id)
{
    Audiences audiences;
    if (const auto organisation = store::by_id(reader, network, id)) {
        audiences[{"", "phone"}] = organisation->entry.phone.audience();
        audiences[{"", "email"}] = organisation->entry.email.audience();
    }
    for (const auto& contact : store::contacts_of(reader, network, id)) {
        audiences[{contact.id.text(), "contact_phone"}] = contact.data.phone.audience();
        audiences[{contact.id.text(), "contact_email"}] = contact.data.email.audience();
    }
    return audiences;
}

// Empties what is not meant for the viewer. The rows go back in time, and `then` with them.
void hide(std::vector<HistoryRow>& rows, const Audiences& now, const accounts::Viewer& viewer)
{
    auto then = now;
    for (auto& row : rows) {
        const auto whose = row.contact ? row.contact->text() : std::string();
        const auto sees = [&](const std::string& field) {
            const auto key = std::pair(whose, field);
            return !now.contains(key) || (viewer.sees(now.at(key)) && viewer.sees(then.at(key)));
        };
        const auto each = [&](const auto& work) {
            for (auto& change : row.changes)
                if (now.contains({whose, change.field}))
                    work(change);
        };
        each([&](ChangedText& change) {
            if (!sees(change.field)) {
                change.after.clear();
                row.hides_something = true;
            }
        });
        for (auto& change : row.changes)
            for (auto& [key, audience] : then)
                if (key.first == whose && change.field == audience_field(key.second)) {
                    audience = accounts::audience_from_text(change.before).value_or(audience);
                    row.hides_something = row.hides_something || !viewer.sees(now.at(key));
                }
        each([&](ChangedText& change) {
            if (!sees(change.field)) {
                change.before.clear();
                row.hides_something = true;
            }
        });
    }
}

} // namespace

std::vector<HistoryRow> history_of(db::Reader& reader, const NetworkId& network, const OrganisationId& id,
                                   const accounts::Viewer& viewer)
{
    auto rows = reader.list(R"sql(
        SELECT id, version, at, action, actor_name FROM organisation_history
        WHERE network_id = :network AND organisation_id = :organisation ORDER BY id DESC)sql",
                            {{"network", network}, {"organisation", id}}, [](db::Row& row) {
                                HistoryRow history;
                                history.id = row.take<std::string>();
                                history.version = row.take<std::int64_t>();
                                history.at = row.take<Timestamp>();
                                history.action = row.take<std::string>();
                                history.actor_name = row.take<std::string>();
                                return history;
                            });
    std::unordered_map<std::string, HistoryRow*> by_id;
    for (auto& row : rows)
        by_id[row.id] = &row;
    reader.each(R"sql(
        SELECT changed.history_id, changed.field, changed.old_value, changed.new_value, changed.contact_person_id
        FROM organisation_history_values changed
        JOIN organisation_history history
          ON history.network_id = changed.network_id AND history.id = changed.history_id
        WHERE history.network_id = :network AND history.organisation_id = :organisation
        ORDER BY changed.history_id, changed.field)sql",
                {{"network", network}, {"organisation", id}}, [&](db::Row& row) {
                    auto& history = *by_id.at(row.take<std::string>());
                    ChangedText change;
                    change.field = row.take<std::string>();
                    change.before = row.take<std::string>();
                    change.after = row.take<std::string>();
                    history.changes.push_back(std::move(change));
                    if (auto contact = row.take<std::optional<ContactId>>())
                        history.contact = std::move(contact);
                });
    hide(rows, audiences_of(reader, network, id), viewer);
    return rows;
}

void forget_contact(db::Tx& tx, const NetworkId& network, const ContactId& id)
{
    tx.exec(R"sql(DELETE FROM organisation_history_values
                  WHERE network_id = :network AND contact_person_id = :contact)sql",
            {{"network", network}, {"contact", id}});
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(
        R"sql(UPDATE organisations SET created_by = NULL WHERE network_id = :network AND created_by = :user)sql",
        {{"network", network}, {"user", user}});
    tx.exec(
        R"sql(UPDATE organisation_history SET actor_id = NULL, actor_name = '' WHERE network_id = :network AND actor_id = :user)sql",
        {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::organisations
