#pragma once

#include "features/activities/api.hpp"

#include <string>
#include <vector>

// What has to be asked for or arranged before an activity. A list to think of; nothing depends on it.
namespace dorfnetz::activities {

using FormalityId = Id<struct FormalityTag>;

enum class FormalityStatus { open, done, needless };

std::string_view to_text(FormalityStatus status);
std::optional<FormalityStatus> formality_status_from_text(std::string_view text);

struct FormalityDraft
{
    std::string key = {};   // of the vocabulary "formalities"; empty: in own words
    std::string title = {}; // in own words
    std::int64_t lead_days = 28;
    std::string who = {}; // by function, not by name
    std::string note = {};
};

struct Formality
{
    FormalityId id = {};
    ActivityId activity = {};
    FormalityDraft draft = {};
    FormalityStatus status = FormalityStatus::open;
    std::int64_t version = 1;

    std::string name(i18n::Language language) const;
};

inline constexpr std::int64_t longest_lead = 730; // days

std::vector<Formality> formalities_of(db::Reader& reader, const NetworkId& network,
                                      const ActivityId& activity);
std::optional<Formality> formality_by_id(db::Reader& reader, const NetworkId& network, const FormalityId& id);

struct OpenFormality
{
    Formality formality;
    std::string activity_title;
    Date due; // so long before the next day of the activity
};

// Of all activities that have a day to come and were not called off, what is due first first.
std::vector<OpenFormality> open_formalities(db::Reader& reader, const NetworkId& network, Date today);

// Keys of what is usual for that kind of activity and not in the list.
std::vector<std::string> suggested_formalities(std::string_view kind, const std::vector<Formality>& there);

// ---- Writing: each in the caller's transaction ----

// Those of the vocabulary that are not in the list.
void add_formalities(db::Tx& tx, const NetworkId& network, const ActivityId& activity,
                     const std::vector<std::string>& keys, const organisations::Author& author);
// Err::invalid with the fields.
Result<Done> add_formality(db::Tx& tx, const NetworkId& network, const ActivityId& activity,
                           const FormalityDraft& draft, const organisations::Author& author);
// Err::stale; Err::invalid with the fields.
Result<Done> change_formality(db::Tx& tx, const NetworkId& network, const Formality& formality);
void set_formality_status(db::Tx& tx, const NetworkId& network, const FormalityId& id,
                          FormalityStatus status);
void remove_formality(db::Tx& tx, const NetworkId& network, const FormalityId& id);

} // namespace dorfnetz::activities
