#pragma once

#include "features/matching/rows.hpp"

#include <deque>
#include <optional>
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

    const Columns& columns() const { return m_columns; }

    const Boxes& boxes(std::size_t number) const { return m_boxes[number]; }

    const Place& place(std::uint32_t number) const { return m_places[number]; }

    bool has_place(std::uint32_t number) const { return number < m_places.size(); }

    Lists lists_of(const Row& row) const;
    std::optional<Slot> find(const Key& key) const;

private:
    const Row& row_at(Slot slot) const { return m_blocks[slot / in_block][slot % in_block]; }

    std::size_t table_at(const Key& key) const;
    void enter(const Key& key, Slot slot);
    void forget(const Key& key);
    Slot slot_for(const Candidate& candidate);
    void fill(Slot slot, const Candidate& candidate);
    void clear(Slot slot);
    std::uint32_t write_lists(const Candidate& candidate);
    void squeeze_lists();
    void require_places(const Candidate& candidate) const;

    std::vector<Place> m_places;
    std::deque<Block> m_blocks;
    std::vector<BlockWhereabouts> m_where; // of each block
    Columns m_columns;
    std::vector<Boxes> m_boxes;
    std::vector<std::size_t> m_with_room; // blocks
    std::vector<std::uint32_t> m_lists;   // each: how many there are of each, then they
    std::size_t m_unused = 0;             // of `m_lists`
    std::vector<Slot> m_table;            // open addressing (Knuth, TAOCP 3, 6.4, algorithms L and R)
    std::size_t m_size = 0;
};

} // namespace dorfnetz::matching
