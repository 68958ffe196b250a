#include "features/signups/asking_api.hpp"
#include "features/signups/links.hpp"
#include "features/signups/promise_steps.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_service.hpp"
#include "features/signups/words.hpp"

namespace dorfnetz::signups {

std::string search_path(const ShiftId& shift)
{
    return "/redaktion/schichten/" + shift.text() + "/fragen";
}

namespace {

Engaged read_engaged(db::Row& row)
{
    Engaged engaged{.person = row.take<PersonId>(), .shift = row.take<ShiftId>()};
    engaged.status = status_from_text(row.take<std::string>()).value_or(Status::confirmed);
    engaged.created_at = row.take<Timestamp>();
    return engaged;
}

const ContactText& phone_of(const people::Person& person)
{
    return person.data.mobile.empty() ? person.data.phone : person.data.mobile;
}

// Theirs for this shift, if it stands already, whichever way they made it.
std::optional<Signup> standing_for(db::Reader& reader, const NetworkId& network, const ShiftId& shift,
                                   const people::Person& person)
{
    Signup like{
        .shift = shift, .name = person.data.name(), .email = person.data.email, .phone = phone_of(person)};
    like.person = person.id;
    for (auto& other : store::standing_of(reader, network, like))
        if (other.shift == shift && (other.person == person.id || is_of_the_same(like, other)))
            return std::move(other);
    return std::nullopt;
}

} // namespace

std::vector<Engaged> engaged_since(db::Reader& reader, const NetworkId& network, Timestamp since)
{
    return reader.list(R"sql(
        SELECT person_id, shift_id, status, created_at FROM signups
        WHERE network_id = :network AND person_id IS NOT NULL AND created_at >= :since
          AND status <> 'declined' AND status <> 'cancelled'
        ORDER BY id)sql",
                       {{"network", network}, {"since", since}}, read_engaged);
}

std::vector<Engaged> engaged_since(db::Reader& reader, const NetworkId& network, Timestamp since,
                                   const PersonId& person)
{
    return reader.list(R"sql(
        SELECT person_id, shift_id, status, created_at FROM signups
        WHERE network_id = :network AND person_id = :person AND created_at >= :since
          AND status <> 'declined' AND status <> 'cancelled'
        ORDER BY id)sql",
                       {{"network", network}, {"person", person}, {"since", since}}, read_engaged);
}

std::vector<ShiftId> ended_for(db::Reader& reader, const NetworkId& network, const PersonId& person)
{
    return reader.list(R"sql(
        SELECT DISTINCT shift_id FROM signups
        WHERE network_id = :network AND person_id = :person AND (status = 'declined' OR status = 'cancelled'))sql",
                       {{"network", network}, {"person", person}},
                       [](db::Row& row) { return row.take<ShiftId>(); });
}

std::string yes_button(const web::Context& context, const activities::OpenShift& open)
{
    return promise_button(context, open.shift, open.need);
}

std::string conditions_of(const web::Context& context, const activities::OpenShift& open)
{
    return conditions_text(context, open.need);
}

German thanks_for(const Yes& yes)
{
    if (yes.status == Status::waitlisted)
        return "Danke! Gerade sind alle Plätze besetzt, du stehst auf der Warteliste."_de;
    if (yes.status == Status::requested)
        return "Danke! Du bist vorgemerkt. Hier steht, wie es weitergeht."_de;
    return "Danke! Du bist dabei."_de;
}

std::optional<Yes> yes_of(db::Reader& reader, const web::Context& context, const ShiftId& shift,
                          const people::Person& person)
{
    if (const auto standing = standing_for(reader, context.network.id, shift, person))
        return Yes{.status = standing->status, .own_path = own_path(context, standing->id)};
    return reader.first(R"sql(
        SELECT id, status FROM signups
        WHERE network_id = :network AND shift_id = :shift AND person_id = :person
          AND (status = 'attended' OR status = 'absent')
        ORDER BY id LIMIT 1)sql",
                        {{"network", context.network.id}, {"shift", shift}, {"person", person.id}},
                        [&](db::Row& row) {
                            Yes yes{.own_path = own_path(context, row.take<SignupId>())};
                            yes.status = status_from_text(row.take<std::string>()).value_or(Status::attended);
                            return yes;
                        });
}

Result<Yes> say_yes(const web::Context& context, const ShiftId& shift, const people::Person& person,
                    Origin origin, const std::function<Result<Done>(db::Tx&)>& also)
{
    const auto surroundings = around(context);
    return write_in_turn(context.pool(), context.scope(), shift, [&](db::Tx& tx) -> Result<Yes> {
        const NewSignup wanted{.shift = shift,
                               .name = person.data.name(),
                               .email = person.data.email,
                               .phone = phone_of(person),
                               .person = person.id,
                               .remind_hours = usual_reminder,
                               .origin = origin,
                               .form_key = web::keyed_hash(context.environment, "signup-asked",
                                                           shift.text() + '\n' + person.id.text())};
        activities::lock_shift(tx, context.network.id, shift);
        const auto before = standing_for(tx, context.network.id, shift, person);
        const auto id = before ? before->id : TRY(sign_up(tx, surroundings, wanted)).id;
        TRY(also(tx));
        return Yes{.status = store::by_id(tx, context.network.id, id).value().status,
                   .own_path = own_path(context, id)};
    });
}

} // namespace dorfnetz::signups
