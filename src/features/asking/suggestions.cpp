#include "features/asking/suggestions.hpp"

#include "features/asking/asking_store.hpp"
#include "features/signups/asking_api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <unordered_map>

namespace dorfnetz::asking {

namespace {

using matching::Soft;
using villages::Village;
using villages::VillageId;
using web::Context;

constexpr std::array<std::string_view, 7> weekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 3> times_of_day{"morning", "afternoon", "evening"};
// The hours at which the afternoon and the evening begin, by the clock of the place.
constexpr std::array<std::chrono::hours, 2> borders{std::chrono::hours{12}, std::chrono::hours{17}};
// What takes up more of the week than that asks for whole days off, which nobody wrote down.
constexpr std::size_t most_parts = 3;

std::int64_t day_number(Date date)
{
    return std::chrono::sys_days(date).time_since_epoch().count();
}

matching::Minute minute_of(Timestamp moment)
{
    return std::chrono::floor<std::chrono::minutes>(moment).time_since_epoch().count();
}

// The 32 hexadecimal digits of a UUID.
matching::Key key_of(const PersonId& id)
{
    std::string digits;
    std::copy_if(id.text().begin(), id.text().end(), std::back_inserter(digits),
                 [](char c) { return c != '-'; });
    digits.resize(32, '0');
    matching::Key key;
    std::from_chars(digits.data(), digits.data() + 16, key.high, 16);
    std::from_chars(digits.data() + 16, digits.data() + 32, key.low, 16);
    return key;
}

matching::Words words_of(std::string_view list, const std::vector<std::string>& keys)
{
    matching::Words words = 0;
    const auto entries = vocabularies::entries(list);
    for (std::size_t i = 0; i < entries.size() && i < 64; ++i)
        if (std::find(keys.begin(), keys.end(), entries[i].key) != keys.end())
            words |= matching::Words{1} << i;
    return words;
}

// Those that both have, by their labels.
std::string shared_labels(const Context& context, std::string_view list, const std::vector<std::string>& one,
                          const std::vector<std::string>& other)
{
    std::vector<std::string> labels;
    for (const auto& key : one)
        if (std::find(other.begin(), other.end(), key) != other.end())
            labels.push_back(vocabularies::label(list, key, context.language));
    return join(labels, ", ");
}

matching::Words part_of_week(std::size_t weekday, std::size_t time)
{
    return matching::Words{1} << (weekday * times_of_day.size() + time);
}

matching::Words times_of(const std::vector<people::FreeTime>& free)
{
    matching::Words words = 0;
    for (std::size_t day = 0; day < weekdays.size(); ++day)
        for (std::size_t time = 0; time < times_of_day.size(); ++time)
            if (std::find(free.begin(), free.end(),
                          people::FreeTime{std::string(weekdays[day]), std::string(times_of_day[time])}) !=
                free.end())
                words |= part_of_week(day, time);
    return words;
}

// Each part of the week that the shift touches; none for what takes up more than `most_parts`.
std::vector<std::pair<std::size_t, std::size_t>> parts_of(const Context& context,
                                                          const activities::Shift& shift)
{
    std::vector<std::pair<std::size_t, std::size_t>> parts;
    const auto offset = i18n::utc_offset(context.network.time_zone, shift.starts_at);
    const auto begin = shift.starts_at + offset;
    const auto end = shift.ends_at + offset;
    for (auto day = std::chrono::floor<std::chrono::days>(begin); day < end; day += std::chrono::days{1}) {
        const auto weekday = std::chrono::weekday(day).iso_encoding() - 1;
        auto from = std::chrono::hours{0};
        for (std::size_t time = 0; time < times_of_day.size(); ++time) {
            const auto until = time < borders.size() ? borders[time] : std::chrono::hours{24};
            if (begin < day + until && day + from < end)
                parts.emplace_back(weekday, time);
            from = until;
        }
        if (parts.size() > most_parts)
            return {};
    }
    return parts;
}

Timestamp start_of_year(const Context& context)
{
    return Timestamp(std::chrono::sys_days(context.today().year() / 1 / 1));
}

// Where it is, or else whom it concerns.
std::optional<VillageId> village_of(const OpenShift& open)
{
    if (open.listed.place_village || open.listed.villages.empty())
        return open.listed.place_village;
    return open.listed.villages.front();
}

struct History
{
    int asked = 0;
    std::optional<Timestamp> last_asked = {};
    int promised = 0;
    int was_there = 0;
    int stayed_away = 0;
    std::chrono::minutes this_month{};
    std::vector<matching::Engagement> engagements = {};
};

// Everything about one search for people, read once.
class Desk
{
public:
    Desk(db::Reader& reader, const Context& context, const OpenShift& open, const Wanted& wanted)
        : m_reader(reader),
          m_context(context),
          m_open(open),
          m_wanted(wanted),
          m_villages(villages::all_places(reader, context.network.id)),
          m_wishes(store::wishes(reader, context.network.id))
    {
        for (const auto& village : m_villages) {
            m_numbers.emplace(village.id, static_cast<std::uint32_t>(m_places.size()));
            m_places.push_back(place_of(village));
        }
        read_histories();
        make_need();
    }

    const matching::Need& need() const { return m_need; }

    const std::vector<matching::Place>& places() const { return m_places; }

    matching::Candidate candidate(const people::Person& person)
    {
        const auto& data = person.data;
        matching::Candidate one{.key = key_of(person.id),
                                .home = number_of(data.village),
                                .everywhere = data.area.whole_network,
                                .fields = words_of("fields", data.fields),
                                .tasks = words_of("tasks", data.tasks),
                                .times = times_of(data.free_times),
                                .proofs = proofs_of(data),
                                .languages = 0,
                                .asked_by = 1};
        if (!data.area.whole_network)
            for (const auto& village : person.help_villages)
                if (const auto number = number_of(village); number != matching::no_place)
                    one.helps_in.push_back(number);
        for (const auto& way : data.mobility)
            if (const auto* entry = vocabularies::find("mobility", way); entry && entry->radius_km)
                one.mobile_km = std::max(one.mobile_km, static_cast<double>(*entry->radius_km));
        for (const auto& skill : data.skills)
            for (const auto& word : split_list(search::fold(skill), " "))
                if (const auto known = m_skills.find(word); known != m_skills.end())
                    one.skills.push_back(known->second);
        if (data.birth_year)
            one.birth_year = static_cast<int>(*data.birth_year);
        add_history(one, person);
        return one;
    }

    // "wohnt 2 km entfernt, dieses Jahr erst einmal gefragt"
    std::string why(const people::Person& person, const std::vector<matching::Reason>& reasons) const
    {
        std::vector<std::string> parts;
        for (const auto& reason : reasons)
            if (auto part = words_for(person, reason); !part.empty())
                parts.push_back(std::move(part));
        if (history_of(person.id).asked == 0)
            parts.push_back(m_context.t("dieses Jahr noch nicht gefragt"_de));
        return join(parts, ", ");
    }

private:
    static matching::Place place_of(const Village& village)
    {
        // Kilometres on a plane are right enough for some hundred kilometres; 51° is the middle of Germany.
        constexpr double km_of_latitude = 111.2;
        constexpr double km_of_longitude = 70.0;
        constexpr double nowhere = 1e5;
        if (!village.latitude || !village.longitude)
            return {nowhere, nowhere};
        return {*village.longitude * km_of_longitude, *village.latitude * km_of_latitude};
    }

    std::uint32_t number_of(const std::optional<VillageId>& village) const
    {
        if (!village)
            return matching::no_place;
        const auto found = m_numbers.find(*village);
        return found == m_numbers.end() ? matching::no_place : found->second;
    }

    // Proofs that somebody named among their skills.
    static matching::Words proofs_of(const people::PersonDraft& data)
    {
        std::vector<std::string> keys;
        for (const auto& skill : data.skills)
            if (const auto key = vocabularies::key_from_text("proofs", skill))
                keys.push_back(*key);
        return words_of("proofs", keys);
    }

    const History& history_of(const PersonId& person) const
    {
        static const History none;
        const auto found = m_histories.find(person);
        return found == m_histories.end() ? none : found->second;
    }

    void read_histories()
    {
        const auto year = start_of_year(m_context);
        for (const auto& asked :
             store::asked_since(m_reader, m_context.network.id, year - std::chrono::days{366})) {
            auto& history = m_histories[asked.person];
            history.asked += *asked.asked_at >= year ? 1 : 0;
            history.last_asked = std::max(history.last_asked, asked.asked_at);
        }
        // What lies near in time: it may be in the way, and counts for the month.
        const auto month = m_open.shift.starts_at;
        std::unordered_map<ShiftId, OpenShift> near_it;
        for (auto& open : activities::open_shifts(m_reader, m_context.network.id,
                                                  {.after = month - std::chrono::days{31},
                                                  .before = month + std::chrono::days{31},
                                                  .places = activities::ShiftFilter::Places::all,
                                                  .most = 10'000}))
            near_it.emplace(open.shift.id, std::move(open));
        for (const auto& engaged : signups::engaged_since(m_reader, m_context.network.id, year)) {
            auto& history = m_histories[engaged.person];
            using signups::Status;
            history.promised += engaged.status == Status::waitlisted ? 0 : 1;
            history.was_there += engaged.status == Status::attended ? 1 : 0;
            history.stayed_away += engaged.status == Status::absent ? 1 : 0;
            if (engaged.shift == m_open.shift.id)
                m_need.asked_already.push_back(key_of(engaged.person));
            else if (const auto found = near_it.find(engaged.shift); found != near_it.end())
                add_engagement(history, found->second);
        }
        for (const auto& asked : store::asked_for(m_reader, m_context.network.id, m_open.shift.id))
            m_need.asked_already.push_back(key_of(asked.person));
    }

    void add_engagement(History& history, const OpenShift& open) const
    {
        history.engagements.push_back({.begin = minute_of(open.shift.starts_at),
                                       .end = minute_of(open.shift.ends_at),
                                       .place = number_of(village_of(open))});
        const auto month_of = [&](Timestamp moment) {
            const auto day = i18n::local_date(m_context.region(), moment);
            return day.year() / day.month();
        };
        if (month_of(open.shift.starts_at) == month_of(m_open.shift.starts_at))
            history.this_month +=
                std::chrono::duration_cast<std::chrono::minutes>(open.shift.ends_at - open.shift.starts_at);
    }

    void add_history(matching::Candidate& one, const people::Person& person) const
    {
        const auto& history = history_of(person.id);
        one.engagements = history.engagements;
        one.asked = history.asked;
        one.promised = history.promised;
        one.was_there = history.was_there;
        one.stayed_away = history.stayed_away;
        const auto wish = m_wishes.find(person.id);
        const auto wanted = wish == m_wishes.end() ? Wish{} : wish->second;
        if (wanted.not_before)
            one.not_before = day_number(*wanted.not_before);
        if (history.last_asked) {
            one.last_asked = day_number(i18n::local_date(m_context.region(), *history.last_asked));
            one.not_before = std::max(one.not_before, one.last_asked + wanted.days_between);
        }
        if (person.data.hours_per_month) {
            const auto length = m_open.shift.ends_at - m_open.shift.starts_at;
            one.is_full = history.this_month + length > std::chrono::hours(*person.data.hours_per_month);
        }
    }

    void make_need()
    {
        const auto& need = m_open.need.draft;
        m_need.place = number_of(village_of(m_open));
        m_need.fields = words_of("fields", m_wanted.fields);
        for (const auto& key : m_wanted.fields)
            if (const auto* entry = vocabularies::find("fields", key))
                m_need.related_fields |= words_of("fields", entry->related);
        m_need.tasks = words_of("tasks", m_wanted.tasks);
        for (const auto& [weekday, time] : parts_of(m_context, m_open.shift))
            m_need.times |= part_of_week(weekday, time);
        m_need.span = matching::Engagement{.begin = minute_of(m_open.shift.starts_at),
                                           .end = minute_of(m_open.shift.ends_at),
                                           .place = m_need.place};
        if (!need.proof.empty())
            m_need.proofs = words_of("proofs", {need.proof});
        for (const auto& word : split_list(search::fold(need.skills), " "))
            if (m_skills.emplace(word, static_cast<std::uint32_t>(m_skills.size())).second)
                m_need.skills.push_back(m_skills.at(word));
        if (need.minimum_age)
            m_need.born_by = static_cast<int>(
                static_cast<int>(i18n::local_date(m_context.region(), m_open.shift.starts_at).year()) -
                static_cast<int>(*need.minimum_age));
        m_need.asker = 1;
        m_need.today = day_number(m_context.today());
    }

    std::string times_text() const
    {
        std::vector<std::string> words;
        for (const auto& [weekday, time] : parts_of(m_context, m_open.shift))
            words.push_back(vocabularies::label("weekdays", weekdays[weekday], m_context.language) + ' ' +
                            vocabularies::label("times_of_day", times_of_day[time], m_context.language));
        return join(words, ", ");
    }

    std::string distance_text(std::int64_t metres) const
    {
        if (metres < 500)
            return m_context.t("wohnt am Ort"_de);
        const auto km = std::max<std::int64_t>(1, (metres + 500) / 1000);
        return m_context.t("wohnt {1} km entfernt"_de, {i18n::format_number(m_context.language, km)});
    }

    std::string words_for(const people::Person& person, const matching::Reason& reason) const
    {
        const auto& data = person.data;
        const auto count = [&](German one, German many) {
            return i18n::translate_count(m_context.language, one, many, reason.amount);
        };
        switch (reason.soft) {
        case Soft::field:
            return m_context.t("engagiert sich gern für: {1}"_de,
                               {shared_labels(m_context, "fields", data.fields, m_wanted.fields)});
        case Soft::related_field:
            return m_context.t("macht Ähnliches: {1}"_de, {related_labels(data.fields)});
        case Soft::topic_unknown:
            return m_context.t("hat nicht gesagt, was sie oder er gern macht"_de);
        case Soft::task:
            return m_context.t("hilft gern bei: {1}"_de,
                               {shared_labels(m_context, "tasks", data.tasks, m_wanted.tasks)});
        case Soft::skill:
            return m_context.t("bringt mit: {1}"_de, {join(data.skills, ", ")});
        case Soft::near:
            return distance_text(reason.amount);
        case Soft::beyond_reach:
            return m_context.t("braucht dahin eine Mitfahrt"_de);
        case Soft::place_unknown:
            return m_context.t("hat kein Einsatzgebiet genannt"_de);
        case Soft::free:
            return m_context.t("hat da meistens Zeit ({1})"_de, {times_text()});
        case Soft::time_unknown:
            return m_context.t("hat keine Zeiten genannt"_de);
        case Soft::language:
            return {};
        case Soft::reliable:
            return count("war dieses Jahr einmal dabei"_de, "war dieses Jahr {1} Mal dabei"_de);
        case Soft::unreliable:
            return count("kam dieses Jahr einmal nicht"_de, "kam dieses Jahr {1} Mal nicht"_de);
        case Soft::asked:
            return count("dieses Jahr erst einmal gefragt"_de, "dieses Jahr schon {1} Mal gefragt"_de);
        case Soft::lately:
            if (reason.amount == 0)
                return m_context.t("heute schon gefragt"_de);
            return count("zuletzt gestern gefragt"_de, "zuletzt vor {1} Tagen gefragt"_de);
        case Soft::promised:
            return count("hat dieses Jahr einmal zugesagt"_de, "hat dieses Jahr {1} Mal zugesagt"_de);
        }
        return {};
    }

    std::string related_labels(const std::vector<std::string>& fields) const
    {
        std::vector<std::string> related;
        for (const auto& key : m_wanted.fields)
            if (const auto* entry = vocabularies::find("fields", key))
                related.insert(related.end(), entry->related.begin(), entry->related.end());
        return shared_labels(m_context, "fields", fields, related);
    }

    db::Reader& m_reader;
    const Context& m_context;
    const OpenShift& m_open;
    const Wanted& m_wanted;
    std::vector<Village> m_villages;
    std::map<PersonId, Wish> m_wishes;
    std::unordered_map<VillageId, std::uint32_t> m_numbers;
    std::vector<matching::Place> m_places;
    std::unordered_map<PersonId, History> m_histories;
    std::unordered_map<std::string, std::uint32_t> m_skills;
    matching::Need m_need;
};

} // namespace

Wanted wanted_for(const OpenShift& open)
{
    Wanted wanted{.fields = open.listed.fields};
    const auto text = ' ' +
                      search::fold(open.need.draft.title + ' ' + open.need.draft.description + ' ' +
                                   open.need.draft.skills) +
                      ' ';
    for (const auto& task : vocabularies::entries("tasks")) {
        auto names = task.aliases;
        names.push_back(task.de);
        // At the beginning of a word: "Kochen" is meant by "Kochenthusiasten", not by "Eierkochen".
        if (std::any_of(names.begin(), names.end(), [&](const std::string& name) {
                return text.find(' ' + search::fold(name)) != std::string::npos;
            }))
            wanted.tasks.push_back(task.key);
    }
    return wanted;
}

Suggestions suggestions_for(db::Reader& reader, const Context& context, const OpenShift& open,
                            const Wanted& wanted, std::size_t most)
{
    Desk desk(reader, context, open, wanted);
    Suggestions found;
    std::map<matching::Key, const people::Person*> by_key;
    std::vector<matching::Candidate> candidates;
    const auto people = people::people_to_ask(reader, context);
    for (const auto& person : people) {
        ++found.looked_at;
        if (!channel_for(person)) {
            ++found.not_reachable;
            continue;
        }
        candidates.push_back(desk.candidate(person));
        by_key.emplace(candidates.back().key, &person);
    }
    matching::Register all(desk.places());
    all.load(std::move(candidates));
    for (const auto& ranked : all.rank(desk.need(), most)) {
        const auto& person = *by_key.at(ranked.key);
        found.best.push_back(
            {.person = person, .channel = *channel_for(person), .why = desk.why(person, ranked.reasons)});
    }
    found.left_out = all.left_out(desk.need());
    return found;
}

struct FreePeople::Inside
{
    Inside(db::Reader& reader, const Context& context, const OpenShift& open)
        : desk(reader, context, open, anything)
    {
    }

    Wanted anything;
    Desk desk;
};

FreePeople::FreePeople(db::Reader& reader, const Context& context, const OpenShift& open)
    : m_inside(std::make_unique<Inside>(reader, context, open))
{
}

FreePeople::~FreePeople() = default;

std::optional<matching::Hard> FreePeople::why_not(const people::Person& person) const
{
    matching::Register one(m_inside->desk.places());
    one.put(m_inside->desk.candidate(person));
    auto need = m_inside->desk.need();
    std::erase(need.asked_already, key_of(person.id));
    return one.left_out_for(need, key_of(person.id));
}

std::string left_out_text(const Context& context, matching::Hard hard, std::int64_t count)
{
    const auto text = [&](German one, German many) {
        return i18n::translate_count(context.language, one, many, count);
    };
    using matching::Hard;
    switch (hard) {
    case Hard::asked_already:
        return text("eine Person ist schon gefragt oder hat zugesagt"_de,
                    "{1} sind schon gefragt oder haben zugesagt"_de);
    case Hard::asker:
        return text("eine Person möchte nicht gefragt werden"_de, "{1} möchten nicht gefragt werden"_de);
    case Hard::alone:
        return text("eine Person wurde gerade erst gefragt oder möchte jetzt nicht"_de,
                    "{1} wurden gerade erst gefragt oder möchten jetzt nicht"_de);
    case Hard::full:
        return text("eine Person hat in dem Monat schon so viel zugesagt, wie sie wollte"_de,
                    "{1} haben in dem Monat schon so viel zugesagt, wie sie wollten"_de);
    case Hard::place:
        return text("eine Person hilft woanders"_de, "{1} helfen woanders"_de);
    case Hard::far:
        return text("eine Person wohnt zu weit weg"_de, "{1} wohnen zu weit weg"_de);
    case Hard::topic:
        return text("eine Person macht lieber anderes"_de, "{1} machen lieber anderes"_de);
    case Hard::time:
        return text("eine Person hat dann keine Zeit"_de, "{1} haben dann keine Zeit"_de);
    case Hard::engagement:
        return text("eine Person hat für die Zeit schon etwas anderes zugesagt"_de,
                    "{1} haben für die Zeit schon etwas anderes zugesagt"_de);
    case Hard::proof:
        return text("von einer Person kennen wir den Nachweis nicht"_de,
                    "von {1} kennen wir den Nachweis nicht"_de);
    case Hard::age:
        return text("eine Person ist zu jung"_de, "{1} sind zu jung"_de);
    }
    return {};
}

} // namespace dorfnetz::asking
