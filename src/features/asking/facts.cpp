#include "features/asking/facts.hpp"

#include "features/asking/asking_store.hpp"
#include "features/signups/asking_api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <functional>

namespace dorfnetz::asking {

namespace {

using villages::Village;
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

matching::Words part_of_week(std::size_t weekday, std::size_t time)
{
    return matching::Words{1} << (weekday * times_of_day.size() + time);
}

matching::Words parts_of_week(const std::vector<people::FreeTime>& free)
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

// Proofs that somebody named among their skills.
matching::Words proofs_of(const people::PersonDraft& data)
{
    std::vector<std::string> keys;
    for (const auto& skill : data.skills)
        if (const auto key = vocabularies::key_from_text("proofs", skill))
            keys.push_back(*key);
    return words_of("proofs", keys);
}

// Each word by its hash: that two words of a network have the same is out of proportion to what it would do,
// which is to show what somebody can do where it is not asked for.
void add_words(std::vector<std::uint32_t>& to, std::string_view text)
{
    for (const auto& word : split_list(search::fold(text), " "))
        to.push_back(static_cast<std::uint32_t>(std::hash<std::string>{}(word)));
    std::sort(to.begin(), to.end());
    to.erase(std::unique(to.begin(), to.end()), to.end());
}

using Names = std::vector<std::pair<std::string, std::vector<std::string>>>;

// Names of each entry as they stand at the beginning of a word: "Kochen" is meant by "Kochenthusiasten", not
// by "Eierkochen".
Names folded_names(std::string_view list)
{
    Names all;
    for (const auto& entry : vocabularies::entries(list)) {
        auto names = entry.aliases;
        names.push_back(entry.de);
        for (auto& name : names)
            name = ' ' + search::fold(name);
        all.emplace_back(entry.key, std::move(names));
    }
    return all;
}

// Folded once: it is asked for each shift.
const Names& names_of(std::string_view list)
{
    static const auto tasks = folded_names("tasks");
    static const auto strengths = folded_names("strengths");
    static const auto support = folded_names("support");
    static const auto languages = folded_names("languages");
    return list == "tasks"       ? tasks
           : list == "strengths" ? strengths
           : list == "support"   ? support
                                 : languages;
}

} // namespace

// 51° is the middle of Germany.
matching::Place place_of(const Village& village)
{
    constexpr double km_of_latitude = 111.2;
    constexpr double km_of_longitude = 70.0;
    if (!village.latitude || !village.longitude)
        return matching::nowhere;
    return {*village.longitude * km_of_longitude, *village.latitude * km_of_latitude};
}

std::string words_of(const OpenShift& open)
{
    const auto& need = open.need.draft;
    return need.title + ' ' + need.description + ' ' + need.skills;
}

std::vector<std::string> named_in(std::string_view words, std::string_view list)
{
    const auto text = ' ' + search::fold(words) + ' ';
    std::vector<std::string> keys;
    for (const auto& [key, names] : names_of(list))
        if (std::any_of(names.begin(), names.end(),
                        [&](const std::string& name) { return text.find(name) != std::string::npos; }))
            keys.push_back(key);
    return keys;
}

Wanted wanted_for(const OpenShift& open)
{
    const auto words = words_of(open);
    return {.fields = open.listed.fields,
            .tasks = named_in(words, "tasks"),
            .languages = named_in(words, "languages")};
}

Wanted any_topic(const OpenShift& open)
{
    return {.languages = named_in(words_of(open), "languages")};
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

matching::Key key_of(std::string_view uuid)
{
    std::string digits;
    std::copy_if(uuid.begin(), uuid.end(), std::back_inserter(digits), [](char c) { return c != '-'; });
    digits.resize(32, '0');
    matching::Key key;
    std::from_chars(digits.data(), digits.data() + 16, key.high, 16);
    std::from_chars(digits.data() + 16, digits.data() + 32, key.low, 16);
    return key;
}

std::string uuid_of(const matching::Key& key)
{
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", key.high >> 32U, key.high >> 16U & 0xffffU,
                       key.high & 0xffffU, key.low >> 48U, key.low & 0xffffffffffffU);
}

matching::Stretch month_around(const Context& context, Timestamp moment)
{
    const auto month = month_of(context, moment);
    const auto begin_of = [&](std::chrono::year_month which) {
        return matching::minute_of(i18n::local_time(context.region(), which / 1, std::chrono::minutes(0)));
    };
    return {begin_of(month), begin_of(month + std::chrono::months(1))};
}

std::string fitting_skills(const people::PersonDraft& data, const OpenShift& open)
{
    const auto named = split_list(search::fold(open.need.draft.skills), " ");
    std::vector<std::string> fitting;
    for (const auto& skill : data.skills) {
        const auto words = split_list(search::fold(skill), " ");
        if (std::find_first_of(words.begin(), words.end(), named.begin(), named.end()) != words.end())
            fitting.push_back(skill);
    }
    return join(fitting, ", ");
}

std::vector<std::string> related_to(const std::vector<std::string>& fields)
{
    std::vector<std::string> related;
    for (const auto& key : fields)
        if (const auto* entry = vocabularies::find("fields", key))
            related.insert(related.end(), entry->related.begin(), entry->related.end());
    return related;
}

std::string shared_labels(const Context& context, std::string_view list, const std::vector<std::string>& one,
                          const std::vector<std::string>& other)
{
    std::vector<std::string> labels;
    for (const auto& key : one)
        if (std::find(other.begin(), other.end(), key) != other.end())
            labels.push_back(vocabularies::label(list, key, context.language));
    return join(labels, ", ");
}

std::optional<std::string> kilometres(const Context& context, std::int64_t metres)
{
    if (metres < 500)
        return std::nullopt;
    return i18n::format_number(context.language, (metres + 500) / 1000);
}

std::string times_text(const Context& context, const activities::Shift& shift)
{
    std::vector<std::string> words;
    for (const auto& [weekday, time] : parts_of(context, shift))
        words.push_back(vocabularies::label("weekdays", weekdays[weekday], context.language) + ' ' +
                        vocabularies::label("times_of_day", times_of_day[time], context.language));
    return join(words, ", ");
}

matching::Words times_of(const Context& context, const activities::Shift& shift)
{
    matching::Words words = 0;
    for (const auto& [weekday, time] : parts_of(context, shift))
        words |= part_of_week(weekday, time);
    return words;
}

std::chrono::year_month month_of(const Context& context, Timestamp moment)
{
    const auto day = i18n::local_date(context.region(), moment);
    return day.year() / day.month();
}

Facts::Facts(db::Reader& reader, const Context& context, const Time& time)
    : m_context(context), m_time(time), m_wishes(store::wishes(reader, context.network.id))
{
    read_places(reader);
    const auto since = start_of_year(m_context) - std::chrono::days{366};
    for (const auto& asked : store::asked_since(reader, context.network.id, since))
        add(asked);
    // What lies near in time: it may be in the way, and counts for the month.
    constexpr std::chrono::days around{31};
    constexpr std::int64_t most = 10'000;
    auto shifts = activities::open_shifts(reader, context.network.id,
                                          {.after = time.after - around,
                                           .before = time.before + around,
                                           .places = activities::ShiftFilter::Places::all,
                                           .most = most});
    if (std::ssize(shifts) == most)
        m_time->before = std::min(time.before, shifts.back().shift.starts_at - around);
    std::unordered_map<ShiftId, OpenShift> near_it;
    for (auto& open : shifts)
        near_it.emplace(open.shift.id, std::move(open));
    for (const auto& engaged : signups::engaged_since(reader, context.network.id, since)) {
        const auto found = near_it.find(engaged.shift);
        add(engaged, found == near_it.end() ? nullptr : &found->second);
    }
}

Facts::Facts(db::Reader& reader, const Context& context, const PersonId& person) : m_context(context)
{
    read_places(reader);
    if (const auto wish = store::wish_of(reader, context.network.id, person))
        m_wishes.emplace(person, *wish);
    for (const auto& asked : store::asked_of(reader, context.network.id, person))
        if (asked.asked_at)
            add(asked);
    const auto since = start_of_year(m_context) - std::chrono::days{366};
    for (const auto& engaged : signups::engaged_since(reader, context.network.id, since, person)) {
        const auto open = activities::shift_by_id(reader, context.network.id, engaged.shift);
        const bool takes_place =
            open && open->shift.status == activities::ShiftStatus::planned && !open->listed.is_called_off();
        add(engaged, takes_place ? &*open : nullptr);
    }
}

void Facts::read_places(db::Reader& reader)
{
    for (const auto& village : villages::all_places(reader, m_context.network.id)) {
        m_numbers.emplace(village.id, static_cast<std::uint32_t>(m_places.size()));
        m_places.push_back(place_of(village));
    }
}

void Facts::add(const Asked& asked)
{
    auto& history = m_histories[asked.person];
    history.asked += *asked.asked_at >= start_of_year(m_context) ? 1 : 0;
    history.last_asked = std::max(history.last_asked, asked.asked_at);
}

void Facts::add(const signups::Engaged& engaged, const OpenShift* open)
{
    using signups::Status;
    auto& history = m_histories[engaged.person];
    m_engaged[engaged.shift].push_back(key_of(engaged.person));
    if (engaged.created_at >= start_of_year(m_context)) {
        history.promised += engaged.status == Status::waitlisted ? 0 : 1;
        history.was_there += engaged.status == Status::attended ? 1 : 0;
        history.stayed_away += engaged.status == Status::absent ? 1 : 0;
    }
    // Who brings a cake can be there at the same time.
    const bool takes_time = open != nullptr && open->need.draft.kind == activities::NeedKind::role;
    history.engagements.push_back(
        {.shift = engaged.shift,
         .when = takes_time ? std::optional(span_of(*open)) : std::nullopt,
         .month = takes_time ? month_of(m_context, open->shift.starts_at) : std::chrono::year_month{}});
}

matching::Engagement Facts::span_of(const OpenShift& open) const
{
    const auto hours = activities::working_hours(m_context.region(), open.shift);
    return {.begin = matching::minute_of(hours.begin),
            .end = matching::minute_of(hours.end),
            .place = number_of(village_of(open))};
}

std::uint32_t Facts::number_of(const std::optional<VillageId>& village) const
{
    if (!village)
        return matching::no_place;
    const auto found = m_numbers.find(*village);
    return found == m_numbers.end() ? matching::no_place : found->second;
}

const History& Facts::history_of(const PersonId& person) const
{
    static const History none;
    const auto found = m_histories.find(person);
    return found == m_histories.end() ? none : found->second;
}

matching::Need Facts::need(const OpenShift& open, const Wanted& wanted) const
{
    const auto& draft = open.need.draft;
    matching::Need need{.place = number_of(village_of(open)),
                        .fields = words_of("fields", wanted.fields),
                        .related_fields = words_of("fields", related_to(wanted.fields)),
                        .tasks = words_of("tasks", wanted.tasks),
                        .times = times_of(m_context, open.shift),
                        .span = span_of(open),
                        .period = month_around(m_context, open.shift.starts_at),
                        .asker = 1,
                        .today = day_number(m_context.today())};
    need.languages = words_of("languages", wanted.languages);
    if (!draft.proof.empty())
        need.proofs = words_of("proofs", {draft.proof});
    add_words(need.skills, draft.skills);
    if (draft.minimum_age)
        need.born_by = static_cast<int>(i18n::local_date(m_context.region(), open.shift.starts_at).year()) -
                       static_cast<int>(*draft.minimum_age);
    return need;
}

matching::Candidate Facts::candidate(const people::Person& person) const
{
    const auto& data = person.data;
    matching::Candidate one{.key = key_of(person.id),
                            .home = number_of(data.village),
                            .everywhere = data.area.whole_network,
                            .fields = words_of("fields", data.fields),
                            .tasks = words_of("tasks", data.tasks),
                            .times = parts_of_week(data.free_times),
                            .proofs = proofs_of(data),
                            .languages = words_of("languages", data.languages),
                            .asked_by = 1};
    if (!data.area.whole_network)
        for (const auto& village : person.help_villages)
            if (const auto number = number_of(village); number != matching::no_place)
                one.helps_in.push_back(number);
    for (const auto& way : data.mobility)
        if (const auto* entry = vocabularies::find("mobility", way); entry && entry->radius_km)
            one.mobile_km = std::max(one.mobile_km, static_cast<double>(*entry->radius_km));
    for (const auto& skill : data.skills)
        add_words(one.skills, skill);
    if (data.birth_year)
        one.birth_year = static_cast<int>(*data.birth_year);
    if (data.hours_per_month)
        one.most_minutes = *data.hours_per_month * 60;
    add_history(one, person);
    return one;
}

Wish Facts::wish_of(const PersonId& person) const
{
    const auto wish = m_wishes.find(person);
    return wish == m_wishes.end() ? Wish{} : wish->second;
}

void Facts::add_history(matching::Candidate& one, const people::Person& person) const
{
    const auto& history = history_of(person.id);
    for (const auto& promised : history.engagements)
        if (promised.when)
            one.engagements.push_back(*promised.when);
    one.asked = history.asked;
    one.promised = history.promised;
    one.was_there = history.was_there;
    one.stayed_away = history.stayed_away;
    const auto wanted = wish_of(person.id);
    if (wanted.not_before)
        one.not_before = day_number(*wanted.not_before);
    if (history.last_asked) {
        one.last_asked = day_number(i18n::local_date(m_context.region(), *history.last_asked));
        one.not_before = std::max(one.not_before, one.last_asked + wanted.days_between);
    }
}

std::vector<matching::Key> Facts::engaged_in(const ShiftId& shift) const
{
    const auto found = m_engaged.find(shift);
    return found == m_engaged.end() ? std::vector<matching::Key>{} : found->second;
}

bool Facts::know_the_time_of(const OpenShift& open) const
{
    return m_time && m_time->after <= open.shift.starts_at && open.shift.starts_at <= m_time->before;
}

bool Facts::know_the_same_places_as(const Facts& other) const
{
    return m_numbers == other.m_numbers && m_places == other.m_places;
}

bool Facts::say_the_same_as(const Facts& other, const PersonId& person) const
{
    return history_of(person) == other.history_of(person) && wish_of(person) == other.wish_of(person);
}

bool History::is_engaged_in(const ShiftId& shift) const
{
    return std::any_of(engagements.begin(), engagements.end(),
                       [&](const Commitment& one) { return one.shift == shift; });
}

std::optional<double> Facts::km_between(const people::Person& person, const OpenShift& open) const
{
    const auto home = number_of(person.data.village);
    const auto there = number_of(village_of(open));
    if (home == matching::no_place || there == matching::no_place ||
        !matching::is_somewhere(m_places[home]) || !matching::is_somewhere(m_places[there]))
        return std::nullopt;
    return std::hypot(m_places[home].east - m_places[there].east,
                      m_places[home].north - m_places[there].north);
}

} // namespace dorfnetz::asking
