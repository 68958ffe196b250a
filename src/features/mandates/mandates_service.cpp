#include "features/mandates/api.hpp"
#include "features/mandates/mandates_store.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::mandates {

namespace {

Error refused(std::string field, German why)
{
    return {.kind = Err::invalid,
            .text = "Der Netzwerkverein wurde nicht geändert."_de,
            .fields = {{std::move(field), why}}};
}

Result<organisations::Organisation> club(db::Reader& reader, const NetworkId& network,
                                         const OrganisationId& id)
{
    auto organisation = organisations::organisation_by_id(reader, network, id);
    if (!organisation)
        return refused("verein", "Diesen Eintrag gibt es nicht mehr."_de);
    if (organisation->entry.kind != organisations::Kind::club)
        return refused("verein", "Nur ein Verein kann ein Dorf im Netzwerk vertreten."_de);
    return *std::move(organisation);
}

Result<Done> check_organisation(db::Reader& reader, const NetworkId& network, const Appointment& wanted)
{
    const auto organisation = TRY(club(reader, network, wanted.organisation));
    if (organisation.status == organisations::Status::archived)
        return refused("verein", "Dieser Verein ist archiviert."_de);
    if (!organisations::is_active_in(reader, network, wanted.organisation, wanted.village))
        return refused(
            "verein",
            "Dieser Verein ist in dem Dorf nicht eingetragen. Trag das Dorf erst beim Verein ein."_de);
    return Done{};
}

bool has(const std::vector<OrganisationId>& ids, const OrganisationId& id)
{
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// The mandates of the village on both sides of a time. Refused if one of them holds during it.
struct Neighbours
{
    std::optional<Mandate> before = {};
    std::optional<Mandate> after = {};
};

Result<Neighbours> neighbours_of(db::Tx& tx, const NetworkId& network, const Appointment& wanted)
{
    Neighbours found;
    for (const auto& mandate : mandates_of_village(tx, network, wanted.village)) { // the newest first
        if (*wanted.ends_on <= mandate.starts_on) {
            found.after = mandate;
        } else if (mandate.ends_on && *mandate.ends_on <= wanted.starts_on) {
            found.before = mandate;
            break;
        } else {
            const auto holder = organisations::organisation_by_id(tx, network, mandate.organisation);
            auto error =
                refused("von", "In dieser Zeit war schon ein anderer Netzwerkverein eingetragen: {1}."_de);
            error.fields.front().values = {holder ? holder->entry.name : std::string()};
            return error;
        }
    }
    return found;
}

MandateId insert_new(db::Tx& tx, const NetworkId& network, const Appointment& wanted,
                     std::optional<Date> previous_ends_on, const organisations::Author& author)
{
    const auto id = new_id<MandateId>(author.clock, author.random);
    insert(tx, network,
           {.mandate = {.id = id,
                        .village = wanted.village,
                        .organisation = wanted.organisation,
                        .starts_on = wanted.starts_on,
                        .ends_on = wanted.ends_on,
                        .decided = squeeze(wanted.decided)},
            .previous_ends_on = previous_ends_on,
            .created_by = author.user},
           author.clock.now());
    return id;
}

} // namespace

Result<std::optional<Mandate>> check_appointment(db::Reader& reader, const NetworkId& network,
                                                 const Appointment& wanted)
{
    TRY(check_organisation(reader, network, wanted));
    if (trim(wanted.decided).empty())
        return refused("beschluss", "Schreib dazu, wer das wann beschlossen hat."_de);
    if (wanted.ends_on && *wanted.ends_on <= wanted.starts_on)
        return refused("ab", "Das Ende muss nach dem Anfang liegen."_de);
    const auto earlier = mandates_of_village(reader, network, wanted.village);
    if (earlier.empty())
        return std::optional<Mandate>();
    const auto& last = earlier.front();
    if (wanted.starts_on <= last.starts_on)
        return refused("ab", "Der neue Netzwerkverein kann erst nach dem Beginn des jetzigen anfangen."_de);
    if (last.ends_on && wanted.starts_on < *last.ends_on)
        return refused("ab",
                       "An diesem Tag ist das Dorf noch durch den vorigen Netzwerkverein vertreten."_de);
    if (!last.ends_on && last.organisation == wanted.organisation)
        return refused("verein", "Das ist schon der Netzwerkverein dieses Dorfes."_de);
    return std::optional(last);
}

Result<MandateId> appoint(db::Tx& tx, const NetworkId& network, const Appointment& wanted,
                          const organisations::Author& author)
{
    const auto last = TRY(check_appointment(tx, network, wanted));
    if (last && !last->ends_on)
        close(tx, network, wanted.village, wanted.starts_on);
    const auto previous_ends_on =
        last ? std::optional(last->ends_on.value_or(wanted.starts_on)) : std::nullopt;
    return insert_new(tx, network, wanted, previous_ends_on, author);
}

// The chain is opened and closed around the new link; that it fits is checked by the database when the
// transaction ends.
Result<MandateId> enter_past(db::Tx& tx, const NetworkId& network, const Appointment& wanted,
                             const organisations::Author& author)
{
    if (!wanted.ends_on)
        throw std::logic_error("a time that is over has an end");
    TRY(club(tx, network, wanted.organisation));
    if (!has(organisations::ever_active_in(tx, network, wanted.village), wanted.organisation))
        return refused("verein", "Dieser Verein war in dem Dorf nie eingetragen."_de);
    if (trim(wanted.decided).empty())
        return refused("beschluss", "Schreib dazu, wer das wann beschlossen hat."_de);
    if (*wanted.ends_on <= wanted.starts_on)
        return refused("bis", "Das Ende muss nach dem Anfang liegen."_de);
    if (*wanted.ends_on > add_days(date_of(author.clock.now()), 1))
        return refused("bis", "Hier trägst du nur ein, was vorbei ist."_de);
    const auto neighbours = TRY(neighbours_of(tx, network, wanted));
    if (neighbours.after)
        follow(tx, network, neighbours.after->id, *wanted.ends_on);
    const auto previous = neighbours.before ? neighbours.before->ends_on : std::nullopt;
    return insert_new(tx, network, wanted, previous, author);
}

Result<Mandate> check_ending(db::Reader& reader, const NetworkId& network, const VillageId& village,
                             Date ends_on)
{
    const auto all = mandates_of_village(reader, network, village);
    if (all.empty() || all.front().ends_on)
        return Error{.kind = Err::missing, .text = "Dieses Dorf hat gerade keinen Netzwerkverein."_de};
    if (ends_on <= all.front().starts_on)
        return refused("bis", "Das Ende muss nach dem Anfang liegen."_de);
    return all.front();
}

Result<Done> end_mandate(db::Tx& tx, const NetworkId& network, const VillageId& village, Date ends_on)
{
    TRY(check_ending(tx, network, village, ends_on));
    close(tx, network, village, ends_on);
    return Done{};
}

} // namespace dorfnetz::mandates
