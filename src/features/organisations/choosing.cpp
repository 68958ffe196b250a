#include "features/organisations/choosing_api.hpp"

#include <algorithm>

namespace dorfnetz::organisations {

namespace {

enum class Nearness { own, of_own_village, other };

Nearness nearness_of(const web::Actor& actor, const Entry& entry)
{
    if (actor.has(web::Role::organisation_editor, entry.id.text()))
        return Nearness::own;
    const bool is_near = std::ranges::any_of(entry.villages, [&](const VillageId& village) {
        return actor.has(web::Role::lead_editor, village.text()) ||
               actor.has(web::Role::council_editor, village.text());
    });
    return is_near ? Nearness::of_own_village : Nearness::other;
}

} // namespace

std::vector<const Entry*> own_first(const web::Actor& actor, const Register& entries)
{
    std::vector<const Entry*> all;
    all.reserve(entries.entries.size());
    for (const auto& entry : entries.entries)
        all.push_back(&entry);
    std::ranges::stable_sort(all, {}, [&](const Entry* entry) { return nearness_of(actor, *entry); });
    return all;
}

} // namespace dorfnetz::organisations
