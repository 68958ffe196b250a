#include "features/matching/store.hpp"

#include <bit>
#include <cmath>
#include <stdexcept>

namespace dorfnetz::matching {

namespace {

constexpr Slot nobody = ~Slot{0};
constexpr std::size_t smallest_table = 64;
constexpr std::size_t heads = 3;             // of a list: how many places, skills and engagements follow
constexpr std::size_t in_engagement = 3;     // begin, end, place
constexpr double side = 5;                   // km of the squares in which room is looked for
constexpr std::size_t slots_to_spare = 1024; // before half empty blocks are filled from anywhere

template <class Number>
Number at_most(std::int64_t value)
{
    constexpr std::int64_t most = std::numeric_limits<Number>::max();
    return static_cast<Number>(std::clamp<std::int64_t>(value, 0, most));
}

// SplitMix64 (Steele, Lea, Flood 2014): keys may be numbers in a row.
std::size_t hash_of(const Key& key)
{
    auto mixed = key.high ^ (key.low + 0x9e3779b97f4a7c15U);
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return static_cast<std::size_t>(mixed ^ (mixed >> 31U));
}

template <std::size_t Count>
void set_bits(std::array<Bits, Count>& bits, Words words, Bits row)
{
    for (; words != 0; words &= words - 1) {
        const auto word = static_cast<std::size_t>(std::countr_zero(words));
        if (word < Count)
            bits[word] |= row;
    }
}

// The bits of both numbers in turn: who is near each other comes one after the other (Morton 1966).
std::uint64_t along_a_curve(const Place& place)
{
    const auto spread = [](double kilometres) {
        constexpr double middle = 20'000; // half way around the earth
        auto bits = static_cast<std::uint64_t>(std::clamp(kilometres + middle, 0.0, 2 * middle) * 16);
        bits = (bits | bits << 16U) & 0x0000ffff0000ffffU;
        bits = (bits | bits << 8U) & 0x00ff00ff00ff00ffU;
        bits = (bits | bits << 4U) & 0x0f0f0f0f0f0f0f0fU;
        bits = (bits | bits << 2U) & 0x3333333333333333U;
        return (bits | bits << 1U) & 0x5555555555555555U;
    };
    return spread(place.east) | spread(place.north) << 1U;
}

std::uint16_t most_minutes_of(const Candidate& candidate)
{
    if (candidate.is_full)
        return 0;
    return candidate.most_minutes
               ? std::min<std::uint16_t>(at_most<std::uint16_t>(*candidate.most_minutes), any_minutes - 1)
               : any_minutes;
}

Row row_of(const Candidate& candidate)
{
    return {.key = candidate.key,
            .proofs = static_cast<std::uint32_t>(candidate.proofs),
            .languages = static_cast<std::uint32_t>(candidate.languages),
            .last_asked = at_most<std::uint16_t>(candidate.last_asked),
            .not_before = at_most<std::uint16_t>(candidate.not_before),
            .birth_year = at_most<std::uint16_t>(candidate.birth_year.value_or(0)),
            .asked = at_most<std::uint8_t>(candidate.asked),
            .promised = at_most<std::uint8_t>(candidate.promised),
            .was_there = at_most<std::uint8_t>(candidate.was_there),
            .stayed_away = at_most<std::uint8_t>(candidate.stayed_away),
            .most_minutes = most_minutes_of(candidate)};
}

} // namespace

bool is_somewhere(const Place& place)
{
    return std::isfinite(place.east) && std::isfinite(place.north);
}

void Box::add(const Place& place, double around)
{
    west = std::min(west, static_cast<float>(place.east - around));
    east = std::max(east, static_cast<float>(place.east + around));
    south = std::min(south, static_cast<float>(place.north - around));
    north = std::max(north, static_cast<float>(place.north + around));
}

void Box::add_everything()
{
    west = south = std::numeric_limits<float>::lowest();
    east = north = std::numeric_limits<float>::max();
}

Store::Store(std::vector<Place> places)
    : m_places(std::move(places)), m_lists(1), m_table(smallest_table, nobody)
{
    for (const auto& place : m_places)
        if (!is_somewhere(place) && place != nowhere)
            throw std::invalid_argument("a place is no number");
}

void Store::put(const Candidate& candidate)
{
    require_places(candidate);
    if (const auto known = find(candidate.key)) {
        if (m_where[*known / in_block][*known % in_block].home == known_place(candidate.home)) {
            clear(*known);
            fill(*known, candidate);
            return;
        }
        remove(candidate.key);
    }
    const auto slot = slot_for(candidate);
    fill(slot, candidate);
    ++m_size;
    enter(candidate.key, slot);
}

void Store::remove(const Key& key)
{
    const auto slot = find(key);
    if (!slot)
        return;
    forget(key);
    const auto block = *slot / in_block;
    if (is_full(block))
        m_with_room[square_of(m_where[block][*slot % in_block].home)].push_back(
            static_cast<std::uint32_t>(block));
    clear(*slot);
    --m_size;
}

void Store::load(std::vector<Candidate> candidates)
{
    const auto where = [this](const Candidate& each) {
        const auto home = known_place(each.home);
        return home == no_place ? 0 : along_a_curve(m_places[home]);
    };
    std::sort(candidates.begin(), candidates.end(), [&](const Candidate& left, const Candidate& right) {
        return std::pair(where(left), left.key) < std::pair(where(right), right.key);
    });
    const auto blocks = m_blocks.size() + candidates.size() / in_block * 21 / 20 + 1;
    m_boxes.reserve(blocks);
    m_is_loading = true;
    for (const auto& each : candidates)
        put(each);
    m_is_loading = false;
}

std::size_t Store::bytes()
{
    std::size_t room = m_with_room.bucket_count() * sizeof(void*);
    for (const auto& [square, blocks] : m_with_room)
        room += sizeof(void*) + sizeof(std::pair(square, blocks)) + blocks.capacity() * sizeof(blocks[0]);
    return m_bits.size() * (sizeof(BlockBits) + sizeof(BlockPlaces)) + m_blocks.size() * sizeof(Block) +
           m_where.size() * sizeof(BlockWhereabouts) +
           (m_boxes.capacity() + m_stretches.capacity()) * sizeof(Boxes) +
           m_lists.capacity() * sizeof(m_lists[0]) + m_table.capacity() * sizeof(m_table[0]) + room +
           m_places.capacity() * sizeof(m_places[0]);
}

Lists Store::lists_of(const Row& row) const
{
    if (row.lists == 0)
        return {};
    const auto all = std::span(m_lists).subspan(row.lists);
    const auto helps_in = all.subspan(heads, all[0]);
    const auto skills = all.subspan(heads + all[0], all[1]);
    return {helps_in, skills, all.subspan(heads + all[0] + all[1], in_engagement * all[2])};
}

std::optional<Slot> Store::find(const Key& key) const
{
    const auto slot = m_table[table_at(key)];
    return slot == nobody ? std::nullopt : std::optional(slot);
}

// Where the key stands, or would.
std::size_t Store::table_at(const Key& key) const
{
    const auto mask = m_table.size() - 1;
    for (auto at = hash_of(key) & mask;; at = (at + 1) & mask) {
        const auto slot = m_table[at];
        if (slot == nobody || row_at(slot).key == key)
            return at;
    }
}

void Store::enter(const Key& key, Slot slot)
{
    if (m_size * 3 > m_table.size() * 2) {
        auto old = std::vector<Slot>(m_table.size() * 2, nobody);
        std::swap(old, m_table);
        for (const auto each : old)
            if (each != nobody)
                m_table[table_at(row_at(each).key)] = each;
    }
    m_table[table_at(key)] = slot;
}

// What follows without a gap moves up where it would no longer be found.
void Store::forget(const Key& key)
{
    const auto mask = m_table.size() - 1;
    auto gap = table_at(key);
    for (auto at = (gap + 1) & mask; m_table[at] != nobody; at = (at + 1) & mask) {
        const auto slot = m_table[at];
        const auto wanted = hash_of(row_at(slot).key) & mask;
        if (((at - wanted) & mask) >= ((at - gap) & mask)) {
            m_table[gap] = slot;
            gap = at;
        }
    }
    m_table[gap] = nobody;
}

std::uint32_t Store::known_place(std::uint32_t place) const
{
    return place < m_places.size() && is_somewhere(m_places[place]) ? place : no_place;
}

std::uint64_t Store::square_of(std::uint32_t home) const
{
    if (home == no_place)
        return ~std::uint64_t{0};
    const auto number = [](double kilometres) {
        return static_cast<std::uint32_t>(static_cast<std::int64_t>(std::floor(kilometres / side)));
    };
    const auto& place = m_places[home];
    return std::uint64_t{number(place.east)} << 32U | number(place.north);
}

void Store::add_block()
{
    m_blocks.emplace_back();
    m_where.emplace_back();
    m_boxes.emplace_back();
    m_helps_in.emplace_back();
    m_bits.emplace_back();
    m_stretches.resize((m_blocks.size() + in_stretch - 1) / in_stretch);
}

// With neighbours if a block of theirs has room; with whoever came last while all come in the order of where
// they live, and rather than that most of the memory is empty.
Slot Store::slot_for(const Candidate& candidate)
{
    auto& here = m_with_room[square_of(known_place(candidate.home))];
    while (!here.empty() && is_full(here.back()))
        here.pop_back();
    if (here.empty()) {
        const bool is_packed = m_is_loading || m_blocks.size() * in_block > 2 * m_size + slots_to_spare;
        if (!is_packed || m_blocks.empty() || is_full(m_blocks.size() - 1))
            add_block();
        here.push_back(static_cast<std::uint32_t>(m_blocks.size() - 1));
    }
    const std::size_t block = here.back();
    return static_cast<Slot>(block * in_block +
                             static_cast<std::size_t>(std::countr_one(m_bits[block].there)));
}

void Store::fill(Slot slot, const Candidate& candidate)
{
    const auto number = slot / in_block;
    const auto bit = Bits{1} << (slot % in_block);
    const Whereabouts where{.home = known_place(candidate.home),
                            .radius = at_most<std::uint16_t>(std::lround(candidate.radius_km * 10)),
                            .mobile = at_most<std::uint8_t>(std::lround(candidate.mobile_km)),
                            .everywhere = candidate.everywhere,
                            .has_places = !candidate.helps_in.empty()};
    m_where[number][slot % in_block] = where;
    auto& places = m_helps_in[number][slot % in_block];
    places = 0;
    for (const auto place : candidate.helps_in)
        places |= bit_of_place(place);
    auto& row = m_blocks[number][slot % in_block];
    row = row_of(candidate);
    row.lists = write_lists(candidate);
    auto& bits = m_bits[number];
    bits.there |= bit;
    bits.topic_unknown |= candidate.fields == 0 && candidate.tasks == 0 ? bit : 0;
    bits.times_unknown |= candidate.times == 0 ? bit : 0;
    set_bits(bits.asked_by, candidate.asked_by, bit);
    set_bits(bits.fields, candidate.fields, bit);
    set_bits(bits.tasks, candidate.tasks, bit);
    set_bits(bits.times, candidate.times, bit);
    widen(m_boxes[number], candidate);
    widen(m_stretches[number / in_stretch], candidate);
}

void Store::widen(Boxes& boxes, const Candidate& candidate) const
{
    const auto home = known_place(candidate.home);
    if (home != no_place)
        boxes.homes.add(m_places[home], 0);
    if (candidate.everywhere || (candidate.helps_in.empty() && std::lround(candidate.radius_km * 10) == 0))
        boxes.reach.add_everything();
    if (home != no_place && candidate.radius_km > 0)
        boxes.reach.add(m_places[home], candidate.radius_km + 0.1);
    for (const auto place : candidate.helps_in)
        if (is_somewhere(m_places[place]))
            boxes.reach.add(m_places[place], 0);
}

void Store::clear(Slot slot)
{
    auto& row = m_blocks[slot / in_block][slot % in_block];
    if (row.lists != 0)
        m_unused +=
            heads + m_lists[row.lists] + m_lists[row.lists + 1] + in_engagement * m_lists[row.lists + 2];
    row.lists = 0;
    m_bits[slot / in_block].keep(~(Bits{1} << (slot % in_block)));
}

std::uint32_t Store::write_lists(const Candidate& candidate)
{
    if (candidate.helps_in.empty() && candidate.skills.empty() && candidate.engagements.empty())
        return 0;
    if (m_unused * 2 > m_lists.size())
        squeeze_lists();
    const auto begin = m_lists.size();
    m_lists.push_back(static_cast<std::uint32_t>(candidate.helps_in.size()));
    m_lists.push_back(static_cast<std::uint32_t>(candidate.skills.size()));
    m_lists.push_back(static_cast<std::uint32_t>(candidate.engagements.size()));
    m_lists.insert(m_lists.end(), candidate.helps_in.begin(), candidate.helps_in.end());
    m_lists.insert(m_lists.end(), candidate.skills.begin(), candidate.skills.end());
    for (const auto& each : candidate.engagements) {
        m_lists.push_back(at_most<std::uint32_t>(each.begin));
        m_lists.push_back(at_most<std::uint32_t>(each.end));
        m_lists.push_back(known_place(each.place));
    }
    return static_cast<std::uint32_t>(begin);
}

void Store::squeeze_lists()
{
    std::vector<std::uint32_t> kept(1);
    for (auto& block : m_blocks)
        for (auto& row : block) {
            if (row.lists == 0)
                continue;
            const auto from = m_lists.begin() + row.lists;
            const auto count = heads + from[0] + from[1] + in_engagement * from[2];
            row.lists = static_cast<std::uint32_t>(kept.size());
            kept.insert(kept.end(), from, from + static_cast<std::ptrdiff_t>(count));
        }
    m_lists = std::move(kept);
    m_unused = 0;
}

void Store::require_places(const Candidate& candidate) const
{
    const auto known = [this](std::uint32_t place) { return place == no_place || has_place(place); };
    bool all = known(candidate.home);
    for (const auto place : candidate.helps_in)
        all = all && has_place(place);
    for (const auto& each : candidate.engagements)
        all = all && known(each.place);
    if (!all)
        throw std::invalid_argument("there is no such place");
}

} // namespace dorfnetz::matching
