#include "features/signups/api.hpp"
#include "features/signups/links.hpp"
#include "features/signups/notices.hpp"
#include "features/signups/signups_store.hpp"

namespace dorfnetz::signups {

Result<SignupId> enter_example(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                               const ShiftId& shift, const std::string& name, std::int64_t people)
{
    if (!activities::lock_shift(tx, network, shift))
        return Error{.kind = Err::missing};
    if (!activities::take_places(tx, network, shift, people))
        return Error{.kind = Err::conflict};
    const auto now = environment.clock.now();
    const Signup signup{.id = new_id<SignupId>(environment.clock, environment.random),
                        .shift = shift,
                        .status = Status::confirmed,
                        .holds = true,
                        .people = people,
                        .name = name,
                        .origin = Origin::editor,
                        .host_agreed = true,
                        .created_at = now,
                        .changed_at = now};
    store::insert(tx, network, signup,
                  {.link_hash = link_hash_of(environment, network, signup.id), .form_key = signup.id.text()});
    store::set_told(tx, network, signup.id,
                    facts_of(signup, activities::shift_by_id(tx, network, shift).value()));
    return signup.id;
}

} // namespace dorfnetz::signups
