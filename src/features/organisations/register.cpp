#include "features/organisations/api.hpp"
#include "features/organisations/organisation_values.hpp"
#include "foundation/core/kept.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/search.hpp"
#include "foundation/web/context.hpp"

namespace dorfnetz::organisations {

namespace {

constexpr std::size_t longest_summary = 160;      // characters
constexpr std::size_t most_networks_kept = 64;    // the busiest ones; others cost four queries
constexpr std::size_t most_entries_kept = 20'000; // of one network; a larger one is read each time

std::string summary_of(std::string_view purpose, std::string_view aims)
{
    const auto text = squeeze(purpose.empty() ? aims : purpose);
    const auto kept = truncate(text, longest_summary);
    if (kept.size() == text.size())
        return text;
    const auto space = kept.rfind(' ');
    return std::string(kept.substr(0, space == std::string_view::npos ? kept.size() : space)) + " …";
}

Entry read_entry(db::Row& row)
{
    Entry entry;
    entry.id = row.take<OrganisationId>();
    entry.kind = kind_from_text(row.take<std::string>()).value();
    entry.status = status_from_text(row.take<std::string>()).value();
    entry.slug = row.take<std::string>();
    entry.name = row.take<std::string>();
    entry.short_name = row.take<std::string>();
    const auto purpose = row.take<std::string>();
    entry.summary = summary_of(purpose, row.take<std::string>());
    entry.folded_name = row.take<std::string>();
    OrganisationDraft numbers;
    numbers.register_court = row.take<std::string>();
    numbers.register_number = row.take<std::string>();
    entry.register_key = register_key(numbers);
    entry.members = row.take<std::optional<std::int64_t>>();
    entry.logo = row.take<std::optional<std::string>>().value_or(std::string());
    entry.is_example = row.take<bool>();
    entry.last_confirmed_on = row.take<std::optional<Date>>();
    return entry;
}

void add_term(Entry& entry, std::string_view list, std::string term)
{
    if (list == "fields")
        entry.fields.push_back(std::move(term));
    else if (list == "strengths")
        entry.strengths.push_back(std::move(term));
    else if (list == "support")
        entry.support.push_back(std::move(term));
}

Kept<Register>& registers()
{
    static Kept<Register> all(most_networks_kept);
    return all;
}

std::shared_ptr<const Register> kept_if_small(const NetworkId& network, std::uint64_t generation,
                                              Register loaded)
{
    if (loaded.entries.size() <= most_entries_kept)
        return registers().keep(network.text(), generation, std::move(loaded));
    return std::make_shared<const Register>(std::move(loaded));
}

} // namespace

Register load_register(db::Reader& reader, const NetworkId& network)
{
    Register loaded;
    loaded.villages = villages::villages_of(reader, network);
    loaded.entries = reader.list(R"sql(
        SELECT id, kind, status, slug, name, short_name, purpose, aims, folded_name, register_court, register_number,
               members, logo_id, is_example, last_confirmed_on
        FROM organisations WHERE network_id = :network ORDER BY sort_key, id)sql",
                                 {{"network", network}}, read_entry);
    for (std::size_t i = 0; i < loaded.entries.size(); ++i)
        loaded.places.emplace(loaded.entries[i].id.text(), i);
    const auto entry_of = [&](db::Row& row) -> Entry& {
        return loaded.entries[loaded.places.at(row.take<std::string>())];
    };
    reader.each(R"sql(
        SELECT organisation_id, village_id FROM organisation_villages
        WHERE network_id = :network AND active_until IS NULL ORDER BY organisation_id, village_id)sql",
                {{"network", network}}, [&](db::Row& row) {
                    auto& entry = entry_of(row);
                    entry.villages.push_back(row.take<VillageId>());
                });
    reader.each(R"sql(
        SELECT organisation_id, list, term FROM organisation_terms
        WHERE network_id = :network AND list <> 'purposes' ORDER BY organisation_id, list, term)sql",
                {{"network", network}}, [&](db::Row& row) {
                    auto& entry = entry_of(row);
                    const auto list = row.take<std::string>();
                    add_term(entry, list, row.take<std::string>());
                });
    return loaded;
}

std::vector<Entry> organisations_of_village(db::Reader& reader, const NetworkId& network,
                                            const VillageId& village)
{
    auto loaded = load_register(reader, network);
    std::vector<Entry> here;
    for (auto& entry : loaded.entries)
        if (std::find(entry.villages.begin(), entry.villages.end(), village) != entry.villages.end())
            here.push_back(std::move(entry));
    return here;
}

std::vector<OrganisationId> ever_active_in(db::Reader& reader, const NetworkId& network,
                                           const VillageId& village)
{
    return reader.list(R"sql(
        SELECT organisation_id FROM organisation_villages
        WHERE network_id = :network AND village_id = :village ORDER BY organisation_id)sql",
                       {{"network", network}, {"village", village}},
                       [](db::Row& row) { return row.take<OrganisationId>(); });
}

bool is_active_in(db::Reader& reader, const NetworkId& network, const OrganisationId& id,
                  const VillageId& village)
{
    return reader.count(R"sql(
        SELECT count(*) FROM organisation_villages
        WHERE network_id = :network AND organisation_id = :id AND village_id = :village AND active_until IS NULL)sql",
                        {{"network", network}, {"id", id}, {"village", village}}) == 1;
}

const Entry* Register::entry(const OrganisationId& id) const
{
    const auto found = places.find(id.text());
    return found == places.end() ? nullptr : &entries[found->second];
}

const Entry* Register::known_to(const web::Actor& actor, const OrganisationId& id) const
{
    const auto* found = entry(id);
    return found && (found->is_public() || actor.signed_in()) ? found : nullptr;
}

std::string public_name(db::Reader& reader, const NetworkId& network, const OrganisationId& id)
{
    const auto found = organisation_by_id(reader, network, id);
    return found && found->is_public() ? found->entry.name : std::string();
}

std::shared_ptr<const Register> shared_register(db::Pool& pool, const NetworkId& network)
{
    // Asked before reading: what is written meanwhile makes this generation old, never new.
    const auto generation = pool.generation(network.text());
    if (auto kept = registers().find(network.text(), generation))
        return kept;
    return kept_if_small(network, generation,
                         pool.read([&](db::Reader& reader) { return load_register(reader, network); }));
}

std::shared_ptr<const Register> shared_register(const web::Context& context, db::Reader& reader)
{
    const auto& network = context.network.id;
    if (auto kept = registers().find(network.text(), context.generation))
        return kept;
    return kept_if_small(network, context.generation, load_register(reader, network));
}

} // namespace dorfnetz::organisations
