#pragma once

#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "features/exchange/feature.hpp"
#include "features/pictures/feature.hpp"
#include "features/villages/feature.hpp"
#include "tests/support/register.hpp"

#include <gtest/gtest.h>
#include <string>

namespace dorfnetz::exchange {

// Two clubs in two villages, twelve kilometres or so apart, and a tent of the first. It is 22 November 2026,
// a Sunday, eleven o'clock.
class WithExchange : public organisations::test::RegisterTest
{
protected:
    WithExchange()
        : RegisterTest{{villages::register_feature, organisations::register_feature,
                        pictures::register_feature, register_feature}}
    {
        singers = given(club("Beispiel Chor"));
        auto of_berg = club("Beispiel Feuerwehr");
        of_berg.villages = {berg};
        firemen = given(of_berg);
        network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
        tent = written([&](db::Tx& tx) { return add_thing(tx, network.id, tent_draft(), author()); }).value();
    }

    ThingDraft tent_draft() const
    {
        return {.owner = singers,
                .village = aue,
                .place = "im Gerätehaus",
                .title = "Festzelt",
                .description = "Mit Seitenwänden.",
                .size = "10 × 5 m",
                .deposit_cents = 50'00};
    }

    // A tent is looked for, for the first weekend in December.
    PostDraft need() const
    {
        return {.kind = PostKind::need,
                .category = Category::thing,
                .organisation = firemen,
                .village = berg,
                .title = "Zelt, etwa 10 m",
                .days = Days{*date_from_iso("2026-12-05"), *date_from_iso("2026-12-06")},
                .expires_on = *date_from_iso("2026-12-31")};
    }

    Post posted(const PostDraft& draft)
    {
        return written([&](db::Tx& tx) { return add_post(tx, network, draft, author()); }).value();
    }

    Result<Done> answered(const Post& post, const AnswerDraft& draft)
    {
        return written([&](db::Tx& tx) { return answer(tx, context(), post.id, draft); });
    }

    Answer only_answer(const Post& post)
    {
        return site.pool()
            .read([&](db::Reader& reader) { return answers_to(reader, network.id, post.id); })
            .at(0);
    }

    AnswerDraft with_the_tent() const
    {
        return {.organisation = singers, .thing = tent.id, .when = days("2026-12-05", "2026-12-06")};
    }

    web::Context context() { return web::context_of_a_job(site.environment(), site.site(), network); }

    template <class F>
    auto written(F&& work) -> std::invoke_result_t<F&, db::Tx&>
    {
        return site.pool().write(db::Scope::of(network.id), std::forward<F>(work));
    }

    static Span days(const char* first, const char* last)
    {
        return whole_days(*date_from_iso(first), *date_from_iso(last));
    }

    Result<BookingId> asked(const OrganisationId& borrower, const Span& used)
    {
        return written([&](db::Tx& tx) {
            return request(tx, context(),
                           {.thing = tent.id, .borrower = borrower, .used = used, .words = "Dorffest"});
        });
    }

    BookingId agreed(const OrganisationId& borrower, const Span& used)
    {
        const auto id = asked(borrower, used).value();
        EXPECT_TRUE(written([&](db::Tx& tx) { return agree(tx, context(), id, booking(id).version); }));
        return id;
    }

    Booking booking(const BookingId& id)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return booking_by_id(reader, network.id, id).value(); });
    }

    std::set<HalfDay> taken(const Span& within)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return store::taken(reader, network.id, tent.id, within); });
    }

    std::vector<std::string> mails()
    {
        return site.pool().read([&](db::Reader& reader) {
            return reader.list(
                R"sql(SELECT subject FROM outbox WHERE network_id = :network ORDER BY created_at, id)sql",
                {{"network", network.id}}, [](db::Row& row) { return row.take<std::string>(); });
        });
    }

    // So that mails of its own go somewhere.
    void give_mailboxes()
    {
        for (const auto& [id, address] :
             {std::pair{singers, "chor@dorf.example"}, {firemen, "wehr@dorf.example"}}) {
            auto entry = stored(id).entry;
            entry.email = accounts::Guarded<accounts::Audience::village>(std::string(address));
            EXPECT_TRUE(change(id, stored(id).version, entry));
        }
    }

    OrganisationId singers;
    OrganisationId firemen;
    web::Network network;
    Thing tent;
};

} // namespace dorfnetz::exchange
