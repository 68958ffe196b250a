#include "features/lineage/feature.hpp"
#include "foundation/web/page.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::lineage {

namespace {

using web::Context;

// Of a kind that everybody sees, and of one that only who is signed in sees. What is called "weg" is deleted.
std::map<std::string, Told> described(std::string_view kind, const std::vector<std::string>& ids)
{
    std::map<std::string, Told> told;
    for (const auto& id : ids)
        if (id != "weg")
            told[id] = {.title = "Titel von " + id,
                        .path = std::string("/").append(kind).append(1, '/').append(id)};
    return told;
}

std::vector<Kind> kinds()
{
    return {
        {.key = "offenes",
         .singular = "Termin"_de,
         .describe = [](const Context&, db::Reader&,
                        const std::vector<std::string>& ids) { return described("offenes", ids); },
         .making =
             Making{.path = "/neu", .label = "Termin daraus machen"_de, .access = web::Access::editors()}},
        {.key = "geheimes",
         .singular = "Termin"_de,
         .describe = [](const Context& context, db::Reader&, const std::vector<std::string>& ids) {
             return context.actor.signed_in() ? described("geheimes", ids) : std::map<std::string, Told>();
         }}};
}

Result<http::Response> show(Context& context)
{
    return context.pool().read([&](db::Reader& reader) {
        const Record record{.kind = "offenes", .id = std::string(context.parameter("id"))};
        auto parts = draw(context, reader, record);
        parts += draw_making(context, reader, record, {"geheimes", "offenes", "unbekanntes"}, "punkt=7");
        return web::page(context, {.title = "Etwas"}, parts);
    });
}

std::vector<web::Field> fields()
{
    return {{.name = "titel", .label = "Titel", .required = true}};
}

http::Response form_page(const Context& context, web::FormValues values)
{
    const auto origin = context.pool().read([&](db::Reader& reader) { return origin_of(context, reader); });
    auto all = fields();
    carry(origin, all, values);
    auto shown = draw(origin);
    shown += web::draw_form(context, {.action = "/neu", .submit = "Weiter"}, all, values);
    return web::page(context, {.title = "Neu"}, shown);
}

Result<http::Response> make(Context& context)
{
    const auto sent = web::read_form(context, fields());
    if (!sent.ok())
        return form_page(context, sent.values);
    const auto origin = context.pool().read([&](db::Reader& reader) { return origin_of(context, reader); });
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        link(tx, context.network.id, origin, {.kind = "offenes", .id = sent.values.text("titel")},
             context.now());
        return Done{};
    }));
    return web::redirect(context, "/offenes/" + sent.values.text("titel"));
}

void register_pages(web::Site& site)
{
    register_feature(site, kinds());
    site.get("/offenes/{id}", web::Access::everyone(), show);
    site.get("/neu", web::Access::everyone(),
             [](Context& context) -> Result<http::Response> { return form_page(context, {}); });
    site.post("/neu", web::Access::everyone(), make);
}

class Lineage : public testing::Test
{
protected:
    void given_link(const Record& from, const Record& to)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            link(tx, site.network(), from, to, site.clock.now());
            return Done{};
        });
    }

    support::TestSite site{{register_pages}};
    const Record decision{.kind = "offenes", .id = "beschluss"};
    const Record date{.kind = "offenes", .id = "putztag"};
};

} // namespace

TEST_F(Lineage, is_told_on_the_pages_of_both)
{
    given_link(decision, date);
    const auto of_the_first = site.get("/offenes/beschluss");
    EXPECT_TRUE(of_the_first.says("Daraus wurde"));
    EXPECT_TRUE(of_the_first.says("<a href=\"/offenes/putztag\">Titel von putztag</a>"));
    EXPECT_FALSE(of_the_first.says("Entstanden aus"));
    const auto of_the_second = site.get("/offenes/putztag");
    EXPECT_TRUE(of_the_second.says("Entstanden aus"));
    EXPECT_TRUE(of_the_second.says("<a href=\"/offenes/beschluss\">Titel von beschluss</a>"));
    EXPECT_FALSE(of_the_second.says("Daraus wurde"));
}

TEST_F(Lineage, says_nothing_about_what_is_gone_or_not_for_this_actor)
{
    given_link(decision, {.kind = "offenes", .id = "weg"});
    given_link(decision, {.kind = "geheimes", .id = "notiz"});
    given_link(decision, {.kind = "fremdes", .id = "etwas"});
    EXPECT_FALSE(site.get("/offenes/beschluss").says("Woher und wohin"));
    site.sign_in_as(web::Role::lead_editor, "aue");
    const auto page = site.get("/offenes/beschluss");
    EXPECT_TRUE(page.says("Titel von notiz"));
    EXPECT_FALSE(page.says("Titel von weg"));
}

TEST_F(Lineage, of_a_deleted_record_goes_in_both_directions_and_no_other)
{
    given_link(decision, date);
    given_link(date, {.kind = "offenes", .id = "bericht"});
    given_link(decision, {.kind = "offenes", .id = "aufgabe"});
    given_link({.kind = "geheimes", .id = "putztag"}, {.kind = "offenes", .id = "aufgabe"});
    site.given([&](db::Tx& tx) -> Result<Done> {
        forget(tx, site.network(), date);
        return Done{};
    });
    site.pool().read([&](db::Reader& reader) {
        EXPECT_EQ(results_of(reader, site.network(), decision),
                  (std::vector<Record>{{.kind = "offenes", .id = "aufgabe"}}));
        EXPECT_TRUE(results_of(reader, site.network(), date).empty());
        EXPECT_TRUE(sources_of(reader, site.network(), {.kind = "offenes", .id = "bericht"}).empty());
        EXPECT_EQ(sources_of(reader, site.network(), {.kind = "offenes", .id = "aufgabe"}).size(), 2U);
    });
}

TEST_F(Lineage, is_kept_once_however_often_it_is_said)
{
    given_link(decision, date);
    given_link(decision, date);
    site.pool().read(
        [&](db::Reader& reader) { EXPECT_EQ(results_of(reader, site.network(), decision).size(), 1U); });
}

TEST_F(Lineage, does_not_cross_from_one_network_to_another)
{
    given_link(decision, date);
    const auto other = site.add_network("muster", "muster.example");
    site.pool().read([&](db::Reader& reader) { EXPECT_TRUE(results_of(reader, other, decision).empty()); });
}

TEST_F(Lineage, begins_with_the_address_and_outlives_a_refused_form)
{
    const auto from = "/neu?aus=offenes%3Abeschluss";
    EXPECT_TRUE(site.get(from).says("Entsteht aus:"));
    const auto refused = site.submit(from, "/neu", {{"titel", ""}, {"aus", "offenes:beschluss"}});
    EXPECT_TRUE(refused.says("name=\"aus\" value=\"offenes:beschluss\"")) << refused.body;
    EXPECT_EQ(site.submit(from, "/neu", {{"titel", "putztag"}, {"aus", "offenes:beschluss"}}).location(),
              "/offenes/putztag");
    EXPECT_TRUE(site.get("/offenes/putztag").says("Titel von beschluss"));
}

TEST_F(Lineage, that_is_invented_or_not_for_this_actor_is_none)
{
    for (const auto* invented :
         {"offenes:weg", "geheimes:notiz", "fremdes:etwas", "offenes:", ":x", "offenes"}) {
        EXPECT_FALSE(site.get("/neu?aus=" + http::percent_encode(invented)).says("Entsteht aus")) << invented;
        const auto title = "aus-" + std::to_string(std::string_view(invented).size());
        site.submit("/neu", "/neu", {{"titel", title}, {"aus", invented}});
        site.pool().read([&](db::Reader& reader) {
            EXPECT_TRUE(sources_of(reader, site.network(), {.kind = "offenes", .id = title}).empty())
                << invented;
        });
    }
}

TEST_F(Lineage, is_offered_to_whoever_may_make_something)
{
    EXPECT_FALSE(site.get("/offenes/beschluss").says("Termin daraus machen"));
    site.sign_in_as(web::Role::lead_editor, "aue");
    EXPECT_TRUE(site.get("/offenes/beschluss").says("href=\"/neu?aus=offenes%3Abeschluss&amp;punkt=7\""));
}

} // namespace dorfnetz::lineage
