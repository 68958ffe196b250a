#include "features/matching/rank_api.hpp"
#include "features/matching/store.hpp"

#include <bit>
#include <cmath>

namespace dorfnetz::matching {

namespace {

constexpr int most_counted = 5; // askings and promises of this year
constexpr int most_skills = 2;
constexpr int times_to_be_known = 2; // days on which somebody was expected, before it says something
constexpr double metres_in_km = 1000;

struct Position
{
    std::uint32_t block = 0;
    std::uint32_t row = 0;

    bool is_in(Bits rows) const { return (rows >> row & 1U) != 0; }
};

// Those of a block of whom something is so.
struct Rows
{
    Bits field = 0;
    Bits related_field = 0;
    Bits task = 0;
    Bits topic_unknown = 0;
    Bits times_unknown = 0;
    Bits asker = 0;
    Bits on_topic = 0;
    Bits in_time = 0;
    Bits passing = 0; // asker, topic and time
};

// Of those for whom these conditions are met already.
constexpr Rows have_passed{.asker = ~Bits{0}, .on_topic = ~Bits{0}, .in_time = ~Bits{0}};

// Has it fetched from memory while something else is worked on.
template <class T>
void prefetch(const T& what)
{
    constexpr std::size_t cache_line = 64;
    for (std::size_t at = 0; at < sizeof(T); at += cache_line)
        __builtin_prefetch(reinterpret_cast<const char*>(&what) + at);
}

// What of the need is worked out once.
class Judge
{
public:
    Judge(const Store& store, const Need& need, const Weights& weights)
        : m_store(store),
          m_need(need),
          m_weights(weights),
          m_asked_already(need.asked_already),
          m_has_topic((need.fields | need.related_fields | need.tasks) != 0)
    {
        std::sort(m_asked_already.begin(), m_asked_already.end());
        if (store.has_place(need.place))
            m_place = store.place(need.place);
        m_has_ways = m_place && is_somewhere(*m_place);
        m_none_at = std::max<std::int64_t>(1, std::llround(weights.near_km * metres_in_km));
        const auto skills = static_cast<int>(std::min<std::size_t>(need.skills.size(), most_skills));
        for (const auto points :
             {weights.skill * skills, need.languages != 0 ? weights.language : 0,
              std::max(weights.reliable, weights.unreliable), weights.asked * most_counted, weights.lately,
              weights.promised * most_counted})
            m_most_of_the_rest += std::max(0, points);
    }

    // Whether anybody of a block or a stretch can be near enough and helps here.
    bool may_reach(const Boxes& boxes) const
    {
        if (!m_has_ways)
            return true;
        if (m_need.within_km) {
            const auto km = static_cast<float>(*m_need.within_km + 0.1);
            if (boxes.homes.distance_to(*m_place) > km * km)
                return false;
        }
        return boxes.reach.distance_to(*m_place) <= 0;
    }

    Rows rows_of(std::size_t block) const
    {
        const auto& bits = m_store.bits(block);
        Rows rows{.field = any_of(bits.fields, m_need.fields),
                  .related_field = any_of(bits.fields, m_need.related_fields),
                  .task = any_of(bits.tasks, m_need.tasks),
                  .topic_unknown = m_has_topic ? bits.topic_unknown : 0,
                  .times_unknown = bits.times_unknown,
                  .asker = any_of(bits.asked_by, m_need.asker)};
        rows.on_topic =
            m_has_topic ? rows.field | rows.related_field | rows.task | rows.topic_unknown : ~Bits{0};
        rows.in_time = in_time(bits) | rows.times_unknown;
        rows.passing = bits.there & rows.on_topic & rows.in_time & rows.asker;
        return rows;
    }

    // What `rows_of` and the first look at a block will read.
    void prefetch_block(std::size_t block) const
    {
        const auto& bits = m_store.bits(block);
        prefetch(bits.there);
        prefetch_any(bits.asked_by, m_need.asker);
        prefetch_any(bits.fields, m_need.fields | m_need.related_fields);
        prefetch_any(bits.tasks, m_need.tasks);
        prefetch_any(bits.times, m_need.times);
        prefetch(m_store.where(block));
    }

    // The first condition that leaves them out.
    std::optional<Hard> left_out(const Rows& rows, const Position& position) const
    {
        const auto& row = row_of(position);
        if (std::binary_search(m_asked_already.begin(), m_asked_already.end(), row.key))
            return Hard::asked_already;
        if (!position.is_in(rows.asker))
            return Hard::asker;
        if (row.not_before > m_need.today)
            return Hard::alone;
        if (gives_enough(row))
            return Hard::full;
        const auto away = metres_to(where(position));
        if (!helps_here(position, away))
            return Hard::place;
        if (is_too_far(away))
            return Hard::far;
        if (!position.is_in(rows.on_topic))
            return Hard::topic;
        if (!position.is_in(rows.in_time))
            return Hard::time;
        if (is_engaged(m_store.lists_of(row)))
            return Hard::engagement;
        if ((m_need.proofs & ~Words{row.proofs}) != 0)
            return Hard::proof;
        if (m_need.born_by && row.birth_year != 0 && row.birth_year > *m_need.born_by)
            return Hard::age;
        return std::nullopt;
    }

    using Distance = std::optional<std::int64_t>; // metres

    Distance distance_of(const Position& position) const { return metres_to(where(position)); }

    bool may_help_here(const Position& position, Distance away) const
    {
        return !is_too_far(away) && helps_here(position, away);
    }

    // No more than that has somebody with these points for topic, place and time.
    int at_most(int first_points) const { return first_points + m_most_of_the_rest; }

    int first_points(const Rows& rows, const Position& position, Distance away) const
    {
        int sum = 0;
        weigh_first(rows, position, away, [&](Soft, std::int64_t, int points) { sum += points; });
        return sum;
    }

    int other_points(const Position& position) const
    {
        int sum = 0;
        weigh_others(position, [&](Soft, std::int64_t, int points) { sum += points; });
        return sum;
    }

    std::vector<Reason> reasons(const Position& position) const
    {
        std::vector<Reason> reasons;
        const auto take = [&](Soft soft, std::int64_t amount, int points) {
            reasons.push_back({.soft = soft, .amount = amount, .points = points});
        };
        weigh_first(rows_of(position.block), position, distance_of(position), take);
        weigh_others(position, take);
        return reasons;
    }

    const Row& row_of(const Position& position) const { return m_store.row(position.block, position.row); }

private:
    template <std::size_t Count>
    static Bits any_of(const std::array<Bits, Count>& bits, Words words)
    {
        Bits rows = 0;
        for (; words != 0; words &= words - 1) {
            const auto word = static_cast<std::size_t>(std::countr_zero(words));
            if (word < Count)
                rows |= bits[word];
        }
        return rows;
    }

    template <std::size_t Count>
    static void prefetch_any(const std::array<Bits, Count>& bits, Words words)
    {
        for (; words != 0; words &= words - 1)
            if (const auto word = static_cast<std::size_t>(std::countr_zero(words)); word < Count)
                prefetch(bits[word]);
    }

    Bits in_time(const BlockBits& bits) const
    {
        auto rows = ~Bits{0};
        for (auto words = m_need.times; words != 0; words &= words - 1) {
            const auto word = static_cast<std::size_t>(std::countr_zero(words));
            if (word < most_times)
                rows &= bits.times[word];
        }
        return rows;
    }

    const Whereabouts& where(const Position& position) const
    {
        return m_store.where(position.block, position.row);
    }

    // Neighbours of a block often live at the same place.
    std::optional<std::int64_t> metres_to(const Whereabouts& where) const
    {
        if (!m_has_ways || where.home == no_place)
            return std::nullopt;
        if (where.home != m_last_home) {
            m_last_home = where.home;
            m_last_metres = static_cast<std::int64_t>(km_to(m_store.place(where.home)) * metres_in_km + 0.5);
        }
        return m_last_metres;
    }

    double km_to(const Place& there) const
    {
        const auto east = there.east - m_place->east;
        const auto north = there.north - m_place->north;
        return std::sqrt(east * east + north * north);
    }

    bool helps_here(const Position& position, std::optional<std::int64_t> away) const
    {
        constexpr std::int64_t metres_of_radius = 100;
        const auto& here = where(position);
        if (!m_place || here.everywhere || !here.says_where() ||
            (away && *away <= here.radius * metres_of_radius))
            return true;
        if (!here.has_places || !m_store.may_help_in(position.block, position.row, m_need.place))
            return false;
        const auto places = m_store.lists_of(row_of(position)).helps_in;
        return std::find(places.begin(), places.end(), m_need.place) != places.end();
    }

    bool is_too_far(std::optional<std::int64_t> away) const
    {
        return m_need.within_km && m_has_ways &&
               (!away || static_cast<double>(*away) > *m_need.within_km * metres_in_km);
    }

    bool is_engaged(const Lists& lists) const
    {
        if (!m_need.span)
            return false;
        for (auto rest = lists.engagements; !rest.empty(); rest = rest.subspan(3)) {
            const auto way = way_to(rest[2]);
            if (m_need.span->begin < rest[1] + way && rest[0] < m_need.span->end + way)
                return true;
        }
        return false;
    }

    bool gives_enough(const Row& row) const
    {
        if (row.most_minutes == 0 || row.most_minutes == any_minutes || !m_need.period || !m_need.span)
            return row.most_minutes == 0;
        auto minutes = m_need.span->end - m_need.span->begin;
        for (auto rest = m_store.lists_of(row).engagements; !rest.empty(); rest = rest.subspan(3))
            if (m_need.period->begin <= rest[0] && rest[0] < m_need.period->end)
                minutes += rest[1] - rest[0];
        return minutes > row.most_minutes;
    }

    Minute way_to(std::uint32_t place) const
    {
        if (!m_has_ways || place == no_place || place == m_need.place)
            return 0;
        return m_need.travel_minutes +
               static_cast<Minute>(std::ceil(km_to(m_store.place(place)) / m_need.travel_speed * 60));
    }

    // What can be said without looking at the row.
    template <class Take>
    void weigh_first(const Rows& rows, const Position& position, Distance away, Take&& take) const
    {
        if (position.is_in(rows.topic_unknown))
            take(Soft::topic_unknown, 0, 0);
        if (position.is_in(rows.field))
            take(Soft::field, 0, m_weights.field);
        else if (position.is_in(rows.related_field))
            take(Soft::related_field, 0, m_weights.related_field);
        if (position.is_in(rows.task))
            take(Soft::task, 0, m_weights.task);
        const auto& here = where(position);
        if (away) {
            take(Soft::near, *away,
                 static_cast<int>(m_weights.near * std::max<std::int64_t>(0, m_none_at - *away) / m_none_at));
            if (here.mobile != 0 && static_cast<double>(*away) > here.mobile * metres_in_km)
                take(Soft::beyond_reach, *away, m_weights.beyond_reach);
        }
        if (m_need.times != 0) {
            if (position.is_in(rows.times_unknown))
                take(Soft::time_unknown, 0, 0);
            else
                take(Soft::free, 0, m_weights.free);
        }
    }

    template <class Take>
    void weigh_others(const Position& position, Take&& take) const
    {
        const auto& row = row_of(position);
        const auto lists = m_store.lists_of(row);
        const auto& here = where(position);
        if (m_place && !here.says_where())
            take(Soft::place_unknown, 0, 0);
        const auto skills = static_cast<int>(
            std::count_if(m_need.skills.begin(), m_need.skills.end(), [&](std::uint32_t skill) {
                return std::find(lists.skills.begin(), lists.skills.end(), skill) != lists.skills.end();
            }));
        if (skills > 0)
            take(Soft::skill, skills, m_weights.skill * std::min(skills, most_skills));
        if ((m_need.languages & row.languages) != 0)
            take(Soft::language, 0, m_weights.language);
        weigh_history(row, take);
    }

    template <class Take>
    void weigh_history(const Row& row, Take&& take) const
    {
        const int expected = row.was_there + row.stayed_away;
        if (row.stayed_away * 3 > expected)
            take(Soft::unreliable, row.stayed_away, m_weights.unreliable);
        else if (row.stayed_away == 0 && expected >= times_to_be_known)
            take(Soft::reliable, row.was_there, m_weights.reliable);
        if (row.asked != 0)
            take(Soft::asked, row.asked, m_weights.asked * std::min<int>(row.asked, most_counted));
        const auto days = std::max<std::int64_t>(0, m_need.today - row.last_asked);
        if (row.last_asked != never_asked && days < m_weights.lately_days)
            take(Soft::lately, days,
                 static_cast<int>(m_weights.lately * (m_weights.lately_days - days) / m_weights.lately_days));
        if (row.promised != 0)
            take(Soft::promised, row.promised,
                 m_weights.promised * std::min<int>(row.promised, most_counted));
    }

    const Store& m_store;
    const Need& m_need;
    const Weights& m_weights;
    std::vector<Key> m_asked_already;
    bool m_has_topic;
    std::optional<Place> m_place;
    bool m_has_ways = false;    // the place is somewhere
    std::int64_t m_none_at = 1; // metres from which on being near earns nothing
    int m_most_of_the_rest = 0;
    mutable std::uint32_t m_last_home = no_place; // of metres_to
    mutable std::int64_t m_last_metres = 0;
};

// Who may be among the best, with the points of a first look.
struct Promising
{
    int points = 0;
    Position position = {};

    bool operator<(const Promising& other) const { return points < other.points; }
};

struct Found
{
    int points = 0;
    Key key = {};
    Position position = {};

    // The better comes first.
    bool operator<(const Found& other) const
    {
        return points != other.points ? points > other.points : key < other.key;
    }
};

// The best so far, the worst of them at hand.
class Best
{
public:
    explicit Best(std::size_t most) : m_most(most) {}

    // Whether somebody with at most these points may still be among them.
    bool has_room_for(int points) const
    {
        return m_heap.size() < m_most || (m_most > 0 && points >= m_heap.front().points);
    }

    bool has_room_for(const Found& found) const
    {
        return m_heap.size() < m_most || (m_most > 0 && found < m_heap.front());
    }

    void add(const Found& found)
    {
        if (m_heap.size() == m_most) {
            std::pop_heap(m_heap.begin(), m_heap.end());
            m_heap.pop_back();
        }
        m_heap.push_back(found);
        std::push_heap(m_heap.begin(), m_heap.end());
    }

    std::vector<Found> in_order() &&
    {
        std::sort_heap(m_heap.begin(), m_heap.end());
        return std::move(m_heap);
    }

private:
    std::size_t m_most;
    std::vector<Found> m_heap;
};

template <class F>
void each_of(Bits rows, std::uint32_t block, F&& work)
{
    for (; rows != 0; rows &= rows - 1)
        work(Position{.block = block, .row = static_cast<std::uint32_t>(std::countr_zero(rows))});
}

std::vector<std::uint32_t> blocks_within_reach(const Store& store, const Judge& judge)
{
    std::vector<std::uint32_t> blocks;
    for (std::size_t first = 0; first < store.blocks(); first += in_stretch) {
        if (!judge.may_reach(store.boxes_of_stretch(first / in_stretch)))
            continue;
        const auto last = std::min(first + in_stretch, store.blocks());
        for (auto block = first; block < last; ++block)
            if (judge.may_reach(store.boxes(block)))
                blocks.push_back(static_cast<std::uint32_t>(block));
    }
    return blocks;
}

} // namespace

std::string_view to_text(Hard hard)
{
    constexpr std::array<std::string_view, hard_conditions> texts{"asked_already", "asker", "alone", "full",
                                                                  "place",         "far",   "topic", "time",
                                                                  "engagement",    "proof", "age"};
    return texts.at(static_cast<std::size_t>(hard));
}

std::string_view to_text(Soft soft)
{
    constexpr std::array<std::string_view, 16> texts{
        "field",        "related_field", "topic_unknown", "task",         "skill",    "near",
        "beyond_reach", "place_unknown", "free",          "time_unknown", "language", "reliable",
        "unreliable",   "asked",         "lately",        "promised"};
    return texts.at(static_cast<std::size_t>(soft));
}

struct Register::Inside
{
    Store store;
};

Register::Register(std::vector<Place> places) : m_inside(new Inside{Store(std::move(places))}) {}

Register::~Register() = default;
Register::Register(Register&& other) noexcept = default;
Register& Register::operator=(Register&& other) noexcept = default;

void Register::load(std::vector<Candidate> candidates)
{
    m_inside->store.load(std::move(candidates));
}

void Register::put(const Candidate& candidate)
{
    m_inside->store.put(candidate);
}

void Register::remove(const Key& key)
{
    m_inside->store.remove(key);
}

std::size_t Register::size() const
{
    return m_inside->store.size();
}

std::size_t Register::bytes() const
{
    return m_inside->store.bytes();
}

std::vector<Ranked> Register::rank(const Need& need, std::size_t most, const Weights& weights,
                                   const std::function<bool(const Key&)>& may_be_asked) const
{
    const auto& store = m_inside->store;
    const Judge judge(store, need, weights);
    std::vector<Promising> promising;
    const auto blocks = blocks_within_reach(store, judge);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (i + 1 < blocks.size())
            judge.prefetch_block(blocks[i + 1]);
        const auto rows = judge.rows_of(blocks[i]);
        each_of(rows.passing, blocks[i], [&](const Position& position) {
            const auto away = judge.distance_of(position);
            if (judge.may_help_here(position, away))
                promising.push_back({judge.first_points(rows, position, away), position});
        });
    }

    // Those who look best first, so that most need no second look.
    Best best(most);
    std::make_heap(promising.begin(), promising.end());
    while (!promising.empty() && best.has_room_for(judge.at_most(promising.front().points))) {
        std::pop_heap(promising.begin(), promising.end());
        const auto [points, position] = promising.back();
        promising.pop_back();
        if (!promising.empty())
            prefetch(judge.row_of(promising.front().position));
        if (judge.left_out(have_passed, position))
            continue;
        const Found found{points + judge.other_points(position), judge.row_of(position).key, position};
        if (best.has_room_for(found) && (!may_be_asked || may_be_asked(found.key)))
            best.add(found);
    }

    std::vector<Ranked> ranked;
    for (const auto& each : std::move(best).in_order())
        ranked.push_back({.key = each.key, .points = each.points, .reasons = judge.reasons(each.position)});
    return ranked;
}

LeftOut Register::left_out(const Need& need) const
{
    const auto& store = m_inside->store;
    const Weights weights;
    const Judge judge(store, need, weights);
    LeftOut counts = {};
    for (std::uint32_t block = 0; block < store.blocks(); ++block) {
        const auto rows = judge.rows_of(block);
        each_of(store.bits(block).there, block, [&](const Position& position) {
            if (const auto hard = judge.left_out(rows, position))
                ++counts[static_cast<std::size_t>(*hard)];
        });
    }
    return counts;
}

std::optional<Hard> Register::left_out_for(const Need& need, const Key& key) const
{
    const auto& store = m_inside->store;
    const auto slot = store.find(key);
    if (!slot)
        return std::nullopt;
    const Weights weights;
    const Judge judge(store, need, weights);
    const Position position{.block = *slot / Slot{in_block}, .row = *slot % Slot{in_block}};
    return judge.left_out(judge.rows_of(position.block), position);
}

} // namespace dorfnetz::matching
