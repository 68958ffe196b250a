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
    const auto organisation = row.take<std::optional<OrganisationId>>();
    const auto person = row.take<std::optional<people::PersonId>>();
    const auto user = row.take<std::optional<web::UserId>>();
    reply.who = groups::who_from(organisation, person, user);
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
        SELECT id, poll_id, name, village_id, organisation_id, person_id, user_id, origin, answered_at FROM date_poll_replies
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
        SELECT id, poll_id, name, village_id, organisation_id, person_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND id = :id)sql",
                                     {{"network", network}, {"id", id}}, read_reply));
}

std::optional<Reply> reply_by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash)
{
    return with_answers(reader, network,
                        reader.first(R"sql(
        SELECT id, poll_id, name, village_id, organisation_id, person_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND link_hash = :hash)sql",
                                     {{"network", network}, {"hash", link_hash}}, read_reply));
}

std::optional<Reply> reply_of(db::Reader& reader, const NetworkId& network, const PollId& id, const Who& who)
{
    const auto organisation = groups::as<OrganisationId>(who);
    const auto person = groups::as<people::PersonId>(who);
    const auto user = groups::as<web::UserId>(who);
    return with_answers(reader, network,
                        reader.first(R"sql(
        SELECT id, poll_id, name, village_id, organisation_id, person_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND poll_id = :poll
            AND (organisation_id = :organisation OR person_id = :person OR user_id = :user))sql",
                                     {{"network", network},
                                      {"poll", id},
                                      {"organisation", organisation},
                                      {"person", person},
                                      {"user", user}},
                                     read_reply));
}

std::optional<Reply> reply_by_form(db::Reader& reader, const NetworkId& network, const PollId& id,
                                   std::string_view form_key)
{
    return with_answers(reader, network,
                        reader.first(R"sql(
        SELECT id, poll_id, name, village_id, organisation_id, person_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND poll_id = :poll AND form_key = :key AND form_key <> '')sql",
                                     {{"network", network}, {"poll", id}, {"key", form_key}}, read_reply));
}

std::vector<Reply> replies_with_names(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, poll_id, name, village_id, organisation_id, person_id, user_id, origin, answered_at FROM date_poll_replies
        WHERE network_id = :network AND name <> '' ORDER BY id)sql",
                       {{"network", network}}, read_reply);
}

std::int64_t count_from_strangers(db::Reader& reader, const NetworkId& network, const PollId& id)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM date_poll_replies
        WHERE network_id = :network AND poll_id = :poll AND origin = 'web' AND organisation_id IS NULL
            AND person_id IS NULL AND user_id IS NULL)sql",
                        {{"network", network}, {"poll", id}});
}

bool insert_reply(db::Tx& tx, const NetworkId& network, const Reply& reply, const Keys& keys)
{
    const auto organisation = reply.who ? groups::as<OrganisationId>(*reply.who) : std::nullopt;
    const auto person = reply.who ? groups::as<people::PersonId>(*reply.who) : std::nullopt;
    const auto user = reply.who ? groups::as<web::UserId>(*reply.who) : std::nullopt;
    return tx.exec(R"sql(
        INSERT INTO date_poll_replies (network_id, id, poll_id, name, village_id, organisation_id, person_id, user_id,
                                       origin, link_hash, form_key, answered_at)
        VALUES (:network, :id, :poll, :name, :village, :organisation, :person, :user, :origin, :hash, :form, :at)
        ON CONFLICT DO NOTHING)sql",
                   {{"network", network},
                    {"id", reply.id},
                    {"poll", reply.poll},
                    {"name", reply.name},
                    {"village", reply.village},
                    {"organisation", organisation},
                    {"person", person},
                    {"user", user},
                    {"origin", to_text(reply.origin)},
                    {"hash", keys.link_hash},
                    {"form", keys.form_key},
                    {"at", reply.answered_at}}) == 1;
}

void update_reply(db::Tx& tx, const NetworkId& network, const Reply& reply)
{
    tx.exec(R"sql(
        UPDATE date_poll_replies SET name = :name, village_id = :village, origin = :origin, answered_at = :at
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network},
             {"id", reply.id},
             {"name", reply.name},
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
        UPDATE date_poll_replies SET name = '', person_id = NULL, user_id = NULL
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

} // namespace dorfnetz::date_polls::store
