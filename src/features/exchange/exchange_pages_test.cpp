#include "features/exchange/exchange_for_tests.hpp"
#include "features/exchange/exchange_pages.hpp"
#include "features/pictures/pictures_store.hpp"

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

    support::Answer answer_step(const Post& post, const std::string& from,
                                std::vector<std::pair<std::string, std::string>> fields)
    {
        return site.submit(from, std::string(desk_path) + "/antworten/" + only_answer(post).id.text(),
                           fields);
    }

    support::Answer ask(const std::string& day)
    {
        return site.submit(
            ask_path(), ask_path(),
            {{"von", day}, {"von_halb", "0"}, {"bis", ""}, {"bis_halb", "1"}, {"text", "Fest"}});
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

TEST_F(ExchangePages, bring_needs_offers_and_those_who_could_help_together)
{
    const std::string form = "/redaktion/leihen/gesuche/neu";
    const auto post = [&](const std::string& kind, const OrganisationId& who, const std::string& title,
                          const std::string& art) {
        sign_in_for(who);
        const auto posted = site.submit(form, form,
                                        {{"titel", title},
                                         {"art", art},
                                         {"verein", who.text()},
                                         {"dorf", berg.text()},
                                         {"zeigen_bis", "31.12."},
                                         {"kind", kind}});
        ASSERT_EQ(posted.status, 303) << title;
    };
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(organisations::create(
            tx, site.network(),
            {.entry = {.name = "Beispiel Küchenverein", .villages = {berg}, .strengths = {"kitchen"}},
             .status = organisations::Status::published},
            {.clock = site.clock, .random = site.random}));
        return Done{};
    });
    post("need", firemen, "Moderation und Küche gesucht", "know_how");
    post("offer", singers, "Moderationen aller Art", "know_how");
    post("offer", singers, "Moderation ausleihen", "hands");

    site.sign_out();
    const auto need = site.get("/gesuche/moderation-und-kueche-gesucht");
    EXPECT_TRUE(need.says("Das wird angeboten"));
    EXPECT_TRUE(need.says("Moderationen aller Art"));
    EXPECT_FALSE(need.says("Moderation ausleihen")) << "that are hands and no know-how";
    EXPECT_TRUE(need.says("Wer vielleicht helfen kann"));
    EXPECT_TRUE(need.says("stark in: Küche · am Ort"));
    const auto offer = site.get("/angebote/moderationen-aller-art");
    EXPECT_TRUE(offer.says("Das wird gesucht"));
    EXPECT_TRUE(offer.says("Moderation und Küche gesucht"));
    EXPECT_FALSE(offer.says("Wer vielleicht helfen kann"));
}

TEST_F(ExchangePages, take_no_need_for_the_same_as_an_offer_by_words_that_stand_everywhere)
{
    const auto post = [&](const std::string& kind, const OrganisationId& who, const std::string& title) {
        const std::string form = "/redaktion/leihen/gesuche/neu";
        sign_in_for(who);
        ASSERT_EQ(site.submit(form, form,
                              {{"titel", title},
                               {"art", "know_how"},
                               {"verein", who.text()},
                               {"dorf", berg.text()},
                               {"zeigen_bis", "31.12."},
                               {"kind", kind}})
                      .status,
                  303)
            << title;
    };
    post("need", firemen, "Eine Stimme für eure Leute gesucht");
    post("offer", singers, "Eine Kamera für eure Leute");
    post("offer", singers, "Stimmbildung und Stimmen");
    site.sign_out();
    const auto need = site.get("/gesuche/eine-stimme-fuer-eure-leute-gesucht");
    ASSERT_EQ(need.status, 200);
    EXPECT_TRUE(need.says("Stimmbildung und Stimmen"));
    EXPECT_FALSE(need.says("Eine Kamera für eure Leute"));
}

// "im Saal" says where it is, not what is needed.
TEST_F(ExchangePages, name_those_who_could_help_by_the_title_before_the_text)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        for (const auto& [name, strength] :
             {std::pair("Beispiel Saalverein", "rooms"), std::pair("Beispiel Tonverein", "sound_light")})
            TRY(organisations::create(tx, site.network(),
                                      {.entry = {.name = name, .villages = {berg}, .strengths = {strength}},
                                       .status = organisations::Status::published},
                                      {.clock = site.clock, .random = site.random}));
        return Done{};
    });
    const auto post = [&](const std::string& title, const std::string& text) {
        const std::string form = "/redaktion/leihen/gesuche/neu";
        sign_in_for(firemen);
        const auto posted = site.submit(form, form,
                                        {{"titel", title},
                                         {"text", text},
                                         {"art", "thing"},
                                         {"verein", firemen.text()},
                                         {"dorf", berg.text()},
                                         {"von", "5.12."},
                                         {"bis", "6.12."},
                                         {"zeigen_bis", "31.12."},
                                         {"kind", "need"}});
        ASSERT_EQ(posted.status, 303) << title;
        site.sign_out();
    };
    post("Tonanlage für einen Abend", "Im Saal: zwei Boxen.");
    const auto named = site.get("/gesuche/tonanlage-fuer-einen-abend");
    EXPECT_TRUE(named.says("Beispiel Tonverein"));
    EXPECT_FALSE(named.says("Beispiel Saalverein"));
    post("Etwas für das Fest", "Wir brauchen einen Saal.");
    const auto unnamed = site.get("/gesuche/etwas-fuer-das-fest");
    EXPECT_TRUE(unnamed.says("Beispiel Saalverein"));
}

TEST_F(ExchangePages, say_of_what_would_fit_that_it_is_taken_then)
{
    agreed(firemen, days("2026-12-05", "2026-12-06"));
    auto wanted = need();
    wanted.title = "Zelt gesucht";
    const auto post = posted(wanted);
    const auto page = site.get("/gesuche/" + post.slug);
    EXPECT_TRUE(page.says("in der Zeit schon vergeben")) << page.body;
    EXPECT_FALSE(page.says("in der Zeit frei"));
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
    EXPECT_TRUE(site.get(need).says("Das gibt es zu leihen"));
    EXPECT_TRUE(site.get(need).says("km entfernt · in der Zeit frei")) << "and why it fits";
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
    const auto agreed_now =
        site.submit(post_edit_path(post.id), path, {{"schritt", "nehmen"}, {"version", "1"}});
    ASSERT_EQ(agreed_now.status, 303);
    EXPECT_TRUE(agreed_now.location().starts_with("/redaktion/leihen/buchungen/"));
    site.sign_out();
    EXPECT_TRUE(site.get(need).says("hat sich gefunden"))
        << "an address that was sent goes on saying what became of it";
    EXPECT_FALSE(site.get("/leihen?ansicht=gesuche").says("Zelt, etwa 10 m"));
}

TEST_F(ExchangePages, take_no_answer_that_was_changed_since_it_was_read)
{
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, with_the_tent()));
    sign_in_for(firemen);
    EXPECT_TRUE(site.get(post_edit_path(post.id)).says("name=\"version\" value=\"1\""));
    ASSERT_TRUE(answered(post, {.organisation = singers, .words = "Doch nicht, es ist gerissen."}));
    const auto refused =
        answer_step(post, post_edit_path(post.id), {{"schritt", "nehmen"}, {"version", "1"}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.says("inzwischen geändert"));
    EXPECT_TRUE(refused.says("Doch nicht, es ist gerissen.")) << "what it says now stands there";
    EXPECT_EQ(only_answer(post).status, AnswerStatus::open);
    EXPECT_EQ(answer_step(post, post_edit_path(post.id), {{"schritt", "ablehnen"}, {"version", "1"}}).status,
              409);
    EXPECT_EQ(answer_step(post, post_edit_path(post.id), {{"schritt", "nehmen"}, {"version", "2"}}).status,
              303);
    EXPECT_EQ(only_answer(post).status, AnswerStatus::taken);
}

TEST_F(ExchangePages, let_only_who_answered_take_the_answer_back)
{
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, with_the_tent()));
    sign_in_for(firemen);
    EXPECT_EQ(answer_step(post, post_edit_path(post.id), {{"schritt", "zurueckziehen"}}).status, 404);
    EXPECT_EQ(only_answer(post).status, AnswerStatus::open);
    sign_in_for(singers);
    EXPECT_EQ(answer_step(post, "/redaktion/leihen", {{"schritt", "zurueckziehen"}}).status, 303);
    EXPECT_EQ(only_answer(post).status, AnswerStatus::withdrawn);
}

TEST_F(ExchangePages, withdraw_a_thing_once_however_often_it_is_tapped)
{
    sign_in_for(singers);
    const auto edit = thing_edit_path(tent.id);
    const auto send = [&](const std::string& wanted) {
        return site.submit(edit, edit + "/zurueckziehen", {{"wie", wanted}, {"sicher", "1"}}).status;
    };
    EXPECT_EQ(send("withdrawn"), 303);
    EXPECT_EQ(send("withdrawn"), 303);
    EXPECT_TRUE(site.get(edit).says("wird nicht verliehen"));
    EXPECT_EQ(send("offered"), 303);
    EXPECT_EQ(send("offered"), 303);
    EXPECT_FALSE(site.get(edit).says("wird nicht verliehen"));
}

TEST_F(ExchangePages, show_pictures_of_what_is_withdrawn_to_editors_alone)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        pictures::insert_picture(tx, network.id,
                                 {.key = "zelt",
                                  .album = picture_album(tent.id),
                                  .width = 1,
                                  .height = 1,
                                  .words = {.alt_de = "Ein Zelt"}},
                                 "", site.clock.now());
        pictures::insert_file(
            tx, network.id, "zelt",
            {.format = media::PictureFormat::jpeg, .width = 400, .height = 300, .bytes = "Bild"});
        return Done{};
    });
    const std::string picture = "/bilder/zelt/400";
    EXPECT_EQ(site.get(picture).status, 200);
    ASSERT_TRUE(written([&](db::Tx& tx) { return withdraw_thing(tx, context(), tent.id); }));
    EXPECT_EQ(site.get(picture).status, 404);
    sign_in_for(singers);
    EXPECT_EQ(site.get(picture).headers.find("cache-control"), "no-store");
    EXPECT_TRUE(site.get(thing_edit_path(tent.id) + "/bilder").says("zelt"));
    site.sign_out();
    ASSERT_TRUE(written([&](db::Tx& tx) { return offer_again(tx, context(), tent.id); }));
    EXPECT_EQ(site.get(picture).status, 200);
}

TEST_F(ExchangePages, delete_a_thing_after_a_question_but_not_while_it_is_out)
{
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, with_the_tent()));
    const auto id = agreed(firemen, days("2026-11-22", "2026-11-23"));
    ASSERT_TRUE(written([&](db::Tx& tx) { return hand_over(tx, context(), id, 2, ""); }));
    sign_in_for(singers);
    const auto edit = thing_edit_path(tent.id);
    const auto asked_first = site.submit(edit, edit + "/loeschen", {});
    EXPECT_TRUE(asked_first.says("„Festzelt“ löschen?"));
    const auto refused = site.submit(edit, edit + "/loeschen", {{"sicher", "1"}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.says("gerade verliehen"));
    ASSERT_TRUE(written([&](db::Tx& tx) { return take_back(tx, context(), id, 3, {}); }));
    EXPECT_EQ(site.submit(edit, edit + "/loeschen", {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(site.get(edit).status, 404);
    EXPECT_EQ(site.get(booking_path(id)).status, 404);
    EXPECT_EQ(only_answer(post).status, AnswerStatus::withdrawn) << "there is nothing left to lend";
    EXPECT_FALSE(site.get("/leihen?q=Festzelt").says("/leihen/festzelt"));
}

TEST_F(ExchangePages, delete_a_need_after_a_question_and_tell_who_is_waiting)
{
    give_mailboxes();
    const auto post = posted(need());
    ASSERT_TRUE(answered(post, with_the_tent()));
    sign_in_for(firemen);
    const auto edit = post_edit_path(post.id);
    EXPECT_TRUE(site.submit(edit, edit + "/loeschen", {}).says("löschen?"));
    EXPECT_EQ(site.submit(edit, edit + "/loeschen", {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(site.get(edit).status, 404);
    EXPECT_EQ(site.get(path_of(post)).status, 404);
    EXPECT_EQ(mails().size(), 2U) << "the answer, and that it is settled";
}

TEST_F(ExchangePages, say_that_a_need_is_over)
{
    const auto post = posted(need());
    site.clock.set(*timestamp_from_iso("2026-12-07T10:00:00Z"));
    const auto page = site.get(path_of(post));
    EXPECT_TRUE(page.says("vorbei"));
    EXPECT_FALSE(page.says("Könnt ihr helfen?"));
    EXPECT_FALSE(site.get("/leihen?ansicht=gesuche").says("Zelt, etwa 10 m"));
    sign_in_for(firemen);
    EXPECT_TRUE(site.get(post_edit_path(post.id)).says(">vorbei<"));
    EXPECT_TRUE(site.get("/redaktion/leihen").says(">vorbei<"));
}

TEST_F(ExchangePages, take_no_more_requests_from_one_account_than_somebody_can_read)
{
    sign_in_for(firemen);
    for (int day = 1; day <= 30; ++day)
        ASSERT_EQ(ask(std::to_string(day) + ".12.").status, 303) << day;
    const auto refused = ask("31.12.");
    EXPECT_EQ(refused.status, 429);
    EXPECT_TRUE(refused.says("Fest")) << "what was typed is still there";
    site.clock.advance(std::chrono::minutes(5));
    EXPECT_EQ(ask("31.12.").status, 303);
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
