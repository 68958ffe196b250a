#pragma once

#include "features/activities/calendar_import.hpp"

// What one event of a foreign calendar means here.
namespace dorfnetz::activities {

struct EventGround
{
    const i18n::Region& region;
    const organisations::Register& entries;
    const ImportChoice& choice;
    const ActivityDraft* before; // what is there of it already; nullptr: nothing
};

struct PlaceTime
{
    calendar::LocalTime time = {};
    bool is_guess = false; // nobody knows the zone that the file names: taken as it stands there
};

// By the clock of the place.
PlaceTime local_time_of(const calendar::ForeignTime& time, const i18n::Region& region);

// From when to when. Says in `remarks` what had to be assumed.
LocalSpan span_of_event(const calendar::ForeignEvent& event, const i18n::Region& region,
                        std::vector<Remark>& remarks);

// Written over what is there: of what the file does not know, nothing is changed.
ActivityDraft draft_of(const calendar::ForeignEvent& event, const EventGround& ground,
                       std::vector<Remark>& remarks);

// "Zeile 12: …"
Remark remark_on(const calendar::FaultyLine& faulty);

} // namespace dorfnetz::activities
