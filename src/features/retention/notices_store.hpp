#pragma once

#include "features/people/api.hpp"

#include <map>
#include <optional>
#include <string>

// SQL of the notices, nothing else.
namespace dorfnetz::retention::store {

struct Notice
{
    people::PersonId person;
    Timestamp announced_at = {};
    std::optional<Timestamp> asked_at = {}; // by mail
    std::optional<Timestamp> kept_at = {};
};

// By the person's id.
std::map<std::string, Notice> notices(db::Reader& reader, const NetworkId& network);
std::optional<Notice> notice_of(db::Reader& reader, const NetworkId& network, const people::PersonId& person);

void announce(db::Tx& tx, const NetworkId& network, const Notice& notice, std::string_view rule);
// `by` is empty if the person said so. False if nothing was announced, or it is kept already.
bool keep(db::Tx& tx, const NetworkId& network, const people::PersonId& person, std::string_view by,
          Timestamp now);
void retract(db::Tx& tx, const NetworkId& network, const people::PersonId& person);
// The next run announces all of them anew, with a mail and a link that counts.
void forget_announcements(db::Tx& tx, const NetworkId& network);

} // namespace dorfnetz::retention::store
