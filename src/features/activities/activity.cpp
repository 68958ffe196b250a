#include "features/activities/needs_api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/core/words.hpp"

namespace dorfnetz::activities {

namespace {

constexpr WordTable<Status, 3> statuses{
    {{Status::draft, "draft"}, {Status::published, "published"}, {Status::cancelled, "cancelled"}}};

constexpr WordTable<DateStatus, 3> date_statuses{{{DateStatus::planned, "planned"},
                                                  {DateStatus::cancelled, "cancelled"},
                                                  {DateStatus::postponed, "postponed"}}};

constexpr WordTable<NeedKind, 2> need_kinds{{{NeedKind::role, "role"}, {NeedKind::thing, "thing"}}};

constexpr WordTable<Admission, 2> admissions{
    {{Admission::at_once, "at_once"}, {Admission::by_host, "by_host"}}};

constexpr WordTable<ShiftStatus, 2> shift_statuses{
    {{ShiftStatus::planned, "planned"}, {ShiftStatus::cancelled, "cancelled"}}};

} // namespace

std::string_view to_text(Status status)
{
    return word_of(statuses, status);
}

std::optional<Status> status_from_text(std::string_view text)
{
    return meant_by(statuses, text);
}

std::string_view to_text(DateStatus status)
{
    return word_of(date_statuses, status);
}

std::optional<DateStatus> date_status_from_text(std::string_view text)
{
    return meant_by(date_statuses, text);
}

std::string_view to_text(NeedKind kind)
{
    return word_of(need_kinds, kind);
}

std::optional<NeedKind> need_kind_from_text(std::string_view text)
{
    return meant_by(need_kinds, text);
}

std::string_view to_text(Admission admission)
{
    return word_of(admissions, admission);
}

std::optional<Admission> admission_from_text(std::string_view text)
{
    return meant_by(admissions, text);
}

std::string_view to_text(ShiftStatus status)
{
    return word_of(shift_statuses, status);
}

std::optional<ShiftStatus> shift_status_from_text(std::string_view text)
{
    return meant_by(shift_statuses, text);
}

std::string path_of(const ActivityDate& date)
{
    const std::string_view month = date.month;
    return std::string("/termine/")
        .append(month.substr(0, 4))
        .append(1, '/')
        .append(month.substr(5))
        .append(1, '/')
        .append(date.slug);
}

std::vector<FieldError> problems_of(const ActivityDraft& draft)
{
    std::vector<FieldError> problems;
    const auto refuse = [&](std::string_view field, German why) {
        problems.push_back({std::string(field), why});
    };
    if (squeeze(draft.title).empty())
        refuse("titel", "Wie heißt es?"_de);
    if (!vocabularies::find("activity_kinds", draft.kind))
        refuse("art", "Was für eine Veranstaltung ist es?"_de);
    if (draft.hosts.empty())
        refuse("gastgeber", "Wer lädt ein?"_de);
    if (draft.first.end <= draft.first.begin)
        refuse("ende", "Das Ende liegt vor dem Anfang."_de);
    else if (draft.first.end - draft.first.begin > std::chrono::days(longest_days))
        refuse("ende",
               "Länger als zwei Monate geht nicht. Leg mehrere Termine an, oder eine Wiederholung."_de);
    if (!draft.rule.empty()) {
        if (!calendar::checked_rule(draft.rule))
            refuse("wiederholung", "Diese Wiederholung verstehe ich nicht."_de);
        else if (calendar::occurrences(draft.rule, draft.first.begin,
                                       {.from = draft.first.begin,
                                        .until = draft.first.begin + std::chrono::days(366 * 5),
                                        .most = 1})
                     .empty())
            refuse("wiederholung", "Mit dieser Wiederholung gibt es keinen einzigen Termin."_de);
    }
    return problems;
}

} // namespace dorfnetz::activities
