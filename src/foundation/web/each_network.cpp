#include "foundation/web/each_network.hpp"

#include "foundation/core/log.hpp"

#include <fmt/format.h>
#include <stdexcept>

namespace dorfnetz::web {

void for_each_network(db::Pool& pool, const std::function<bool()>& may_go_on,
                      const std::function<void(const Network&)>& work)
{
    const auto networks = pool.read([](db::Reader& reader) {
        auto all = all_networks(reader);
        for (auto& network : all)
            network = *network_by_slug(reader, network.slug); // with its settings
        return all;
    });
    int failed = 0;
    for (const auto& network : networks) {
        if (!may_go_on())
            break;
        try {
            work(network);
        } catch (const std::exception& problem) {
            ++failed;
            log::error(fmt::format("network {}: {}", network.slug, problem.what()));
        }
    }
    if (failed > 0)
        throw std::runtime_error(fmt::format("{} of {} networks failed", failed, networks.size()));
}

} // namespace dorfnetz::web
