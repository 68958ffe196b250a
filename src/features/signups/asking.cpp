#include "features/signups/asking_api.hpp"
#include "features/signups/links.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_service.hpp"

namespace dorfnetz::signups {

std::string search_path(const ShiftId& shift)
{
    return "/redaktion/schichten/" + shift.text() + "/fragen";
}

std::vector<Engaged> engaged_since(db::Reader& reader, const NetworkId& network, Timestamp since)
{
    return reader.list(R"sql(
        SELECT person_id, shift_id, status FROM signups
        WHERE network_id = :network AND person_id IS NOT NULL AND created_at >= :since
          AND status <> 'declined' AND status <> 'cancelled'
        ORDER BY id)sql",
                       {{"network", network}, {"since", since}}, [](db::Row& row) {
                           Engaged engaged{.person = row.take<PersonId>(), .shift = row.take<ShiftId>()};
                           engaged.status =
                               status_from_text(row.take<std::string>()).value_or(Status::confirmed);
                           return engaged;
                       });
}

Result<Yes> say_yes(const web::Context& context, const ShiftId& shift, const people::Person& person,
                    Origin origin, const std::function<Result<Done>(db::Tx&)>& also)
{
    const auto surroundings = around(context);
    return write_in_turn(context.pool(), context.scope(), shift, [&](db::Tx& tx) -> Result<Yes> {
        const auto added =
            TRY(sign_up(tx, surroundings,
                        {.shift = shift,
                         .name = person.data.name(),
                         .email = person.data.email,
                         .phone = person.data.mobile.empty() ? person.data.phone : person.data.mobile,
                         .person = person.id,
                         .remind_hours = usual_reminder,
                         .origin = origin,
                         .form_key = web::keyed_hash(context.environment, "signup-asked",
                                                     shift.text() + '\n' + person.id.text())}));
        TRY(also(tx));
        return Yes{.waits = added.waits, .own_path = own_path(context, added.id)};
    });
}

} // namespace dorfnetz::signups
