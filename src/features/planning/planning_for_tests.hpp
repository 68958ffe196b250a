#pragma once

#include "features/asking/asking_for_tests.hpp"
#include "features/planning/feature.hpp"
#include "features/planning/planning_service.hpp"
#include "features/planning/planning_store.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::planning {

using Names = std::vector<std::string>;

// The festival of asking::WithPeopleToAsk: two for the grill from 10 to 12, one for the tent at the same
// time, and two for the bar from 12 to 14.
class WithPlans : public asking::WithPeopleToAsk
{
protected:
    WithPlans() : WithPeopleToAsk({register_feature})
    {
        tent = shift(festival, {.title = "Zelt aufbauen"}, 1, hours(0, 2));
        bar = shift(festival, {.title = "Ausschank"}, 2, hours(2, 2));
        needs_at_least(grill, 2);
        needs_at_least(tent, 1);
        needs_at_least(bar, 1);
    }

    void needs_at_least(const ShiftId& shift, std::int64_t least)
    {
        const auto most = open(shift).shift.most;
        site.given([&](db::Tx& tx) -> Result<Done> {
            return activities::change_shift(tx, network, shift, {.least = least, .most = most}, author());
        });
    }

    std::string page(const std::string& end = {})
    {
        return "/redaktion/termine/" + festival.text() + "/plan" + end;
    }

    Result<Done> try_begin(const Rules& rules = {})
    {
        const auto context = as_lead();
        return written([&](db::Tx& tx) { return begin(tx, context, festival, rules); });
    }

    void run_jobs()
    {
        jobs::Jobs jobs({.pool = site.pool(), .clock = site.clock, .random = site.random});
        register_jobs(jobs, site.environment(), site.site());
        jobs.run_due();
    }

    void plan(const Rules& rules = {})
    {
        ASSERT_TRUE(try_begin(rules));
        run_jobs();
        ASSERT_TRUE(stored().made_at) << "it is worked out";
    }

    Plan stored()
    {
        return read([&](db::Reader& reader) { return store::plan_of(reader, network.id, festival).value(); });
    }

    std::vector<PlannedPlace> places()
    {
        return read([&](db::Reader& reader) { return store::places_of(reader, network.id, festival); });
    }

    Names names_for(const ShiftId& shift)
    {
        Names names;
        for (const auto& place : places())
            if (place.shift == shift && place.mark != Mark::ruled_out)
                names.push_back(given.stored(place.person)->data.given_name);
        std::ranges::sort(names);
        return names;
    }

    std::size_t count_placed()
    {
        return names_for(grill).size() + names_for(tent).size() + names_for(bar).size();
    }

    Result<Done> try_move(const Move& wanted)
    {
        const auto context = as_lead();
        return written([&](db::Tx& tx) { return move(tx, context, festival, wanted); });
    }

    void wish(const PlanWish& wish)
    {
        const auto context = as_lead();
        ASSERT_TRUE(written([&](db::Tx& tx) { return put_wish(tx, context, festival, wish); }));
    }

    std::vector<asking::Invitation> asked_now()
    {
        const auto context = as_lead();
        return read([&](db::Reader& reader) {
            return to_be_asked(reader, context, festival, rosters_of(reader, context, festival)).now;
        });
    }

    Result<asking::Asking> try_ask(const std::string& message = {})
    {
        return try_ask_those(mark_of(asked_now()), message);
    }

    Result<asking::Asking> try_ask_those(const std::string& seen, const std::string& message = {})
    {
        const auto context = as_lead();
        return written([&](db::Tx& tx) { return planning::ask(tx, context, festival, message, seen); });
    }

    web::Context as(const web::Actor& actor)
    {
        auto other = context();
        other.actor = actor;
        return other;
    }

    PersonId builder(const std::string& name)
    {
        auto builder = draft(name);
        builder.tasks = {"setup"};
        return given.person(builder);
    }

    ShiftId tent;
    ShiftId bar;
};

} // namespace dorfnetz::planning
