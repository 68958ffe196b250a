#include "features/date_polls/revocations.hpp"

#include "features/date_polls/polls_store.hpp"

namespace dorfnetz::date_polls {

bool remove_reply_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    const auto reply = store::reply_by_id(tx, network, ReplyId(id));
    if (reply)
        store::delete_reply(tx, network, reply->id);
    return reply.has_value();
}

} // namespace dorfnetz::date_polls
