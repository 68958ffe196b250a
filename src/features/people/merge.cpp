#include "accounts/audit.hpp"
#include "features/notes/api.hpp"
#include "features/people/consents.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/former_mailbox.hpp"
#include "features/people/history.hpp"
#include "features/people/people_store.hpp"
#include "features/people/person.hpp"

#include <algorithm>

namespace dorfnetz::people {

namespace {

template <class T>
void take_all(std::vector<T>& into, const std::vector<T>& from)
{
    for (const auto& value : from)
        if (std::find(into.begin(), into.end(), value) == into.end())
            into.push_back(value);
}

template <class T>
void take_if_empty(T& into, const T& from)
{
    if (into.empty())
        into = from;
}

template <class T>
void take_if_empty(std::optional<T>& into, const std::optional<T>& from)
{
    if (!into)
        into = from;
}

PersonDraft united(PersonDraft kept, const PersonDraft& gone)
{
    for (const auto& field : {&PersonDraft::given_name, &PersonDraft::family_name})
        take_if_empty(kept.*field, gone.*field);
    take_if_empty(kept.email, gone.email);
    // An address is taken whole, never half of each.
    if (kept.street.empty()) {
        kept.street = gone.street;
        take_if_empty(kept.postal_code, gone.postal_code);
        take_if_empty(kept.town, gone.town);
    }
    for (const auto* number : {&gone.phone, &gone.mobile}) {
        if (number->empty() || *number == kept.phone || *number == kept.mobile)
            continue;
        if (kept.phone.empty() && number == &gone.phone)
            kept.phone = *number;
        else
            take_if_empty(kept.mobile, *number);
    }
    take_if_empty(kept.birth_year, gone.birth_year);
    take_if_empty(kept.village, gone.village);
    take_if_empty(kept.hours_per_month, gone.hours_per_month);
    if (kept.reach == ContactWay::any)
        kept.reach = gone.reach;
    take_all(kept.fields, gone.fields);
    take_all(kept.tasks, gone.tasks);
    take_all(kept.skills, gone.skills);
    take_all(kept.mobility, gone.mobility);
    take_all(kept.languages, gone.languages);
    take_all(kept.free_times, gone.free_times);
    take_all(kept.area.villages, gone.area.villages);
    kept.area.whole_network = kept.area.whole_network || gone.area.whole_network;
    if (!kept.area.around) {
        kept.area.around = gone.area.around;
        kept.area.radius_km = gone.area.radius_km;
    }
    if (!gone.notes.empty() && gone.notes != kept.notes)
        kept.notes += (kept.notes.empty() ? "" : "\n") + gone.notes;
    return kept;
}

// The pairs of `gone` with others become pairs of `kept`; the one with `kept` goes with the entry.
void move_reviews(db::Tx& tx, const NetworkId& network, const PersonId& kept, const PersonId& gone,
                  Timestamp now)
{
    struct Pair
    {
        PersonId other;
        Likeness likeness;
    };

    const auto pairs =
        tx.list(R"sql(
        SELECT CASE WHEN person_id = :gone THEN other_id ELSE person_id END, likeness
        FROM duplicate_reviews
        WHERE network_id = :network AND (person_id = :gone OR other_id = :gone) AND different_since IS NULL)sql",
                {{"network", network}, {"gone", gone}}, [](db::Row& row) {
                    auto other = row.take<PersonId>();
                    return Pair{std::move(other),
                                likeness_from_text(row.take<std::string>()).value_or(Likeness::possible)};
                });
    for (const auto& pair : pairs)
        if (pair.other != kept)
            note_duplicate(tx, network, kept, pair.other, pair.likeness, now);
}

void move_rows(db::Tx& tx, const NetworkId& network, const PersonId& kept, const PersonId& gone)
{
    const db::Param of_network{"network", network};
    const db::Param to{"kept", kept};
    const db::Param from{"gone", gone};
    tx.exec(
        R"sql(UPDATE consents SET person_id = :kept WHERE network_id = :network AND person_id = :gone)sql",
        {of_network, to, from});
    tx.exec(R"sql(
        UPDATE consent_requests SET person_id = :kept WHERE network_id = :network AND person_id = :gone)sql",
            {of_network, to, from});
    tx.exec(R"sql(
        UPDATE person_history SET person_id = :kept WHERE network_id = :network AND person_id = :gone)sql",
            {of_network, to, from});
    notes::move_notes(tx, network, {.about = notes::About::person, .id = gone.text()},
                      {.about = notes::About::person, .id = kept.text()});
    // One of each; what the kept entry has is the one.
    tx.exec(R"sql(
        UPDATE person_parents SET person_id = :kept WHERE network_id = :network AND person_id = :gone
          AND NOT EXISTS (SELECT 1 FROM person_parents p WHERE p.network_id = :network AND p.person_id = :kept))sql",
            {of_network, to, from});
    tx.exec(R"sql(
        UPDATE conduct_certificates SET person_id = :kept WHERE network_id = :network AND person_id = :gone
          AND NOT EXISTS (
            SELECT 1 FROM conduct_certificates c WHERE c.network_id = :network AND c.person_id = :kept))sql",
            {of_network, to, from});
}

// What was taken back in one entry is not brought back by an older consent of the other.
void withdraw_older(db::Tx& tx, const NetworkId& network, const PersonId& kept, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE consents SET withdrawn_at = :now
        WHERE network_id = :network AND person_id = :kept AND withdrawn_at IS NULL AND EXISTS (
            SELECT 1 FROM consents w WHERE w.network_id = consents.network_id AND w.person_id = consents.person_id
            AND w.purpose = consents.purpose AND w.withdrawn_at >= consents.recorded_at))sql",
            {{"network", network}, {"kept", kept}, {"now", now}});
}

// What either entry is held back by holds back both.
Lock held_back(const Person& one, const Person& other)
{
    for (const auto lock : {Lock::objected, Lock::restricted, Lock::parent})
        if (one.lock == lock || other.lock == lock)
            return lock;
    return Lock::none;
}

} // namespace

Result<Done> merge(db::Tx& tx, const NetworkId& network, const PersonId& kept, const PersonId& gone,
                   const Author& author)
{
    if (kept == gone)
        return Error{.kind = Err::invalid, .text = "Das ist derselbe Eintrag."_de};
    const auto into = store::by_id(tx, network, kept);
    const auto from = store::by_id(tx, network, gone);
    if (!into || !from)
        return Error{.kind = Err::missing};
    const auto now = author.clock.now();
    const auto prepared =
        prepare_unchecked(*into, tidied(united(into->data, from->data)), villages::all_places(tx, network));
    move_reviews(tx, network, kept, gone, now);
    move_rows(tx, network, kept, gone);
    store::update(tx, network, prepared, now);
    if (into->confirmed_email.empty())
        store::set_confirmed_email(tx, network, kept, from->confirmed_email.seen_by(accounts::the_program()));
    withdraw_older(tx, network, kept, now);
    Timestamp withdrawn_at{};
    for (const auto* person : std::initializer_list<const Person*>{&*into, &*from})
        if (person->lock == Lock::withdrawn)
            withdrawn_at = std::max(withdrawn_at, *person->locked_at);
    if (has_consent_in_force(tx, network, kept, withdrawn_at))
        store::set_lock(tx, network, kept, held_back(*into, *from), now);
    else if (withdrawn_at != Timestamp{})
        TRY(withdraw_consent(tx, network, kept, {}, author));
    write_history(tx, network, kept, into->version + 1, "merged",
                  changes_between(into->data, prepared.person.data), author);
    audit(tx, network, kept, "person.merged", author);
    tell_former_mailbox(tx, network, from->data, prepared.person.data, author);
    remove(tx, network, gone);
    return Done{};
}

} // namespace dorfnetz::people
