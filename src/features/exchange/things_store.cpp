#include "features/exchange/exchange_store.hpp"
#include "foundation/db/list.hpp"

namespace dorfnetz::exchange {

namespace {

Thing read_thing(db::Row& row)
{
    Thing thing;
    thing.id = row.take<ThingId>();
    thing.slug = row.take<std::string>();
    thing.status = thing_status_from_text(row.take<std::string>()).value_or(ThingStatus::withdrawn);
    auto& draft = thing.draft;
    draft.kind = thing_kind_from_text(row.take<std::string>()).value_or(ThingKind::thing);
    draft.owner = row.take<OrganisationId>();
    draft.village = row.take<VillageId>();
    draft.place = row.take<std::string>();
    draft.title = row.take<std::string>();
    draft.description = row.take<std::string>();
    draft.size = row.take<std::string>();
    draft.condition = row.take<std::string>();
    draft.deposit_cents = row.take<std::int64_t>();
    draft.costs = row.take<std::string>();
    draft.instructions = row.take<std::string>();
    draft.around.before = row.take<std::int64_t>();
    draft.around.after = row.take<std::int64_t>();
    draft.borrowers = borrowers_from_text(row.take<std::string>()).value_or(Borrowers::network);
    draft.is_example = row.take<bool>();
    thing.created_at = row.take<Timestamp>();
    thing.updated_at = row.take<Timestamp>();
    thing.version = row.take<std::int64_t>();
    return thing;
}

} // namespace

std::optional<Thing> thing_by_id(db::Reader& reader, const NetworkId& network, const ThingId& id)
{
    return reader.first(R"sql(
        SELECT id, slug, status, kind, organisation_id, village_id, place, title, description, size, condition,
               deposit_cents, costs, instructions, half_days_before, half_days_after, borrowers, is_example, created_at,
               updated_at, version
        FROM exchange_things WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_thing);
}

std::optional<Thing> thing_by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return reader.first(R"sql(
        SELECT id, slug, status, kind, organisation_id, village_id, place, title, description, size, condition,
               deposit_cents, costs, instructions, half_days_before, half_days_after, borrowers, is_example, created_at,
               updated_at, version
        FROM exchange_things WHERE network_id = :network AND slug = :slug)sql",
                        {{"network", network}, {"slug", slug}}, read_thing);
}

std::map<ThingId, Thing> things_by_id(db::Reader& reader, const NetworkId& network,
                                      const std::vector<ThingId>& ids)
{
    std::map<ThingId, Thing> things;
    db::in_lists<ThingId>({{"network", network}}, ids, [&](const db::Params& params) {
        reader.each(R"sql(
            SELECT id, slug, status, kind, organisation_id, village_id, place, title, description, size, condition,
                   deposit_cents, costs, instructions, half_days_before, half_days_after, borrowers, is_example,
                   created_at, updated_at, version
            FROM exchange_things
            WHERE network_id = :network
              AND id IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o, :p, :q, :r, :s, :t, :u, :v, :w, :x))sql",
                    params, [&](db::Row& row) {
                        auto thing = read_thing(row);
                        things.emplace(thing.id, std::move(thing));
                    });
    });
    return things;
}

std::vector<Thing> things_of(db::Reader& reader, const NetworkId& network, const OrganisationId& owner)
{
    return reader.list(R"sql(
        SELECT id, slug, status, kind, organisation_id, village_id, place, title, description, size, condition,
               deposit_cents, costs, instructions, half_days_before, half_days_after, borrowers, is_example, created_at,
               updated_at, version
        FROM exchange_things WHERE network_id = :network AND organisation_id = :owner ORDER BY title, id)sql",
                       {{"network", network}, {"owner", owner}}, read_thing);
}

namespace store {

std::optional<Thing> lock_thing(db::Tx& tx, const NetworkId& network, const ThingId& id)
{
    return tx.first(R"sql(
        SELECT id, slug, status, kind, organisation_id, village_id, place, title, description, size, condition,
               deposit_cents, costs, instructions, half_days_before, half_days_after, borrowers, is_example, created_at,
               updated_at, version
        FROM exchange_things WHERE network_id = :network AND id = :id FOR UPDATE)sql",
                    {{"network", network}, {"id", id}}, read_thing);
}

bool thing_slug_is_free(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return reader.count(
               R"sql(SELECT COUNT(*) FROM exchange_things WHERE network_id = :network AND slug = :slug)sql",
               {{"network", network}, {"slug", slug}}) == 0;
}

std::optional<Thing> thing_by_form(db::Reader& reader, const NetworkId& network, std::string_view form_key)
{
    return reader.first(R"sql(
        SELECT id, slug, status, kind, organisation_id, village_id, place, title, description, size, condition,
               deposit_cents, costs, instructions, half_days_before, half_days_after, borrowers, is_example, created_at,
               updated_at, version
        FROM exchange_things WHERE network_id = :network AND form_key = :form)sql",
                        {{"network", network}, {"form", form_key}}, read_thing);
}

void insert(db::Tx& tx, const NetworkId& network, const Thing& thing, const std::string& form_key)
{
    const auto& draft = thing.draft;
    tx.exec(R"sql(
        INSERT INTO exchange_things (network_id, id, slug, status, kind, organisation_id, village_id, place, title,
                                     description, size, condition, deposit_cents, costs, instructions,
                                     half_days_before, half_days_after, borrowers, is_example, created_at, updated_at,
                                     version, form_key)
        VALUES (:network, :id, :slug, :status, :kind, :owner, :village, :place, :title, :description, :size, :condition,
                :deposit, :costs, :instructions, :before, :after, :borrowers, :example, :now, :now, 1, :form))sql",
            {{"network", network},
             {"form", form_key.empty() ? std::nullopt : std::optional(form_key)},
             {"id", thing.id},
             {"slug", thing.slug},
             {"status", to_text(thing.status)},
             {"kind", to_text(draft.kind)},
             {"owner", draft.owner},
             {"village", draft.village},
             {"place", draft.place},
             {"title", draft.title},
             {"description", draft.description},
             {"size", draft.size},
             {"condition", draft.condition},
             {"deposit", draft.deposit_cents},
             {"costs", draft.costs},
             {"instructions", draft.instructions},
             {"before", draft.around.before},
             {"after", draft.around.after},
             {"borrowers", to_text(draft.borrowers)},
             {"example", draft.is_example},
             {"now", thing.created_at}});
}

bool update(db::Tx& tx, const NetworkId& network, const Thing& thing, std::int64_t version)
{
    const auto& draft = thing.draft;
    return tx.exec(R"sql(
        UPDATE exchange_things SET kind = :kind, organisation_id = :owner, village_id = :village, place = :place,
            title = :title, description = :description, size = :size, condition = :condition,
            deposit_cents = :deposit, costs = :costs, instructions = :instructions, half_days_before = :before,
            half_days_after = :after, borrowers = :borrowers, updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"network", network},
                    {"id", thing.id},
                    {"version", version},
                    {"kind", to_text(draft.kind)},
                    {"owner", draft.owner},
                    {"village", draft.village},
                    {"place", draft.place},
                    {"title", draft.title},
                    {"description", draft.description},
                    {"size", draft.size},
                    {"condition", draft.condition},
                    {"deposit", draft.deposit_cents},
                    {"costs", draft.costs},
                    {"instructions", draft.instructions},
                    {"before", draft.around.before},
                    {"after", draft.around.after},
                    {"borrowers", to_text(draft.borrowers)},
                    {"now", thing.updated_at}}) == 1;
}

void set_status(db::Tx& tx, const NetworkId& network, const ThingId& id, ThingStatus status, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE exchange_things SET status = :status, updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"status", to_text(status)}, {"now", now}});
}

void remove_thing(db::Tx& tx, const NetworkId& network, const ThingId& id)
{
    tx.exec(R"sql(
        INSERT INTO exchange_thanks (network_id, id, helper_village_id, helped_village_id, helped_at)
        SELECT network_id, id, owner_village_id, borrower_village_id, handed_over_at FROM exchange_bookings
        WHERE network_id = :network AND thing_id = :thing AND handed_over_at IS NOT NULL
          AND owner_id <> organisation_id AND status <> 'no_show')sql",
            {{"network", network}, {"thing", id}});
    // What was lent is thanked for as a booking, and what was not fetched is not.
    tx.exec(R"sql(
        UPDATE exchange_answers SET helper_village_id = NULL, helped_village_id = NULL
        WHERE network_id = :network AND thing_id = :id AND booking_id IS NOT NULL)sql",
            {{"network", network}, {"id", id}});
    tx.exec(R"sql(
        UPDATE exchange_answers SET thing_id = NULL, first_half_day = NULL, last_half_day = NULL, booking_id = NULL
        WHERE network_id = :network AND thing_id = :id)sql",
            {{"network", network}, {"id", id}});
    tx.exec(R"sql(DELETE FROM exchange_half_days WHERE network_id = :network AND thing_id = :id)sql",
            {{"network", network}, {"id", id}});
    tx.exec(R"sql(DELETE FROM exchange_bookings WHERE network_id = :network AND thing_id = :id)sql",
            {{"network", network}, {"id", id}});
    tx.exec(R"sql(DELETE FROM exchange_things WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

} // namespace store

} // namespace dorfnetz::exchange
