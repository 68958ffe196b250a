#pragma once

#include "features/activities/import_api.hpp"

#include <string>

// SQL of calendars that come in, nothing else.
namespace dorfnetz::activities::import_store {

// A calendar that waits for somebody's yes.
struct Waiting
{
    std::string id = {};
    ImportChoice choice = {};
    std::string content = {}; // as the reader gave it (calendar::to_wire)
};

void keep(db::Tx& tx, const NetworkId& network, const Waiting& waiting, Timestamp now);
std::optional<Waiting> waiting(db::Reader& reader, const NetworkId& network, std::string_view id);
void drop(db::Tx& tx, const NetworkId& network, std::string_view id);
void drop_older_than(db::Tx& tx, const NetworkId& network, Timestamp moment);

// The activity that came with this UID.
std::optional<Activity> activity_by_uid(db::Reader& reader, const NetworkId& network, std::string_view uid);
// Whether it is the UID under which we give out one of our own dates.
bool is_own_date(db::Reader& reader, const NetworkId& network, std::string_view uid);
void remember_uid(db::Tx& tx, const NetworkId& network, std::string_view uid, const ActivityId& activity);

} // namespace dorfnetz::activities::import_store
