#include "features/asking/asking_pages.hpp"
#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"

#include <optional>

// What waits for who asks: people to call and letters to print, and searches that found too few.
namespace dorfnetz::asking {

namespace {

using web::Context;

struct Tally
{
    std::int64_t count = 0;
    std::optional<Timestamp> oldest = {};
    std::string path = {};

    void add(const ShiftId& shift, Timestamp since)
    {
        ++count;
        if (oldest && *oldest <= since)
            return;
        oldest = since;
        path = path_of(shift, "/stand");
    }
};

std::vector<web::Waiting> waiting_for(const Context& context, db::Reader& reader)
{
    if (!web::Access::entry_editors().allows(context.actor))
        return {};
    Tally errands;
    Tally too_few;
    for (const auto& search : store::all_searches(reader, context.network.id)) {
        const auto open = activities::shift_by_id(reader, context.network.id, search.shift);
        if (!open || open->shift.starts_at <= context.now() || !may_search(reader, context, *open))
            continue;
        const bool has_ended = search.ended == Ended::nobody_left || search.ended == Ended::asker_gone ||
                               search.ended == Ended::full;
        if (has_ended && open->shift.free_places() > 0)
            too_few.add(search.shift, search.wave_at.value_or(context.now()));
        if (search.state == State::ended)
            continue;
        for (const auto& asked : store::asked_for(reader, context.network.id, search.shift))
            if ((asked.is_to_call() || asked.is_to_print()) && to_be_asked(reader, context, asked))
                errands.add(search.shift, *asked.asked_at);
    }
    std::vector<web::Waiting> waiting;
    const auto add = [&](const Tally& found, German heading, German text) {
        if (found.count > 0)
            waiting.push_back({.state = web::Waiting::State::open,
                               .count = found.count,
                               .heading = context.t(heading),
                               .text = context.t(text),
                               .link = context.t("Zur ersten"_de),
                               .path = found.path,
                               .oldest = found.oldest});
    };
    add(errands, "Anrufen oder Brief schicken"_de,
        "Diese Menschen sind dran, haben aber keine E-Mail oder wollen angesprochen werden."_de);
    add(too_few, "Es fehlen noch Leute"_de,
        "Alle, die du ausgesucht hattest, sind gefragt, oder es ist wieder ein Platz frei. Such noch jemanden aus."_de);
    return waiting;
}

} // namespace

void add_desk(web::Site& site)
{
    site.add(web::DeskItems{.order = 21, .waiting = waiting_for});
}

} // namespace dorfnetz::asking
