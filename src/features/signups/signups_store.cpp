#include "features/signups/signups_store.hpp"

#include "features/signups/rules.hpp"

#include <algorithm>

namespace dorfnetz::signups::store {

namespace {

db::BuiltQuery signup_query()
{
    return db::BuiltQuery(R"sql(
        SELECT id, shift_id, status, holds, people, person_id, name, companions, email, phone, note, origin, language,
               turn, held_until, host_agreed, remind_hours, word, status_before, held_before, checked_in_at, minutes,
               created_at, changed_at, version
        FROM signups WHERE network_id = :network)sql");
}

Signup read_signup(db::Row& row)
{
    Signup signup;
    signup.id = row.take<SignupId>();
    signup.shift = row.take<ShiftId>();
    signup.status = status_from_text(row.take<std::string>()).value_or(Status::cancelled);
    signup.holds = row.take<bool>();
    signup.people = row.take<std::int64_t>();
    signup.person = row.take<std::optional<PersonId>>();
    signup.name = row.take<std::string>();
    signup.companions = row.take<std::string>();
    signup.email = row.take<std::string>();
    signup.phone = row.take<std::string>();
    signup.note = row.take<std::string>();
    signup.origin = origin_from_text(row.take<std::string>()).value_or(Origin::web);
    signup.language = i18n::language_from_code(row.take<std::string>()).value_or(i18n::Language::de);
    signup.turn = row.take<std::int64_t>();
    signup.held_until = row.take<std::optional<Timestamp>>();
    signup.host_agreed = row.take<bool>();
    signup.remind_hours = row.take<std::optional<std::int64_t>>();
    signup.word = word_from_text(row.take<std::string>()).value_or(Word::none);
    const auto status_before = status_from_text(row.take<std::string>());
    const bool held_before = row.take<bool>();
    if (status_before)
        signup.before = Before{.status = *status_before, .holds = held_before};
    signup.checked_in_at = row.take<std::optional<Timestamp>>();
    signup.minutes = row.take<std::optional<std::int64_t>>();
    signup.created_at = row.take<Timestamp>();
    signup.changed_at = row.take<Timestamp>();
    signup.version = row.take<std::int64_t>();
    return signup;
}

void add_new(std::vector<Signup>& all, std::vector<Signup> more)
{
    for (auto& signup : more)
        if (std::none_of(all.begin(), all.end(), [&](const Signup& known) { return known.id == signup.id; }))
            all.push_back(std::move(signup));
}

} // namespace

void insert(db::Tx& tx, const NetworkId& network, const Signup& signup, const Kept& kept)
{
    const auto storing = accounts::the_program();
    const auto& email = signup.email.seen_by(storing);
    tx.exec(R"sql(
        INSERT INTO signups (network_id, id, shift_id, status, holds, people, person_id, name, companions, email,
                             email_key, phone, note, origin, language, link_hash, form_key, turn, held_until,
                             host_agreed, remind_hours, reminded_for, told_sequence, told_status, told_about, word, checked_in_at,
                             minutes, created_at, changed_at)
        VALUES (:network, :id, :shift, :status, :holds, :people, :person, :name, :companions, :email, :email_key,
                :phone, :note, :origin, :language, :link, :form,
                (SELECT COALESCE(MAX(turn), 0) + 1 FROM signups WHERE network_id = :network AND shift_id = :shift), :held, :agreed, :remind, '', 0, '', '', :word,
                :checked_in, :minutes, :created, :changed))sql",
            {{"network", network},
             {"id", signup.id},
             {"shift", signup.shift},
             {"status", to_text(signup.status)},
             {"holds", signup.holds},
             {"people", signup.people},
             {"person", signup.person},
             {"name", signup.name},
             {"companions", signup.companions},
             {"email", email},
             {"email_key", mailbox_of(signup)},
             {"phone", signup.phone.seen_by(storing)},
             {"note", signup.note},
             {"origin", to_text(signup.origin)},
             {"language", i18n::code(signup.language)},
             {"link", kept.link_hash},
             {"form", kept.form_key},
             {"held", signup.held_until},
             {"agreed", signup.host_agreed},
             {"remind", signup.remind_hours},
             {"word", to_text(signup.word)},
             {"checked_in", signup.checked_in_at},
             {"minutes", signup.minutes},
             {"created", signup.created_at},
             {"changed", signup.changed_at}});
}

bool update(db::Tx& tx, const NetworkId& network, const Signup& signup)
{
    return tx.exec(R"sql(
        UPDATE signups SET status = :status, holds = :holds, people = :people, name = :name,
            companions = :companions, note = :note, held_until = :held, host_agreed = :agreed,
            remind_hours = :remind,
            word = :word, status_before = :status_before, held_before = :held_before, checked_in_at = :checked_in, minutes = :minutes, changed_at = :changed,
            version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"network", network},
                    {"id", signup.id},
                    {"version", signup.version},
                    {"status", to_text(signup.status)},
                    {"holds", signup.holds},
                    {"people", signup.people},
                    {"name", signup.name},
                    {"companions", signup.companions},
                    {"note", signup.note},
                    {"held", signup.held_until},
                    {"agreed", signup.host_agreed},
                    {"remind", signup.remind_hours},
                    {"word", to_text(signup.word)},
                    {"status_before", signup.before ? to_text(signup.before->status) : std::string_view()},
                    {"held_before", signup.before && signup.before->holds},
                    {"checked_in", signup.checked_in_at},
                    {"minutes", signup.minutes},
                    {"changed", signup.changed_at}}) == 1;
}

void put_last(db::Tx& tx, const NetworkId& network, const Signup& signup)
{
    tx.exec(R"sql(
        UPDATE signups SET turn = (
            SELECT MAX(s.turn) + 1 FROM signups s WHERE s.network_id = :network AND s.shift_id = :shift)
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", signup.id}, {"shift", signup.shift}});
}

std::optional<Signup> by_id(db::Reader& reader, const NetworkId& network, const SignupId& id)
{
    auto query = signup_query();
    query.add(R"part(AND id = :id)part");
    return reader.first(query, {{"network", network}, {"id", id}}, read_signup);
}

std::optional<Signup> by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash)
{
    auto query = signup_query();
    query.add(R"part(AND link_hash = :link)part");
    return reader.first(query, {{"network", network}, {"link", link_hash}}, read_signup);
}

std::optional<Signup> by_form(db::Reader& reader, const NetworkId& network, std::string_view form_key)
{
    auto query = signup_query();
    query.add(R"part(AND form_key = :form)part");
    return reader.first(query, {{"network", network}, {"form", form_key}}, read_signup);
}

std::vector<Signup> of_shift(db::Reader& reader, const NetworkId& network, const ShiftId& shift)
{
    auto query = signup_query();
    query.add(R"part(AND shift_id = :shift ORDER BY turn, id)part");
    return reader.list(query, {{"network", network}, {"shift", shift}}, read_signup);
}

std::vector<Signup> waiting(db::Reader& reader, const NetworkId& network, const ShiftId& shift)
{
    auto query = signup_query();
    query.add(R"part(AND shift_id = :shift AND status = 'waitlisted' ORDER BY turn, id)part");
    return reader.list(query, {{"network", network}, {"shift", shift}}, read_signup);
}

// Three queries and no OR, so that each has its index.
std::vector<Signup> standing_of(db::Reader& reader, const NetworkId& network, const Signup& like)
{
    const auto storing = accounts::the_program();
    std::vector<Signup> all;
    if (const auto key = mailbox_of(like); !key.empty()) {
        auto query = signup_query();
        query.add(R"part(AND email_key = :key
            AND (status = 'requested' OR status = 'confirmed' OR status = 'waitlisted') ORDER BY turn, id)part");
        add_new(all, reader.list(query, {{"network", network}, {"key", key}}, read_signup));
    }
    if (const auto& phone = like.phone.seen_by(storing); !phone.empty()) {
        auto query = signup_query();
        query.add(R"part(AND phone = :phone
            AND (status = 'requested' OR status = 'confirmed' OR status = 'waitlisted') ORDER BY turn, id)part");
        add_new(all, reader.list(query, {{"network", network}, {"phone", phone}}, read_signup));
    }
    if (like.person) {
        auto query = signup_query();
        query.add(R"part(AND person_id = :person
            AND (status = 'requested' OR status = 'confirmed' OR status = 'waitlisted') ORDER BY turn, id)part");
        add_new(all, reader.list(query, {{"network", network}, {"person", *like.person}}, read_signup));
    }
    return all;
}

std::string mailbox_of(const Signup& signup)
{
    return key_of_email(signup.email.seen_by(accounts::the_program()));
}

std::vector<Signup> of_mailbox(db::Reader& reader, const NetworkId& network, std::string_view mailbox)
{
    auto query = signup_query();
    query.add(R"part(AND email_key = :key ORDER BY created_at DESC, id)part");
    return reader.list(query, {{"network", network}, {"key", mailbox}}, read_signup);
}

std::vector<Signup> of_person(db::Reader& reader, const NetworkId& network, const PersonId& person)
{
    auto query = signup_query();
    query.add(R"part(AND person_id = :person ORDER BY created_at DESC, id)part");
    return reader.list(query, {{"network", network}, {"person", person}}, read_signup);
}

std::vector<Signup> with_names(db::Reader& reader, const NetworkId& network)
{
    auto query = signup_query();
    query.add(R"part(AND name <> '' ORDER BY created_at, id)part");
    return reader.list(query, {{"network", network}}, read_signup);
}

std::vector<SignupId> with_choice_until(db::Reader& reader, const NetworkId& network, Timestamp now)
{
    return reader.list(R"sql(
        SELECT id FROM signups
        WHERE network_id = :network AND status = 'requested' AND held_until <= :now AND email_key <> ''
        ORDER BY held_until, id)sql",
                       {{"network", network}, {"now", now}},
                       [](db::Row& row) { return row.take<SignupId>(); });
}

std::vector<ShiftId> waited_for(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT DISTINCT shift_id FROM signups WHERE network_id = :network AND status = 'waitlisted'
        ORDER BY shift_id)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<ShiftId>(); });
}

std::vector<ShiftId> shifts_with_names(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT DISTINCT shift_id FROM signups WHERE network_id = :network AND name <> '' ORDER BY shift_id)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<ShiftId>(); });
}

std::vector<SignupId> taken_back_before(db::Reader& reader, const NetworkId& network, Timestamp moment)
{
    return reader.list(R"sql(
        SELECT id FROM signups
        WHERE network_id = :network AND name <> '' AND (status = 'cancelled' OR status = 'declined')
            AND changed_at <= :moment
        ORDER BY id)sql",
                       {{"network", network}, {"moment", moment}},
                       [](db::Row& row) { return row.take<SignupId>(); });
}

std::vector<ShiftId> shifts_to_look_at(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT DISTINCT shift_id FROM signups
        WHERE network_id = :network AND name <> '' AND (status = 'requested' OR email_key = '') ORDER BY shift_id)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<ShiftId>(); });
}

Told told(db::Reader& reader, const NetworkId& network, const SignupId& id)
{
    return reader
        .first(R"sql(
            SELECT told_sequence, told_status, told_about FROM signups WHERE network_id = :network AND id = :id)sql",
               {{"network", network}, {"id", id}},
               [](db::Row& row) {
                   Told told;
                   told.sequence = row.take<std::int64_t>();
                   told.status = row.take<std::string>();
                   told.about = row.take<std::string>();
                   return told;
               })
        .value_or(Told{});
}

void set_told(db::Tx& tx, const NetworkId& network, const SignupId& id, const Told& told)
{
    tx.exec(R"sql(
        UPDATE signups SET told_sequence = :sequence, told_status = :status, told_about = :about
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network},
             {"id", id},
             {"sequence", told.sequence},
             {"status", told.status},
             {"about", told.about}});
}

std::string reminded_for(db::Reader& reader, const NetworkId& network, const SignupId& id)
{
    return reader
        .value<std::string>(R"sql(
            SELECT reminded_for FROM signups WHERE network_id = :network AND id = :id)sql",
                            {{"network", network}, {"id", id}})
        .value_or("");
}

void set_reminded_for(db::Tx& tx, const NetworkId& network, const SignupId& id, Timestamp begin)
{
    tx.exec(R"sql(UPDATE signups SET reminded_for = :begin WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"begin", begin}});
}

std::vector<PersonId> people_who_promised(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT DISTINCT person_id FROM signups WHERE network_id = :network AND person_id IS NOT NULL
        ORDER BY person_id)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<PersonId>(); });
}

void move_person(db::Tx& tx, const NetworkId& network, const PersonId& from, const PersonId& to)
{
    tx.exec(
        R"sql(UPDATE signups SET person_id = :now WHERE network_id = :network AND person_id = :before)sql",
        {{"network", network}, {"before", from}, {"now", to}});
}

void set_person(db::Tx& tx, const NetworkId& network, const SignupId& id, const PersonId& person)
{
    tx.exec(R"sql(UPDATE signups SET person_id = :person WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"person", person}});
}

devices::About device_of(const SignupId& id)
{
    return {.kind = "signup", .id = id.text()};
}

void forget_names(db::Tx& tx, const NetworkId& network, const SignupId& id)
{
    devices::forget(tx, network, device_of(id));
    tx.exec(R"sql(
        UPDATE signups SET name = '', companions = '', email = '', email_key = '', phone = '', note = '', word = ''
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

void forget_person(db::Tx& tx, const NetworkId& network, const SignupId& id)
{
    tx.exec(R"sql(UPDATE signups SET person_id = NULL WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

} // namespace dorfnetz::signups::store
