#include "features/activities/needs_api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <array>
#include <utility>

namespace dorfnetz::activities {

namespace {

constexpr std::array<std::pair<Status, std::string_view>, 3> statuses{
    {{Status::draft, "draft"}, {Status::published, "published"}, {Status::cancelled, "cancelled"}}};

constexpr std::array<std::pair<DateStatus, std::string_view>, 3> date_statuses{
    {{DateStatus::planned, "planned"},
     {DateStatus::cancelled, "cancelled"},
     {DateStatus::postponed, "postponed"}}};

constexpr std::array<std::pair<NeedKind, std::string_view>, 2> need_kinds{
    {{NeedKind::role, "role"}, {NeedKind::thing, "thing"}}};

constexpr std::array<std::pair<Admission, std::string_view>, 2> admissions{
    {{Admission::at_once, "at_once"}, {Admission::by_host, "by_host"}}};

constexpr std::array<std::pair<ShiftStatus, std::string_view>, 2> shift_statuses{
    {{ShiftStatus::planned, "planned"}, {ShiftStatus::cancelled, "cancelled"}}};

template <class T, std::size_t Size>
std::string_view name_of(const std::array<std::pair<T, std::string_view>, Size>& names, T value)
{
    for (const auto& [known, name] : names)
        if (known == value)
            return name;
    return {};
}

template <class T, std::size_t Size>
std::optional<T> named(const std::array<std::pair<T, std::string_view>, Size>& names, std::string_view text)
{
    for (const auto& [known, name] : names)
        if (name == text)
            return known;
    return std::nullopt;
}

} // namespace

std::string_view to_text(Status status)
{
    return name_of(statuses, status);
}

std::optional<Status> status_from_text(std::string_view text)
{
    return named(statuses, text);
}

std::string_view to_text(DateStatus status)
{
    return name_of(date_statuses, status);
}

std::optional<DateStatus> date_status_from_text(std::string_view text)
{
    return named(date_statuses, text);
}

std::string_view to_text(NeedKind kind)
{
    return name_of(need_kinds, kind);
}

std::optional<NeedKind> need_kind_from_text(std::string_view text)
{
    return named(need_kinds, text);
}

std::string_view to_text(Admission admission)
{
    return name_of(admissions, admission);
}

std::optional<Admission> admission_from_text(std::string_view text)
{
    return named(admissions, text);
}

std::string_view to_text(ShiftStatus status)
{
    return name_of(shift_statuses, status);
}

std::optional<ShiftStatus> shift_status_from_text(std::string_view text)
{
    return named(shift_statuses, text);
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
