#include "features/meetings/api.hpp"
#include "foundation/i18n/local_clock.hpp"

// What lists and pages say about a meeting.
namespace dorfnetz::meetings {

namespace {

// "9:30", "18" in German.
std::string clock_time(const web::Context& context, calendar::LocalTime time)
{
    auto text = calendar::clock_text(time);
    if (text.front() == '0')
        text.erase(0, 1);
    if (context.language == i18n::Language::de && text.ends_with(":00"))
        text.resize(text.size() - 3);
    return text;
}

} // namespace

std::string when_text(const web::Context& context, const Meeting& meeting)
{
    if (!meeting.draft.when)
        return context.t("Der Termin wird noch gesucht."_de);
    const auto& when = *meeting.draft.when;
    return i18n::format_date(context.region(), calendar::date_of(when.begin), i18n::DateStyle::weekday) +
           ", " +
           context.t("{1} bis {2} Uhr"_de, {clock_time(context, when.begin), clock_time(context, when.end)});
}

std::string place_text(const organisations::Register& entries, const Meeting& meeting)
{
    auto text = meeting.draft.place_name;
    const auto* village =
        meeting.draft.place_village ? entries.village(*meeting.draft.place_village) : nullptr;
    if (village && text.find(village->name) == std::string::npos)
        text += (text.empty() ? "" : ", ") + village->name;
    return text;
}

std::string kind_text(const web::Context& context, const organisations::Register& entries,
                      const Meeting& meeting)
{
    switch (meeting.draft.kind) {
    case Kind::network:
        return context.t("Treffen des Netzwerks"_de);
    case Kind::village: {
        const auto* village = entries.village(*meeting.draft.village);
        return context.t("Treffen in {1}"_de, {village ? village->name : std::string()});
    }
    case Kind::group:
        return context.t("Treffen einer Arbeitsgruppe"_de);
    }
    return {};
}

std::string kind_text(const web::Context& context, db::Reader& reader, const Meeting& meeting)
{
    if (meeting.draft.kind == Kind::group)
        if (const auto group = groups::group_by_id(reader, context.network.id, *meeting.draft.group))
            return context.t("Arbeitsgruppe {1}"_de, {group->draft.title});
    return kind_text(context, *organisations::shared_register(context, reader), meeting);
}

std::string minutes_text(const web::Context& context, std::int64_t minutes)
{
    const auto hours = minutes / 60;
    const auto rest = minutes % 60;
    std::string text;
    if (hours > 0)
        text = i18n::translate_count(context.language, "eine Stunde"_de, "{1} Stunden"_de, hours);
    if (rest > 0 || hours == 0)
        text += (text.empty() ? "" : " ") +
                i18n::translate_count(context.language, "eine Minute"_de, "{1} Minuten"_de, rest);
    return text;
}

std::vector<std::string> times_of(const web::Context& context, const Meeting& meeting,
                                  const std::vector<AgendaItem>& agenda)
{
    std::vector<std::string> times(agenda.size());
    if (!meeting.starts_at)
        return times;
    auto moment = *meeting.starts_at;
    for (std::size_t i = 0; i < agenda.size(); ++i) {
        times[i] = calendar::clock_text(i18n::clock_at(context.region(), moment));
        if (agenda[i].draft.minutes == 0)
            break;
        moment += std::chrono::minutes(agenda[i].draft.minutes);
    }
    return times;
}

std::map<AgendaItemId, std::vector<std::string>> lines_of(const std::vector<ItemLines>& sources,
                                                          db::Reader& reader, const web::Network& network,
                                                          i18n::Language language, const Meeting& meeting)
{
    std::map<AgendaItemId, std::vector<std::string>> all;
    for (const auto& source : sources)
        for (auto& [item, lines] : source.lines(reader, network, language, meeting)) {
            auto& of_item = all[item];
            of_item.insert(of_item.end(), std::make_move_iterator(lines.begin()),
                           std::make_move_iterator(lines.end()));
        }
    return all;
}

} // namespace dorfnetz::meetings
