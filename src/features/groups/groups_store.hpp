#pragma once

#include "features/groups/groups_service.hpp"

// SQL of the groups and nothing else.
namespace dorfnetz::groups::store {

// False if the slug is taken.
bool insert(db::Tx& tx, const NetworkId& network, const Group& group, Timestamp now);
// False if somebody saved after `version`.
bool update(db::Tx& tx, const NetworkId& network, const Group& group, std::int64_t version, Timestamp now);
void set_ended(db::Tx& tx, const NetworkId& network, const GroupId& id, std::optional<Date> day,
               Timestamp now);

// False if they are in it already.
bool insert_member(db::Tx& tx, const NetworkId& network, const Member& member, Timestamp now);
std::optional<Member> member_by_id(db::Reader& reader, const NetworkId& network, const MemberId& id);
void set_duty(db::Tx& tx, const NetworkId& network, const MemberId& id, Duty duty);
void remove_member(db::Tx& tx, const NetworkId& network, const MemberId& id);
std::vector<Member> memberships_of_account(db::Reader& reader, const NetworkId& network,
                                           const web::UserId& user);
// Of everybody, in all groups.
std::vector<Member> all_members(db::Reader& reader, const NetworkId& network);

// By title.
std::vector<GroupPage> pages_of(db::Reader& reader, const NetworkId& network, const GroupId& group);
std::optional<GroupPage> page_by_slug(db::Reader& reader, const NetworkId& network, const GroupId& group,
                                      std::string_view slug);
std::optional<GroupPage> page_by_id(db::Reader& reader, const NetworkId& network, const GroupPageId& id);
// False if the slug is taken.
bool insert_page(db::Tx& tx, const NetworkId& network, const GroupPage& page, Timestamp now);
// False if somebody saved after `version`.
bool update_page(db::Tx& tx, const NetworkId& network, const GroupPage& page, std::int64_t version,
                 Timestamp now);
void remove_page(db::Tx& tx, const NetworkId& network, const GroupPageId& id);

} // namespace dorfnetz::groups::store
