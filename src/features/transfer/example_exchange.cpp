#include "features/transfer/example_exchange.hpp"

#include "features/exchange/api.hpp"
#include "features/experiences/api.hpp"
#include "foundation/core/toml.hpp"

#include <algorithm>

namespace dorfnetz::transfer {

namespace {

using exchange::Span;
using organisations::OrganisationId;

// What the tables are read with.
struct Ground
{
    web::Environment& environment;
    const web::Network& network;
    const organisations::Register& entries;
    organisations::Author author;
    Date today;
};

Error unknown_name(std::string name)
{
    return {.kind = Err::invalid,
            .text = "Die Datei {1} passt nicht: {2}"_de,
            .values = {"exchange.toml", std::move(name)}};
}

Result<OrganisationId> organisation_called(const Ground& ground, const std::string& name)
{
    const auto found = std::ranges::find(ground.entries.entries, name, &organisations::Entry::name);
    if (found == ground.entries.entries.end())
        return unknown_name(name);
    return found->id;
}

Result<villages::VillageId> village_called(const Ground& ground, const std::string& slug)
{
    const auto found = std::ranges::find(ground.entries.villages, slug, &villages::Village::slug);
    if (found == ground.entries.villages.end())
        return unknown_name(slug);
    return found->id;
}

std::int64_t number_in(const toml::table& table, std::string_view name, std::int64_t otherwise = 0)
{
    return table[name].value_or(otherwise);
}

// Whole days, so many from today on.
Span days_in(const Ground& ground, const toml::table& table, std::string_view first)
{
    const auto day = add_days(ground.today, static_cast<int>(number_in(table, first)));
    return exchange::whole_days(day, add_days(day, static_cast<int>(number_in(table, "days", 1)) - 1));
}

template <class F>
Result<Done> each_table(const toml::table& table, std::string_view name, F&& work)
{
    const auto* rows = table[name].as_array();
    for (const auto& row : rows ? *rows : toml::array{})
        TRY(work(*row.as_table()));
    return Done{};
}

Result<Done> add_booking(db::Tx& tx, const Ground& ground, const exchange::ThingId& thing,
                         const toml::table& table)
{
    const auto borrower = TRY(organisation_called(ground, text_of(table, "borrower")));
    TRY(exchange::enter_example(tx, ground.environment, ground.network.id,
                                {.thing = thing,
                                 .borrower = borrower,
                                 .used = days_in(ground, table, "in_days"),
                                 .status = exchange::booking_status_from_text(text_of(table, "status"))
                                               .value_or(exchange::BookingStatus::returned),
                                 .wish = text_of(table, "wish"),
                                 .damage = text_of(table, "damage")}));
    return Done{};
}

Result<Done> add_one_thing(db::Tx& tx, const Ground& ground, const toml::table& table)
{
    const exchange::ThingDraft draft{
        .kind = exchange::thing_kind_from_text(text_of(table, "kind")).value_or(exchange::ThingKind::thing),
        .owner = TRY(organisation_called(ground, text_of(table, "owner"))),
        .village = TRY(village_called(ground, text_of(table, "village"))),
        .place = text_of(table, "place"),
        .title = text_of(table, "title"),
        .description = text_of(table, "description"),
        .size = text_of(table, "size"),
        .condition = text_of(table, "condition"),
        .deposit_cents = 100 * number_in(table, "deposit"),
        .costs = text_of(table, "costs"),
        .instructions = text_of(table, "instructions"),
        .around = {.before = number_in(table, "before"), .after = number_in(table, "after")},
        .borrowers =
            exchange::borrowers_from_text(text_of(table, "borrowers")).value_or(exchange::Borrowers::network),
        .is_example = true};
    const auto thing = TRY(exchange::add_thing(tx, ground.network.id, draft, ground.author));
    return each_table(table, "booking",
                      [&](const toml::table& booking) { return add_booking(tx, ground, thing.id, booking); });
}

Result<Done> add_one_post(db::Tx& tx, const Ground& ground, const toml::table& table)
{
    exchange::PostDraft draft{
        .kind = exchange::post_kind_from_text(text_of(table, "kind")).value_or(exchange::PostKind::need),
        .category =
            exchange::category_from_text(text_of(table, "category")).value_or(exchange::Category::thing),
        .organisation = TRY(organisation_called(ground, text_of(table, "organisation"))),
        .village = TRY(village_called(ground, text_of(table, "village"))),
        .title = text_of(table, "title"),
        .description = text_of(table, "text"),
        .expires_on = add_days(ground.today, static_cast<int>(number_in(table, "shown_days", 60))),
        .is_example = true};
    if (table["from"]) {
        const auto days = days_in(ground, table, "from");
        draft.days = exchange::Days{exchange::day_of(days.first), exchange::day_of(days.last)};
    }
    const auto post = TRY(exchange::add_post(tx, ground.network, draft, ground.author));
    return each_table(table, "answer", [&](const toml::table& answer) -> Result<Done> {
        const auto who = TRY(organisation_called(ground, text_of(answer, "organisation")));
        return exchange::enter_example_answer(tx, ground.environment, ground.network.id, post.id, who,
                                              text_of(answer, "words"));
    });
}

Result<Done> add_one_experience(db::Tx& tx, const Ground& ground, const toml::table& table)
{
    const auto who = TRY(organisation_called(ground, text_of(table, "organisation")));
    const auto experience = TRY(experiences::add(tx, ground.network.id,
                                                 {.organisation = who,
                                                  .title = text_of(table, "title"),
                                                  .summary = text_of(table, "summary"),
                                                  .what = text_of(table, "what"),
                                                  .costs = text_of(table, "costs"),
                                                  .helpers = text_of(table, "helpers"),
                                                  .pitfalls = text_of(table, "pitfalls"),
                                                  .templates = text_of(table, "templates"),
                                                  .fields = texts_of(table, "fields"),
                                                  .shared = table["shared"].value_or(false),
                                                  .is_example = true},
                                                 ground.author));
    return experiences::publish(tx, ground.network.id, experience.id, ground.author);
}

} // namespace

Result<Done> load_exchange(web::Environment& environment, const web::Network& network,
                           const std::string& text)
{
    const toml::table document = toml::parse(text);
    const i18n::Region here{.language = i18n::Language::de, .time_zone = network.time_zone};
    const auto today = i18n::local_date(here, environment.clock.now());
    return environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        // Loading that was broken off begins anew; there is all of this or nothing.
        if (!exchange::open_posts(tx, network.id, today).empty() ||
            !experiences::published(tx, network.id).empty())
            return Done{};
        const auto entries = organisations::load_register(tx, network.id);
        const Ground ground{.environment = environment,
                            .network = network,
                            .entries = entries,
                            .author = {.clock = environment.clock, .random = environment.random},
                            .today = today};
        TRY(each_table(document, "thing",
                       [&](const toml::table& table) { return add_one_thing(tx, ground, table); }));
        TRY(each_table(document, "post",
                       [&](const toml::table& table) { return add_one_post(tx, ground, table); }));
        return each_table(document, "experience",
                          [&](const toml::table& table) { return add_one_experience(tx, ground, table); });
    });
}

} // namespace dorfnetz::transfer
