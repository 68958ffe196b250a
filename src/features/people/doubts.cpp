#include "features/people/doubts.hpp"

#include "accounts/audit.hpp"
#include "features/people/kept_contacts.hpp"

#include <algorithm>
#include <iterator>

namespace dorfnetz::people {

namespace {

struct Key
{
    std::string place;
    std::string record;
};

std::vector<Key> noted(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT place, record FROM erasure_doubts WHERE network_id = :network ORDER BY place, record)sql",
                       {{"network", network}}, [](db::Row& row) {
                           auto place = row.take<std::string>();
                           return Key{std::move(place), row.take<std::string>()};
                       });
}

bool take_off(db::Tx& tx, const NetworkId& network, std::string_view place, std::string_view record)
{
    return tx.exec(R"sql(
        DELETE FROM erasure_doubts WHERE network_id = :network AND place = :place AND record = :record)sql",
                   {{"network", network}, {"place", place}, {"record", record}}) == 1;
}

const Elsewhere* find(const Elsewheres& places, std::string_view name)
{
    const auto found =
        std::find_if(places.begin(), places.end(), [&](const Elsewhere& each) { return each.place == name; });
    return found == places.end() ? nullptr : &*found;
}

} // namespace

Elsewheres with_contacts(const Elsewheres& elsewhere)
{
    Elsewheres places{kept_contacts()};
    std::copy(elsewhere.begin(), elsewhere.end(), std::back_inserter(places));
    return places;
}

void note_doubts(db::Tx& tx, const NetworkId& network, const Traces& traces, const Elsewheres& places)
{
    for (const auto& place : places)
        for (const auto& key : place.perhaps(tx, network, traces))
            tx.exec(R"sql(
                INSERT INTO erasure_doubts (network_id, place, record) VALUES (:network, :place, :record)
                ON CONFLICT DO NOTHING)sql",
                    {{"network", network}, {"place", place.place}, {"record", key}});
}

std::vector<Doubt> open_doubts(db::Reader& reader, const web::Context& context, const Elsewheres& elsewhere)
{
    const auto places = with_contacts(elsewhere);
    std::vector<Doubt> doubts;
    for (auto& [name, key] : noted(reader, context.network.id)) {
        const auto* const place = find(places, name);
        auto facts = place ? place->show(reader, context, key) : std::nullopt;
        if (facts)
            doubts.push_back({std::move(name), std::move(key), std::move(*facts)});
    }
    return doubts;
}

Result<Done> decide(db::Tx& tx, const web::Context& context, const Elsewheres& elsewhere,
                    std::string_view place, std::string_view key, Decision decision)
{
    const auto places = with_contacts(elsewhere);
    const auto* const known = find(places, place);
    if (!known || !take_off(tx, context.network.id, place, key))
        return Error{.kind = Err::missing, .text = "Das ist schon entschieden."_de};
    if (decision == Decision::erase)
        known->erase_one(tx, context.network.id, std::string(key));
    accounts::record_of_network(tx, context,
                                decision == Decision::erase ? "erasure.completed" : "erasure.not_theirs");
    // What went by itself meanwhile needs no decision any more.
    for (const auto& [name, record] : noted(tx, context.network.id))
        if (const auto* const other = find(places, name); !other || !other->show(tx, context, record))
            take_off(tx, context.network.id, name, record);
    return Done{};
}

} // namespace dorfnetz::people
