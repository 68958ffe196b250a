#pragma once

#include "features/activities/needs_api.hpp"
#include "foundation/web/form.hpp"

#include <vector>

// The forms in which editors say what an activity needs.
namespace dorfnetz::activities {

// How many days the second one is later.
int days_between(Date first, Date second);
// "am Tag davor", "am ersten Tag", "am 2. Tag"
std::string day_offset_text(const web::Context& context, int days);

// What is to be done or brought, and by whom.
std::vector<web::Field> need_fields(const web::Context& context, NeedKind kind);
web::FormValues values_of(const NeedDraft& draft);
NeedDraft need_from(const web::FormValues& values, NeedKind kind);

// When, and how many. For things only how many.
enum class Times {
    several, // "alle 2 Stunden" makes several at once
    one,
};
std::vector<web::Field> time_fields(const web::Context& context, const ActivityDraft& activity, NeedKind kind,
                                    Times times);
web::FormValues values_of(const ActivityDraft& activity, const NeedTime& time);
// What does not fit is added to `errors`.
std::vector<NeedTime> times_from(const web::FormValues& values, const ActivityDraft& activity, NeedKind kind,
                                 std::vector<FieldError>& errors);

} // namespace dorfnetz::activities
