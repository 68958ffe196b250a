#pragma once

#include "features/matching/rows.hpp"

#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

// Where the candidates of a register lie, and how to find one by its key.
namespace dorfnetz::matching {

// Counted through all blocks.
using Slot = std::uint32_t;

class Store
{
public:
    explicit Store(std::vector<Place> places);

    void load(std::vector<Candidate> candidates);
    void put(const Candidate& candidate);
    void remove(const Key& key);

    std::size_t size() const { return m_size; }

    std::size_t bytes();

    std::size_t blocks() const { return m_blocks.size(); }

    const Row& row(std::size_t block, std::size_t row) const { return m_blocks[block][row]; }

    const Whereabouts& where(std::size_t block, std::size_t row) const { return m_where[block][row]; }

    const BlockWhereabouts& where(std::size_t block) const { return m_where[block]; }

    // False: they certainly do not say that they help there.
    bool may_help_in(std::size_t block, std::size_t row, std::uint32_t place) const
    {
        return (m_helps_in[block][row] & bit_of_place(place)) != 0;
    }

    const BlockBits& bits(std::size_t block) const { return m_bits[block]; }

    const Boxes& boxes(std::size_t block) const { return m_boxes[block]; }

    const Boxes& boxes_of_stretch(std::size_t stretch) const { return m_stretches[stretch]; }

    const Place& place(std::uint32_t number) const { return m_places[number]; }

    bool has_place(std::uint32_t number) const { return number < m_places.size(); }

    Lists lists_of(const Row& row) const;
    std::optional<Slot> find(const Key& key) const;

private:
    const Row& row_at(Slot slot) const { return m_blocks[slot / in_block][slot % in_block]; }

    std::size_t table_at(const Key& key) const;
    void enter(const Key& key, Slot slot);
    void forget(const Key& key);

    bool is_full(std::size_t block) const { return m_bits[block].there == ~Bits{0}; }

    // The place itself, or none where nobody knows where it lies.
    std::uint32_t known_place(std::uint32_t place) const;
    std::uint64_t square_of(std::uint32_t home) const;
    void add_block();
    Slot slot_for(const Candidate& candidate);
    void fill(Slot slot, const Candidate& candidate);
    void widen(Boxes& boxes, const Candidate& candidate) const;
    void clear(Slot slot);
    std::uint32_t write_lists(const Candidate& candidate);
    void squeeze_lists();
    void require_places(const Candidate& candidate) const;

    std::vector<Place> m_places;
    std::deque<Block> m_blocks;
    std::deque<BlockWhereabouts> m_where;
    std::deque<BlockPlaces> m_helps_in;
    std::deque<BlockBits> m_bits;
    std::vector<Boxes> m_boxes;
    std::vector<Boxes> m_stretches;
    // Blocks with room, by the square in which they got it; some have been filled from another one since.
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> m_with_room;
    bool m_is_loading = false;
    std::vector<std::uint32_t> m_lists; // each: how many there are of each, then they
    std::size_t m_unused = 0;           // of `m_lists`
    std::vector<Slot> m_table;          // open addressing (Knuth, TAOCP 3, 6.4, algorithms L and R)
    std::size_t m_size = 0;
};

} // namespace dorfnetz::matching
