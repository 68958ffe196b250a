#pragma once

#include <vector>

// The only file that sees LEMON, whose 1.3.1 does not compile as C++20: flow.cpp is C++17, and so is this
// header.
namespace dorfnetz::matching {

struct FlowArc
{
    int from = 0;
    int to = 0;
    int most = 1;
    long long cost = 0;
};

struct Flow
{
    std::vector<int> amounts; // of each arc
    std::vector<long long>
        potentials; // of each node; cost + potential(from) - potential(to) >= 0 on unused arcs
};

// Sends `amount` from one node to another at the least cost. There must be a way for all of it.
Flow cheapest_flow(int nodes, const std::vector<FlowArc>& arcs, int source, int sink, int amount);

} // namespace dorfnetz::matching
