#include "features/date_polls/polls_store.hpp"

#include <algorithm>

namespace dorfnetz::date_polls::store {

namespace {

std::string_view to_text(Origin origin)
{
    return origin == Origin::entered ? "entered" : "web";
}

Reply read_reply(db::Row& row)
{
    Reply reply;
    reply.id = row.take<ReplyId>();
    reply.poll = row.take<PollId>();
    reply.name = row.take<std::string>();
    reply.village = row.take<std::optional<VillageId>>();
    reply.user = row.take<std::optional<web::UserId>>();
    reply.origin = row.take<std::string>() == "entered" ? Origin::entered : Origin::web;
    reply.answered_at = row.take<Timestamp>();
    return reply;
}

std::optional<Reply> with_answers(db::Reader& reader, const NetworkId& network, std::optional<Reply> reply)
{
    if (reply)
        reader.each(R"sql(
            SELECT option_id, answer FROM date_poll_answers
            WHERE network_id = :network AND poll_id = :poll AND reply_id = :reply)sql",
                    {{"network", network}, {"poll", reply->poll}, {"reply", reply->id}}, [&](db::Row& row) {
                        auto option = row.take<OptionId>();
                        if (const auto answer = answer_from_text(row.take<std::string>()))
                            reply->answers.emplace(std::move(option), *answer);
                    });
    return reply;
}

} // namespace

std::vector<Reply> replies_of(db::Reader& reader, const NetworkId& network, const PollId& id)
{
    auto replies = reader.list(R"sql(
        SELECT id, poll_id, name, village_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND poll_id = :poll ORDER BY id)sql",
                               {{"network", network}, {"poll", id}}, read_reply);
    reader.each(R"sql(
        SELECT reply_id, option_id, answer FROM date_poll_answers
        WHERE network_id = :network AND poll_id = :poll)sql",
                {{"network", network}, {"poll", id}}, [&](db::Row& row) {
                    const auto whose = row.take<ReplyId>();
                    auto option = row.take<OptionId>();
                    const auto answer = answer_from_text(row.take<std::string>());
                    const auto reply = std::ranges::find(replies, whose, &Reply::id);
                    if (reply != replies.end() && answer)
                        reply->answers.emplace(std::move(option), *answer);
                });
    return replies;
}

std::optional<Reply> reply_by_id(db::Reader& reader, const NetworkId& network, const ReplyId& id)
{
    return with_answers(reader, network,
                        reader.first(R"sql(
        SELECT id, poll_id, name, village_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND id = :id)sql",
                                     {{"network", network}, {"id", id}}, read_reply));
}

std::optional<Reply> reply_by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash)
{
    return with_answers(reader, network,
                        reader.first(R"sql(
        SELECT id, poll_id, name, village_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND link_hash = :hash)sql",
                                     {{"network", network}, {"hash", link_hash}}, read_reply));
}

std::optional<Reply> reply_of_user(db::Reader& reader, const NetworkId& network, const PollId& id,
                                   const web::UserId& user)
{
    return with_answers(reader, network,
                        reader.first(R"sql(
        SELECT id, poll_id, name, village_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND poll_id = :poll AND user_id = :user)sql",
                                     {{"network", network}, {"poll", id}, {"user", user}}, read_reply));
}

std::optional<Reply> reply_by_name(db::Reader& reader, const NetworkId& network, const PollId& id,
                                   std::string_view name_key)
{
    return with_answers(reader, network,
                        reader.first(R"sql(
        SELECT id, poll_id, name, village_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND poll_id = :poll AND name_key = :key AND name_key <> '')sql",
                                     {{"network", network}, {"poll", id}, {"key", name_key}}, read_reply));
}

std::vector<Reply> replies_with_names(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, poll_id, name, village_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND name <> '' ORDER BY id)sql",
                       {{"network", network}}, read_reply);
}

std::int64_t count_replies(db::Reader& reader, const NetworkId& network, const PollId& id)
{
    return reader.count(
        R"sql(SELECT COUNT(*) FROM date_poll_replies WHERE network_id = :network AND poll_id = :poll)sql",
        {{"network", network}, {"poll", id}});
}

bool insert_reply(db::Tx& tx, const NetworkId& network, const Reply& reply, const Keys& keys)
{
    return tx.exec(R"sql(
        INSERT INTO date_poll_replies (network_id, id, poll_id, name, name_key, village_id, user_id, origin, link_hash,
                                       answered_at)
        VALUES (:network, :id, :poll, :name, :key, :village, :user, :origin, :hash, :at)
        ON CONFLICT DO NOTHING)sql",
                   {{"network", network},
                    {"id", reply.id},
                    {"poll", reply.poll},
                    {"name", reply.name},
                    {"key", keys.name_key},
                    {"village", reply.village},
                    {"user", reply.user},
                    {"origin", to_text(reply.origin)},
                    {"hash", keys.link_hash},
                    {"at", reply.answered_at}}) == 1;
}

void update_reply(db::Tx& tx, const NetworkId& network, const Reply& reply, std::string_view name_key)
{
    tx.exec(R"sql(
        UPDATE date_poll_replies SET name = :name, name_key = :key, village_id = :village, origin = :origin,
            answered_at = :at
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network},
             {"id", reply.id},
             {"name", reply.name},
             {"key", name_key},
             {"village", reply.village},
             {"origin", to_text(reply.origin)},
             {"at", reply.answered_at}});
}

void set_answers(db::Tx& tx, const NetworkId& network, const Reply& reply)
{
    tx.exec(R"sql(
        DELETE FROM date_poll_answers
        WHERE network_id = :network AND poll_id = :poll AND reply_id = :reply)sql",
            {{"network", network}, {"poll", reply.poll}, {"reply", reply.id}});
    for (const auto& [option, answer] : reply.answers)
        tx.exec(R"sql(
            INSERT INTO date_poll_answers (network_id, poll_id, reply_id, option_id, answer)
            VALUES (:network, :poll, :reply, :option, :answer))sql",
                {{"network", network},
                 {"poll", reply.poll},
                 {"reply", reply.id},
                 {"option", option},
                 {"answer", date_polls::to_text(answer)}});
}

void delete_reply(db::Tx& tx, const NetworkId& network, const ReplyId& id)
{
    tx.exec(R"sql(DELETE FROM date_poll_replies WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

void forget_name(db::Tx& tx, const NetworkId& network, const ReplyId& id)
{
    tx.exec(R"sql(
        UPDATE date_poll_replies SET name = '', name_key = '', user_id = NULL
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

} // namespace dorfnetz::date_polls::store
