#include "accounts/audit.hpp"
#include "features/notes/api.hpp"
#include "features/people/consents.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/former_mailbox.hpp"
#include "features/people/history.hpp"
#include "features/people/merged.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_store.hpp"
#include "features/people/person.hpp"
#include "features/people/resting.hpp"
#include "foundation/mail/outbox.hpp"

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
        UPDATE conduct_certificates SET person_id = :kept WHERE network_id = :network AND person_id = :gone
          AND NOT EXISTS (
            SELECT 1 FROM conduct_certificates c WHERE c.network_id = :network AND c.person_id = :kept))sql",
            {of_network, to, from});
}

bool has_agreed(const std::optional<KnownParent>& parent)
{
    return parent && parent->data.has_agreed;
}

// There is one parent for each entry: who has agreed already, otherwise the one of the kept entry. The mail
// to the other has a link that leads nowhere now.
void move_parent(db::Tx& tx, const NetworkId& network, const PersonId& kept, const PersonId& gone)
{
    const auto of_kept = parent_of(tx, network, kept);
    const auto of_gone = parent_of(tx, network, gone);
    if (!of_gone)
        return;
    const bool replaces = !of_kept || (has_agreed(of_gone) && !has_agreed(of_kept));
    if (of_kept) {
        const auto mailbox = [](const Parent& parent) {
            return mail::Mailbox{.address = parent.email.seen_by(accounts::the_program()),
                                 .name = parent.name};
        };
        const auto stays = mailbox((replaces ? of_gone : of_kept)->data);
        const auto leaves = mailbox((replaces ? of_kept : of_gone)->data);
        if (!leaves.address.empty() && (stays.address != leaves.address || stays.name != leaves.name))
            mail::forget(tx, network, leaves);
    }
    if (!replaces)
        return;
    tx.exec(R"sql(DELETE FROM person_parents WHERE network_id = :network AND person_id = :kept)sql",
            {{"network", network}, {"kept", kept}});
    tx.exec(
        R"sql(UPDATE person_parents SET person_id = :kept WHERE network_id = :network AND person_id = :gone)sql",
        {{"network", network}, {"kept", kept}, {"gone", gone}});
}

// A parent's yes holds for what the entry asked for that they saw. If the other one adds a purpose, nobody
// has agreed to that for the child (Art. 8 GDPR), so the parent is asked anew.
void ask_anew_for_what_is_added(db::Tx& tx, const NetworkId& network, const Person& agreed_by_parent,
                                const PersonId& kept)
{
    const auto united = store::by_id(tx, network, kept)->agreed;
    if (std::all_of(united.begin(), united.end(),
                    [&](Purpose purpose) { return agreed_by_parent.agreed_to(purpose); }))
        return;
    tx.exec(R"sql(
        UPDATE person_parents SET confirmed_at = NULL WHERE network_id = :network AND person_id = :kept)sql",
            {{"network", network}, {"kept", kept}});
}

// What was taken back in one entry is not brought back by an older consent of the other, also not by one that
// was signed on an earlier day and typed in afterwards.
void withdraw_older(db::Tx& tx, const NetworkId& network, const PersonId& kept, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE consents SET withdrawn_at = :now
        WHERE network_id = :network AND person_id = :kept AND withdrawn_at IS NULL AND EXISTS (
            SELECT 1 FROM consents w WHERE w.network_id = consents.network_id AND w.person_id = consents.person_id
            AND w.purpose = consents.purpose
            AND (w.withdrawn_at >= consents.recorded_at OR w.withdrawn_at > consents.given_on || 'T99')))sql",
            {{"network", network}, {"kept", kept}, {"now", now}});
}

// Who wanted one entry to rest wants it of both. Apart from that the consents and parents of both say what
// holds.
Lock united_lock(db::Reader& reader, const NetworkId& network, const Person& into, const Person& from)
{
    for (const auto lock : {Lock::objected, Lock::restricted})
        if (into.lock == lock || from.lock == lock)
            return lock;
    return lock_without_rest(reader, network, *store::by_id(reader, network, into.id));
}

// A lock that goes on began when it did: a merge puts no deletion off.
Timestamp began(Lock lock, const Person& into, const Person& from, Timestamp now)
{
    for (const auto* person : {&into, &from})
        if (person->lock == lock && person->locked_at)
            now = std::min(now, *person->locked_at);
    return now;
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
    const bool parent_of_kept_agreed = has_agreed(parent_of(tx, network, kept));
    const bool parent_of_gone_agreed = has_agreed(parent_of(tx, network, gone));
    move_rows(tx, network, kept, gone);
    move_parent(tx, network, kept, gone);
    store::update(tx, network, prepared, now);
    if (into->confirmed_email.empty())
        store::set_confirmed_email(tx, network, kept, from->confirmed_email.seen_by(accounts::the_program()));
    withdraw_older(tx, network, kept, now);
    if (const auto united = store::by_id(tx, network, kept); !united->agreed_to(Purpose::special_fields))
        forget_special_fields(tx, network, *united);
    if (parent_of_kept_agreed != parent_of_gone_agreed)
        ask_anew_for_what_is_added(tx, network, parent_of_kept_agreed ? *into : *from, kept);
    Timestamp withdrawn_at{};
    for (const auto* person : std::initializer_list<const Person*>{&*into, &*from})
        if (person->lock == Lock::withdrawn)
            withdrawn_at = std::max(withdrawn_at, *person->locked_at);
    if (withdrawn_at != Timestamp{} && !has_consent_in_force(tx, network, kept, withdrawn_at)) {
        TRY(withdraw_consent(tx, network, kept, {}, author));
    } else {
        const auto lock = united_lock(tx, network, *into, *from);
        store::set_lock(tx, network, kept, lock, began(lock, *into, *from, now));
    }
    write_history(tx, network, kept, into->version + 1, "merged",
                  changes_between(into->data, store::by_id(tx, network, kept)->data), author);
    audit(tx, network, kept, "person.merged", author);
    tell_former_mailbox(tx, network, from->data, prepared.person.data, author);
    note_merged(tx, network, kept, *from, now);
    remove(tx, network, gone);
    return Done{};
}

} // namespace dorfnetz::people
