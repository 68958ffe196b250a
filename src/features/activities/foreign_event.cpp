#include "features/activities/foreign_event.hpp"

#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/html/html.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace dorfnetz::activities {

namespace {

using calendar::Fault;
using calendar::ForeignEvent;

constexpr std::size_t longest_title = 120; // as in the form
constexpr std::size_t longest_place = 200;
constexpr std::size_t longest_description = 10'000;

// Lines stay lines: Markdown would join them.
std::string as_markdown(std::string text)
{
    text = replace_all(replace_all(std::move(text), "<br>", "\n"), "<br/>", "\n");
    std::string result;
    for (const auto line : split(text, '\n')) {
        if (!result.empty())
            result += trim(line).empty() || result.ends_with("\n\n") ? "\n" : "  \n";
        result += trim(line);
    }
    return result;
}

std::string description_of(const ForeignEvent& event, std::vector<Remark>& remarks)
{
    auto text = as_markdown(std::string(trim(event.description)));
    if (const auto url = html::Url::foreign(event.url); url && text.find(event.url) == std::string::npos)
        text += (text.empty() ? "<" : "\n\n<") + url->text() + ">";
    if (length_in_characters(text) <= longest_description)
        return text;
    remarks.push_back({"Die Beschreibung ist zu lang und wird gekürzt."_de});
    return std::string(truncate(text, longest_description));
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool mentions(std::string_view text, std::string_view word)
{
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end])))
            return true;
    }
    return false;
}

void put_place(ActivityDraft& draft, const ForeignEvent& event, const EventGround& ground)
{
    const auto place = squeeze(event.place);
    if (place.empty())
        return;
    draft.place_name = truncate(place, longest_place);
    draft.place_address.clear(); // the file has both in one
    for (const auto& village : ground.entries.villages)
        if (village.in_network && mentions(place, village.name)) {
            draft.place_village = village.id;
            if (place == village.name)
                draft.place_name.clear();
        }
}

void put_words(ActivityDraft& draft, const ForeignEvent& event)
{
    for (const auto& category : event.categories) {
        if (const auto kind = vocabularies::key_from_text("activity_kinds", category))
            draft.kind = *kind;
        if (const auto field = vocabularies::key_from_text("fields", category);
            field && std::find(draft.fields.begin(), draft.fields.end(), *field) == draft.fields.end())
            draft.fields.push_back(*field);
    }
    std::sort(draft.fields.begin(), draft.fields.end());
}

ActivityDraft new_draft(const EventGround& ground)
{
    ActivityDraft draft{.kind = ground.choice.kind, .hosts = {ground.choice.host}};
    if (const auto* host = ground.entries.entry(ground.choice.host))
        draft.villages = host->villages;
    std::sort(draft.villages.begin(), draft.villages.end());
    return draft;
}

// The last moment of a rule in UTC becomes its last day here, in the form that ours have (series.cpp).
std::string rule_here(const ForeignEvent& event, calendar::LocalTime begin, const i18n::Region& region)
{
    constexpr std::string_view name = "UNTIL=";
    const auto at = event.rule.find(name);
    if (at == std::string::npos)
        return event.rule;
    const auto value_at = at + name.size();
    const auto end = std::min(event.rule.find(';', value_at), event.rule.size());
    const auto value = event.rule.substr(value_at, end - value_at); // 20270630T215959Z or 20270630
    if (value.size() != 16 || !value.ends_with('Z'))
        return event.rule;
    const auto moment = timestamp_from_iso(
        fmt::format("{}-{}-{}T{}:{}:{}Z", value.substr(0, 4), value.substr(4, 2), value.substr(6, 2),
                    value.substr(9, 2), value.substr(11, 2), value.substr(13, 2)));
    if (!moment)
        return event.rule;
    const auto last = calendar::LocalTime{std::chrono::floor<std::chrono::minutes>(
        moment->time_since_epoch() + i18n::utc_offset(region.time_zone, *moment))};
    auto last_day = calendar::date_of(last);
    if (calendar::time_of_day(begin) > calendar::time_of_day(last))
        last_day = add_days(last_day, -1);
    auto day = to_iso(last_day);
    std::erase(day, '-');
    auto rule = event.rule;
    rule.replace(value_at, end - value_at, day + "T235959");
    return calendar::checked_rule(rule).value_or(event.rule);
}

} // namespace

PlaceTime local_time_of(const calendar::ForeignTime& time, const i18n::Region& region)
{
    if (time.is_date || time.zone.empty() || time.zone == region.time_zone)
        return {time.time};
    const auto zone = i18n::time_zone_meant_by(time.zone);
    if (!zone)
        return {time.time, true};
    const auto moment = i18n::local_time({.language = region.language, .time_zone = *zone},
                                         calendar::date_of(time.time), calendar::time_of_day(time.time));
    return {calendar::LocalTime{std::chrono::floor<std::chrono::minutes>(
        moment.time_since_epoch() + i18n::utc_offset(region.time_zone, moment))}};
}

LocalSpan span_of_event(const ForeignEvent& event, const i18n::Region& region, std::vector<Remark>& remarks)
{
    const auto begin = local_time_of(*event.begin, region);
    if (begin.is_guess)
        remarks.push_back({"Die Zeitzone „{1}“ kenne ich nicht. Die Uhrzeit gilt, wie sie dasteht."_de,
                           {event.begin->zone}});
    if (event.begin->is_date) {
        const auto first = calendar::date_of(begin.time);
        auto after = add_days(first, 1);
        if (event.end)
            after = calendar::date_of(event.end->time);
        else if (event.duration)
            after = calendar::date_of(begin.time + *event.duration);
        // Some programs write the last day as the end, which is then the first one.
        return whole_days(first, after == first ? first : add_days(after, -1));
    }
    LocalSpan span{.begin = begin.time, .end = begin.time};
    if (event.end)
        span.end = local_time_of(*event.end, region).time;
    else if (event.duration)
        span.end += *event.duration;
    if (span.end == span.begin) {
        span.end += std::chrono::hours{1};
        remarks.push_back({"Ohne Ende: Ich nehme eine Stunde an."_de});
    }
    return span;
}

ActivityDraft draft_of(const ForeignEvent& event, const EventGround& ground, std::vector<Remark>& remarks)
{
    auto draft = ground.before != nullptr ? *ground.before : new_draft(ground);
    const auto title = squeeze(event.title);
    draft.title = truncate(title, longest_title);
    if (draft.title != title)
        remarks.push_back({"Der Titel ist zu lang und wird gekürzt."_de});
    if (auto description = description_of(event, remarks); !description.empty())
        draft.description = std::move(description);
    draft.all_day = event.begin->is_date;
    draft.first = span_of_event(event, ground.region, remarks);
    draft.rule = rule_here(event, draft.first.begin, ground.region);
    put_place(draft, event, ground);
    if (event.point)
        draft.point = event.point;
    put_words(draft, event);
    return draft;
}

Remark remark_on(const calendar::FaultyLine& faulty)
{
    const auto text = [&]() -> German {
        switch (faulty.fault) {
        case Fault::no_property:
            return "Zeile {1}: Hier steht kein Name mit Doppelpunkt. Vielleicht ist die Zeile abgerissen."_de;
        case Fault::value:
            return "Zeile {1}: Diese Angabe ergibt keinen Sinn, etwa ein Tag, den es nicht gibt."_de;
        case Fault::rule:
            return "Zeile {1}: Diese Wiederholung gibt es hier nicht. Möglich ist alles von täglich bis jährlich, einmal am Tag."_de;
        case Fault::rule_takes_long:
            return "Zeile {1}: Diese Wiederholung ist zu verwickelt."_de;
        case Fault::text_too_long:
            return "Zeile {1}: Der Text ist zu lang."_de;
        case Fault::too_many_exceptions:
            return "Zeile {1}: Zu viele Ausnahmen."_de;
        case Fault::no_begin:
            return "Zeile {1}: Der Termin hat keinen Anfang."_de;
        case Fault::not_closed:
            return "Zeile {1}: Der Termin, der hier beginnt, hat kein Ende. Vielleicht ist die Datei unvollständig."_de;
        case Fault::misplaced:
            return "Zeile {1}: Hier endet etwas, das nicht begonnen hat."_de;
        }
        return {};
    };
    return {text(), {std::to_string(faulty.line)}};
}

} // namespace dorfnetz::activities
