#include "features/groups/groups_store.hpp"

namespace dorfnetz::groups {

namespace {

Member read_member(db::Row& row)
{
    Member member;
    member.id = row.take<MemberId>();
    member.group = row.take<GroupId>();
    member.duty = duty_from_text(row.take<std::string>()).value_or(Duty::member);
    const auto organisation = row.take<std::optional<OrganisationId>>();
    const auto person = row.take<std::optional<PersonId>>();
    const auto user = row.take<std::optional<web::UserId>>();
    member.who = who_from(organisation, person, user).value_or(web::UserId{});
    return member;
}

} // namespace

std::vector<Member> members_of(db::Reader& reader, const NetworkId& network, const GroupId& group)
{
    return reader.list(R"sql(
        SELECT id, group_id, duty, organisation_id, person_id, user_id FROM group_members
        WHERE network_id = :network AND group_id = :group
        ORDER BY CASE WHEN duty = 'speaker' THEN 0 ELSE 1 END, joined_at, id)sql",
                       {{"network", network}, {"group", group}}, read_member);
}

namespace store {

bool insert_member(db::Tx& tx, const NetworkId& network, const Member& member, Timestamp now)
{
    const auto organisation = as<OrganisationId>(member.who);
    const auto person = as<PersonId>(member.who);
    const auto user = as<web::UserId>(member.who);
    return tx.exec(R"sql(
        INSERT INTO group_members (network_id, id, group_id, duty, organisation_id, person_id, user_id, joined_at)
        VALUES (:network, :id, :group, :duty, :organisation, :person, :user, :now)
        ON CONFLICT DO NOTHING)sql",
                   {{"network", network},
                    {"id", member.id},
                    {"group", member.group},
                    {"duty", to_text(member.duty)},
                    {"organisation", organisation},
                    {"person", person},
                    {"user", user},
                    {"now", now}}) == 1;
}

std::optional<Member> member_by_id(db::Reader& reader, const NetworkId& network, const MemberId& id)
{
    return reader.first(R"sql(
        SELECT id, group_id, duty, organisation_id, person_id, user_id FROM group_members
        WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_member);
}

void set_duty(db::Tx& tx, const NetworkId& network, const MemberId& id, Duty duty)
{
    tx.exec(R"sql(UPDATE group_members SET duty = :duty WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"duty", to_text(duty)}});
}

void remove_member(db::Tx& tx, const NetworkId& network, const MemberId& id)
{
    tx.exec(R"sql(DELETE FROM group_members WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

std::vector<Member> memberships_of_account(db::Reader& reader, const NetworkId& network,
                                           const web::UserId& user)
{
    return reader.list(R"sql(
        SELECT id, group_id, duty, organisation_id, person_id, user_id FROM group_members
        WHERE network_id = :network AND user_id = :user ORDER BY id)sql",
                       {{"network", network}, {"user", user}}, read_member);
}

std::vector<Member> all_members(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, group_id, duty, organisation_id, person_id, user_id FROM group_members
        WHERE network_id = :network ORDER BY group_id, id)sql",
                       {{"network", network}}, read_member);
}

} // namespace store

} // namespace dorfnetz::groups
