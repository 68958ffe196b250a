#include "features/exchange/exchange_for_tests.hpp"
#include "features/exchange/exchange_pages.hpp"

namespace dorfnetz::exchange {

namespace {

class ExchangePages : public WithExchange
{
protected:
    void sign_in_for(const OrganisationId& organisation)
    {
        site.sign_in_as(web::Role::organisation_editor, organisation.text());
    }

    support::Answer step(const BookingId& id, std::vector<std::pair<std::string, std::string>> fields)
    {
        fields.emplace_back("version", std::to_string(booking(id).version));
        return site.submit(booking_path(id), booking_path(id), fields);
    }

    std::string ask_path() const { return path_of(tent) + "/anfragen"; }
};

} // namespace

TEST_F(ExchangePages, show_everybody_what_is_lent_and_nobody_who_has_it)
{
    agreed(firemen, days("2026-12-05", "2026-12-06"));
    const auto board = site.get("/leihen");
    EXPECT_TRUE(board.says("Festzelt"));
    const auto page = site.get("/leihen/festzelt");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.says("10 × 5 m"));
    EXPECT_TRUE(page.says("50 €"));
    EXPECT_TRUE(page.says("5. Dezember"));
    EXPECT_FALSE(page.says("Feuerwehr"));
    EXPECT_TRUE(page.says("/nachricht"));
}

TEST_F(ExchangePages, find_by_words_days_and_distance)
{
    auto hall = tent_draft();
    hall.kind = ThingKind::room;
    hall.title = "Gemeindesaal";
    hall.village = berg;
    hall.owner = firemen;
    ASSERT_TRUE(written([&](db::Tx& tx) { return add_thing(tx, network.id, hall, author()); }));
    const auto shows = [&](const std::string& query) { return site.get("/leihen?" + query); };
    EXPECT_FALSE(shows("q=festzelt").says("Gemeindesaal"));
    EXPECT_TRUE(shows("q=Wer+hat+ein+Festzelt+im+Dezember+im+Umkreis+von+50+km+um+Berg").says("Festzelt"));
    EXPECT_TRUE(shows("q=Festzelt+3+km+um+Berg").says("noch niemand"));
    EXPECT_FALSE(shows("dorf=aue").says("Gemeindesaal"));
    EXPECT_TRUE(shows("dorf=aue&km=50").says("Gemeindesaal"));
    EXPECT_TRUE(shows("art=room").says("Gemeindesaal"));
    EXPECT_TRUE(shows("q=Zelt+10+km").says("Von welchem Dorf aus?"));
    EXPECT_TRUE(shows("von=unsinn").says("nicht verstanden"));
    EXPECT_TRUE(shows("von=5.12.&bis=6.12.").says("tag pine\">frei"));
    agreed(firemen, days("2026-12-06", "2026-12-06"));
    const auto partly = shows("von=5.12.&bis=6.12.&q=Festzelt");
    EXPECT_TRUE(partly.says("zum Teil frei"));
    EXPECT_TRUE(partly.says("Frei: Sa., 5. Dezember"));
    EXPECT_TRUE(shows("von=6.12.&q=Festzelt").says("vergeben"));
}

TEST_F(ExchangePages, lead_from_asking_to_bringing_back)
{
    sign_in_for(firemen);
    const auto asked = site.submit(ask_path(), ask_path(),
                                   {{"von", "5.12."},
                                    {"von_halb", "0"},
                                    {"bis", "6.12."},
                                    {"bis_halb", "1"},
                                    {"text", "Für das <b>Dorffest</b>"}});
    ASSERT_EQ(asked.status, 303);
    const BookingId id{
        asked.location().substr(std::string(desk_path).size() + std::string("/buchungen/").size(), 36)};
    EXPECT_TRUE(site.get(booking_path(id)).says("&lt;b&gt;Dorffest"));
    EXPECT_FALSE(site.get(booking_path(id)).says("zusagen\"")) << "only the owner says yes";

    sign_in_for(singers);
    EXPECT_TRUE(site.get("/redaktion/leihen").says("Wartet auf eure Zusage"));
    EXPECT_EQ(step(id, {{"schritt", "zusagen"}}).status, 303);
    EXPECT_EQ(step(id, {{"schritt", "ausgeben"}, {"zustand_aus", "heil"}}).status, 303);
    EXPECT_EQ(step(id, {{"schritt", "zurueck"}, {"zustand_ein", "sauber"}, {"schaden", ""}}).status, 303);
    EXPECT_EQ(booking(id).status, BookingStatus::returned);
    EXPECT_TRUE(site.get("/leihen").says("hat einmal geholfen"));
}

TEST_F(ExchangePages, of_a_booking_are_for_its_two_sides_alone)
{
    const auto id = asked(firemen, days("2026-12-05", "2026-12-06")).value();
    sign_in_for(given(club("Beispiel Angler")));
    EXPECT_EQ(site.get(booking_path(id)).status, 404);
    EXPECT_FALSE(site.get(path_of(tent)).says("Beispiel Feuerwehr"));
    site.sign_in_as(web::Role::lead_editor, berg.text());
    EXPECT_EQ(site.get(booking_path(id)).status, 200) << "speaks for the firemen";
    site.sign_in_as(web::Role::coordinator);
    EXPECT_EQ(site.get(booking_path(id)).status, 200);
}

TEST_F(ExchangePages, let_the_borrower_take_no_step_of_the_owner)
{
    const auto id = asked(firemen, days("2026-12-05", "2026-12-06")).value();
    sign_in_for(firemen);
    EXPECT_EQ(step(id, {{"schritt", "zusagen"}}).status, 409);
    EXPECT_EQ(booking(id).status, BookingStatus::requested);
    EXPECT_EQ(step(id, {{"schritt", "absagen"}, {"grund", "Es regnet."}}).status, 303);
    EXPECT_EQ(booking(id).status, BookingStatus::cancelled);
}

TEST_F(ExchangePages, refuse_what_is_taken_and_keep_what_was_typed)
{
    agreed(firemen, days("2026-12-05", "2026-12-06"));
    sign_in_for(firemen);
    const auto refused = site.submit(
        ask_path(), ask_path(),
        {{"von", "6.12."}, {"von_halb", "0"}, {"bis", ""}, {"bis_halb", "1"}, {"text", "Kinderfest"}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.says("Frei wäre es"));
    EXPECT_TRUE(refused.says("Kinderfest"));
}

TEST_F(ExchangePages, let_only_the_owner_change_a_thing)
{
    const auto edit = thing_edit_path(tent.id);
    sign_in_for(firemen);
    EXPECT_EQ(site.get(edit).status, 404);
    EXPECT_EQ(site.get(edit + "/etikett.pdf").status, 404);
    EXPECT_EQ(site.get("/redaktion/leihen/etiketten.pdf").status, 404) << "they lend nothing";
    sign_in_for(singers);
    EXPECT_EQ(site.get(edit).status, 200);
    EXPECT_EQ(site.get(edit + "/etikett.pdf").headers.find("content-type"), "application/pdf");
    EXPECT_EQ(site.get("/redaktion/leihen/etiketten.pdf").headers.find("content-type"), "application/pdf");
}

TEST_F(ExchangePages, take_a_new_thing_and_ask_before_it_is_withdrawn)
{
    sign_in_for(singers);
    const std::string form = "/redaktion/leihen/sachen/neu";
    std::vector<std::pair<std::string, std::string>> fields{
        {"titel", "Beamer"},  {"art", "thing"},       {"verein", singers.text()},
        {"dorf", aue.text()}, {"pfand", "12,5 Euro"}, {"leiher", "clubs"},
        {"vorher", "0"},      {"nachher", "1"}};
    const auto added = site.submit(form, form, fields);
    ASSERT_EQ(added.status, 303);
    EXPECT_TRUE(site.get("/leihen/beamer").says("12,50 €"));
    fields[4].second = "viel";
    EXPECT_EQ(site.submit(form, form, fields).status, 422);

    const auto edit = thing_edit_path(tent.id);
    const auto asked_first = site.submit(edit, edit + "/zurueckziehen", {});
    EXPECT_TRUE(asked_first.says("nicht mehr verleihen?"));
    EXPECT_EQ(site.get("/leihen/festzelt").status, 200);
    site.submit(edit, edit + "/zurueckziehen", {{"sicher", "1"}});
    site.sign_out();
    EXPECT_EQ(site.get("/leihen/festzelt").status, 404);
}

TEST_F(ExchangePages, lead_from_a_need_by_an_answer_to_a_booking)
{
    sign_in_for(firemen);
    const std::string form = "/redaktion/leihen/gesuche/neu";
    const auto posted = site.submit(form, form,
                                    {{"titel", "Zelt, etwa 10 m"},
                                     {"art", "thing"},
                                     {"verein", firemen.text()},
                                     {"dorf", berg.text()},
                                     {"von", "5.12."},
                                     {"bis", "6.12."},
                                     {"zeigen_bis", "31.12."},
                                     {"kind", "need"}});
    ASSERT_EQ(posted.status, 303);
    const std::string need = "/gesuche/zelt-etwa-10-m";
    EXPECT_TRUE(site.get("/leihen?ansicht=gesuche").says("Zelt, etwa 10 m"));
    EXPECT_EQ(site.get(need + "/antworten").status, 404) << "nobody answers themselves";

    sign_in_for(singers);
    EXPECT_TRUE(site.get(need).says("Wir haben das"));
    const auto answered = site.submit(need + "/antworten", need + "/antworten",
                                      {{"sache", tent.id.text()},
                                       {"von", "5.12."},
                                       {"von_halb", "0"},
                                       {"bis", "6.12."},
                                       {"bis_halb", "1"},
                                       {"text", "Gern."}});
    ASSERT_EQ(answered.status, 303);

    sign_in_for(firemen);
    const auto post = site.pool().read(
        [&](db::Reader& reader) { return post_by_slug(reader, network.id, "zelt-etwa-10-m").value(); });
    EXPECT_TRUE(site.get(post_edit_path(post.id)).says("Festzelt: Sa., 5. Dezember"));
    const auto answer =
        site.pool().read([&](db::Reader& reader) { return answers_to(reader, network.id, post.id).at(0); });
    const auto path = "/redaktion/leihen/antworten/" + answer.id.text();
    const auto agreed_now = site.submit(post_edit_path(post.id), path, {{"schritt", "nehmen"}});
    ASSERT_EQ(agreed_now.status, 303);
    EXPECT_TRUE(agreed_now.location().starts_with("/redaktion/leihen/buchungen/"));
    site.sign_out();
    EXPECT_TRUE(site.get(need).says("hat sich gefunden"))
        << "an address that was sent goes on saying what became of it";
    EXPECT_FALSE(site.get("/leihen?ansicht=gesuche").says("Zelt, etwa 10 m"));
}

TEST_F(ExchangePages, stand_on_the_page_of_the_village)
{
    EXPECT_TRUE(site.get("/doerfer/aue").says("Festzelt"));
    EXPECT_FALSE(site.get("/doerfer/berg").says("Festzelt"));
}

TEST_F(ExchangePages, of_an_owner_who_is_not_public_are_not_public_either)
{
    ASSERT_TRUE(
        written([&](db::Tx& tx) { return organisations::archive(tx, network.id, singers, author()); }));
    EXPECT_EQ(site.get("/leihen/festzelt").status, 404);
    EXPECT_FALSE(site.get("/leihen").says("Festzelt"));
    EXPECT_EQ(site.get("/leihen?q=Festzelt").status, 200);
}

} // namespace dorfnetz::exchange
