#include "features/people/api.hpp"

// The end of an account: nothing here says any more who did something.
namespace dorfnetz::people {

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(R"sql(UPDATE people SET entered_by = NULL WHERE network_id = :network AND entered_by = :user)sql",
            {{"network", network}, {"user", user}});
    tx.exec(
        R"sql(UPDATE person_history SET actor_id = NULL, actor_name = '' WHERE network_id = :network AND actor_id = :user)sql",
        {{"network", network}, {"user", user}});
    tx.exec(
        R"sql(UPDATE consents SET recorded_by = NULL WHERE network_id = :network AND recorded_by = :user)sql",
        {{"network", network}, {"user", user}});
    tx.exec(
        R"sql(UPDATE consents SET withdrawn_by = NULL WHERE network_id = :network AND withdrawn_by = :user)sql",
        {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::people
