#pragma once

#include "features/decisions/decisions_service.hpp"
#include "features/decisions/feature.hpp"
#include "features/lineage/feature.hpp"
#include "features/meetings/feature.hpp"
#include "features/meetings/meetings_for_tests.hpp"

#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace dorfnetz::decisions {

// A meeting of the network that runs, with one matter: Aue, Berg and Tal are there with a delegate each; Wald
// has no lead club and so no vote.
class WithMotions : public meetings::WithMeetings
{
protected:
    WithMotions()
        : WithMeetings({[](web::Site& filled) {
                            lineage::register_feature(filled, {meetings::lineage_kind(), lineage_kind()});
                        },
                        register_feature})
    {
        meeting = given_running();
        for (const auto& village : {aue, berg, tal})
            EXPECT_TRUE(represent(meeting, village, {.presence = meetings::Presence::delegate}));
        const auto here = context();
        item = written([&](db::Tx& tx) {
                   return meetings::add_item(tx, here, meeting, {.title = "Zelt"}, meetings::ItemStatus::on);
               }).value();
    }

    web::Context as(const web::Actor& actor)
    {
        auto here = context();
        here.actor = actor;
        return here;
    }

    static web::Actor delegate(const VillageId& village, const std::string& user = "delegate")
    {
        return {.user = web::UserId(user),
                .name = user,
                .session = {},
                .grants = {{web::Role::lead_editor, village.text()}}};
    }

    static web::Actor leader()
    {
        return {.user = web::UserId("leader"),
                .name = "Leitung",
                .session = {},
                .grants = {{web::Role::coordinator, ""}}};
    }

    static MotionDraft tent(Way way = Way::open, Majority majority = Majority::simple)
    {
        return {.title = "Ein Zelt für alle",
                .wording = "Die Dörfer kaufen zusammen ein Zelt.",
                .way = way,
                .majority = majority};
    }

    MotionId given_draft(const MotionDraft& draft)
    {
        const auto here = as(leader());
        return written([&](db::Tx& tx) { return propose(tx, here, item, draft); }).value();
    }

    MotionId given_open(Way way = Way::open, Majority majority = Majority::simple)
    {
        const auto id = given_draft(tent(way, majority));
        EXPECT_TRUE(done(leader(), [&](db::Tx& tx, const web::Context& here) { return open(tx, here, id); }));
        return id;
    }

    template <class F>
    Result<Done> done(const web::Actor& actor, F&& work)
    {
        const auto here = as(actor);
        return written([&](db::Tx& tx) -> Result<Done> { return work(tx, here); });
    }

    Result<Done> vote(const web::Actor& actor, const MotionId& id, const VillageId& village, Choice choice)
    {
        return done(
            actor, [&](db::Tx& tx, const web::Context& here) { return cast(tx, here, id, village, choice); });
    }

    Result<Done> close_vote(const MotionId& id)
    {
        return done(leader(), [&](db::Tx& tx, const web::Context& here) { return close(tx, here, id); });
    }

    Motion now(const MotionId& id)
    {
        return read([&](db::Reader& reader) { return motion_by_id(reader, network.id, id); }).value();
    }

    // The refusal as somebody reads it.
    static std::string said(const Result<Done>& result)
    {
        return result ? std::string() : i18n::error_text(i18n::Language::de, result.error());
    }

    MeetingId meeting;
    AgendaItemId item;
};

} // namespace dorfnetz::decisions
