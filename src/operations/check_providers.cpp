#include "foundation/core/text.hpp"
#include "foundation/web/network.hpp"
#include "operations/checks.hpp"

#include <algorithm>

namespace dorfnetz::operations {

void check_providers(const Surroundings& surroundings, db::Pool& pool, Findings& findings)
{
    std::vector<std::string> slugs;
    if (!surroundings.providers.empty())
        for (const auto& network : pool.read(web::all_networks))
            slugs.push_back(network.slug);
    for (const auto& [network, provider] : surroundings.providers) {
        if (std::find(slugs.begin(), slugs.end(), network) == slugs.end()) {
            findings.push_back(
                {Grade::bad,
                 "provider.network",
                 "Kein Netzwerk hat das Kürzel {1}; [provider.{1}] bewirkt nichts. Es gibt: {2}"_de,
                 {network, join(slugs, ", ")}});
            continue;
        }
        const bool answers = provider->departure_address({}, surroundings.clock.now()).has_value();
        findings.push_back(
            answers ? Finding{Grade::ok,
                              "provider",
                              "Die Anmeldung der Gemeinde für {1} ist zu erreichen."_de,
                              {network}}
                    : Finding{Grade::bad,
                              "provider",
                              "Die Anmeldung der Gemeinde für {1} ist nicht zu erreichen, oder "
                              "[provider.{1}] stimmt nicht. Den Grund sagt das Programm im Protokoll."_de,
                              {network}});
    }
}

} // namespace dorfnetz::operations
