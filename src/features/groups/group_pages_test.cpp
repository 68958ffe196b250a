#include "features/groups/groups_for_tests.hpp"

#include <algorithm>

namespace dorfnetz::groups {

namespace {

using GroupPages = WithGroup;
using web::Role;

people::PersonDraft named(const people::VillageId& home, const std::string& family)
{
    auto draft = people::Given::draft(home, family);
    draft.email = family + "@example.org";
    return draft;
}

} // namespace

TEST_F(GroupPages, show_everybody_what_a_group_is_for_and_which_clubs_are_in_it)
{
    joins(choir, Duty::speaker);
    const auto shown = site.get(page);
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(shown.says("Damit man durchkommt."));
    EXPECT_TRUE(shown.says("<strong>Mähen</strong>"));
    EXPECT_TRUE(shown.says("Beispiel: Chor"));
    EXPECT_TRUE(shown.says("/vereine/beispiel-chor/nachricht")) << "how one joins";
    EXPECT_TRUE(site.get("/arbeitsgruppen").says("Damit man durchkommt."));
    EXPECT_TRUE(site.get("/en/arbeitsgruppen/wege").says("Join in"));
    EXPECT_EQ(site.get("/arbeitsgruppen/andere").status, 404);
}

TEST_F(GroupPages, name_people_only_to_those_who_may_see_them)
{
    joins(given_account("Anna"));
    joins(person(named(birkenau, "Geheim")));
    EXPECT_TRUE(site.get(page).says("2 Menschen, die hier nicht genannt werden"));
    EXPECT_FALSE(site.get(page).says("Anna"));
    const auto bernd = given_account("Bernd");
    joins(bernd);
    sign_in_as(bernd);
    EXPECT_TRUE(site.get(page).says("Anna")) << "members see each other";
    EXPECT_FALSE(site.get(page).says("Geheim")) << "the register is for who may see people there";
    site.sign_in_as(Role::lead_editor, birkenau.text());
    EXPECT_TRUE(site.get(page).says("Geheim"));
    EXPECT_FALSE(site.get(page).says("Anna"));
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.get(page).says("Geheim"));
}

TEST_F(GroupPages, name_people_to_all_who_agreed_to_that_until_they_take_it_back)
{
    const auto id = person(named(birkenau, "Offen"), Agreed::no);
    site.given([&](db::Tx& tx) {
        return people::record_consent(
            tx, site.network(), id,
            consent_to(tx, {people::Purpose::register_, people::Purpose::public_name}), author());
    });
    joins(id);
    EXPECT_TRUE(site.get(page).says("Karl Offen"));
    site.given([&](db::Tx& tx) {
        return people::withdraw_consent(tx, site.network(), id, {.purpose = people::Purpose::public_name},
                                        author());
    });
    EXPECT_FALSE(site.get(page).says("Offen")) << "with the next request";
    site.given([&](db::Tx& tx) {
        return people::withdraw_consent(tx, site.network(), id, {.purpose = people::Purpose::register_},
                                        author());
    });
    EXPECT_FALSE(site.get(page).says("nicht genannt")) << "a locked entry is not even counted";
}

TEST_F(GroupPages, keep_texts_for_members_from_all_others)
{
    const auto open = page + "/seiten/" + text("Wegeplan", Audience::everybody);
    const auto inside = page + "/seiten/" + text("Schlüssel", Audience::members);
    EXPECT_TRUE(site.get(page).says("Wegeplan"));
    EXPECT_FALSE(site.get(page).says("Schlüssel"));
    EXPECT_EQ(site.get(open).status, 200);
    EXPECT_EQ(site.get(inside).status, 404);
    const auto anna = given_account("Anna");
    sign_in_as(anna);
    EXPECT_EQ(site.get(inside).status, 404);
    joins(anna);
    EXPECT_EQ(site.get(inside).status, 200);
    EXPECT_TRUE(site.get(page).says("Schlüssel"));
}

TEST_F(GroupPages, let_whoever_has_an_account_join_an_open_group_and_leave_it)
{
    const auto anna = given_account("Anna");
    sign_in_as(anna);
    EXPECT_EQ(site.submit(page, page + "/mitmachen", {}).status, 303);
    EXPECT_EQ(members(), 1u);
    EXPECT_TRUE(site.get(page).says("Ich höre in der Gruppe auf"));
    EXPECT_EQ(site.submit(page, page + "/verlassen", {}).status, 303);
    EXPECT_EQ(members(), 0u);
}

TEST_F(GroupPages, let_nobody_join_a_group_that_is_closed)
{
    const auto anna = given_account("Anna");
    sign_in_as(anna);
    const auto before = site.get(page);
    const auto token = support::TestSite::token_in(before.body, page + "/mitmachen");
    site.given([&](db::Tx& tx) {
        return update(tx, site.network(), group, 1, {.title = "Wege", .is_open = false}, site.clock.now());
    });
    EXPECT_FALSE(site.get(page).says("Ich mache mit"));
    EXPECT_EQ(site.post(page + "/mitmachen", "_token=" + token).status, 404) << "from a page fetched before";
    EXPECT_EQ(members(), 0u);
}

TEST_F(GroupPages, are_edited_by_the_coordination_and_by_speakers_and_are_missing_for_others)
{
    joins(choir, Duty::speaker);
    const auto anna = given_account("Anna");
    joins(anna);
    sign_in_as(anna);
    for (const auto* end : {"", "/mitglieder", "/seiten/neu"})
        EXPECT_EQ(site.get(desk + end).status, 404) << end;
    EXPECT_TRUE(site.get("/redaktion/arbeitsgruppen").says("Wege"));
    sign_in_as(web::UserId("x"), {{Role::organisation_editor, choir.text()}});
    EXPECT_EQ(
        site.submit(desk, desk,
                    {{"titel", "Wege und Radwege"}, {"ziele", "Mähen"}, {"offen", "1"}, {"fassung", "1"}})
            .status,
        303);
    EXPECT_TRUE(site.get(page).says("Wege und Radwege"));
    const auto stale = site.submit(desk, desk, {{"titel", "Pfade"}, {"ziele", "Getippt"}, {"fassung", "1"}});
    EXPECT_EQ(stale.status, 409);
    EXPECT_TRUE(stale.says("Getippt")) << "what was typed stays";
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.get(desk).says("name=\"offen\" value=\"1\" checked")) << "it is still open";
}

TEST_F(GroupPages, whoever_founds_a_group_speaks_for_it)
{
    const auto lea = given_account("Lea");
    sign_in_as(lea, {{Role::lead_editor, birkenau.text()}});
    const auto founded = site.submit("/redaktion/arbeitsgruppen/neu", "/redaktion/arbeitsgruppen/neu",
                                     {{"titel", "Energie"}, {"doerfer", birkenau.text()}});
    EXPECT_EQ(founded.status, 303);
    EXPECT_EQ(site.get("/redaktion/arbeitsgruppen/energie/mitglieder").status, 200);
    EXPECT_FALSE(site.get("/arbeitsgruppen/energie").says("offen")) << "the box was not ticked";
}

TEST_F(GroupPages, take_in_clubs_by_name_accounts_and_people_each_once)
{
    site.sign_in_as(Role::coordinator);
    const auto list = desk + "/mitglieder";
    const auto karl = person(named(erlental, "Mustermann"));
    EXPECT_EQ(site.submit(list, list + "/verein", {{"verein", "beispiel: chor"}}).status, 303);
    EXPECT_EQ(site.submit(list, list + "/verein", {{"verein", "Beispiel: Chor"}}).status, 303);
    const auto unknown = site.submit(list, list + "/verein", {{"verein", "Chor <b>"}});
    EXPECT_EQ(unknown.status, 422);
    EXPECT_TRUE(unknown.says("So heißt niemand im Verzeichnis"));
    EXPECT_TRUE(unknown.says("Chor &lt;b&gt;"));
    const auto anna = given_account("Anna");
    EXPECT_EQ(site.submit(list, list + "/zugang", {{"zugang", anna.text()}}).status, 303);
    const auto found = list + "?q=mustermann";
    EXPECT_TRUE(site.get(found).says("Karl Mustermann"));
    EXPECT_EQ(site.submit(found, list + "/mensch", {{"mensch", karl.text()}}).status, 303);
    EXPECT_EQ(members(), 3u);
}

TEST_F(GroupPages, take_in_nobody_whom_the_actor_may_not_see_or_who_did_not_agree)
{
    joins(choir, Duty::speaker);
    const auto there = person(named(weidenhof, "Fern"));
    const auto locked = person(named(birkenau, "Stumm"), Agreed::no);
    const auto here = person(named(birkenau, "Nah"));
    sign_in_as(web::UserId("x"),
               {{Role::lead_editor, birkenau.text()}, {Role::organisation_editor, choir.text()}});
    const auto list = desk + "/mitglieder";
    EXPECT_FALSE(site.get(list + "?q=fern").says("Karl Fern"));
    EXPECT_FALSE(site.get(list + "?q=stumm").says("Karl Stumm"));
    const auto found = list + "?q=nah";
    for (const auto& id : {there, locked})
        EXPECT_EQ(site.submit(found, list + "/mensch", {{"mensch", id.text()}}).status, 404);
    EXPECT_EQ(members(), 1u);
    EXPECT_EQ(site.submit(found, list + "/mensch", {{"mensch", here.text()}}).status, 303);
    EXPECT_EQ(members(), 2u);
}

TEST_F(GroupPages, keep_the_last_who_speaks_for_a_group_until_somebody_else_does)
{
    joins(choir, Duty::speaker);
    sign_in_as(web::UserId("x"), {{Role::organisation_editor, choir.text()}});
    const auto list = desk + "/mitglieder";
    const auto only = site.pool().read(
        [&](db::Reader& reader) { return members_of(reader, site.network(), group).front().id.text(); });
    for (const auto* end : {"/aufgabe", "/entfernen"}) {
        const auto refused = site.submit(list, list + '/' + only + end, {});
        EXPECT_EQ(refused.status, 409) << end;
        EXPECT_TRUE(refused.says("Erst muss noch jemand für die Gruppe sprechen.")) << end;
    }
    EXPECT_EQ(site.get(list).status, 200) << "she is still in";
    joins(given_account("Anna"), Duty::speaker);
    EXPECT_EQ(site.submit(list, list + '/' + only + "/entfernen", {}).status, 303);
}

TEST_F(GroupPages, give_every_group_a_calendar_without_what_is_for_members)
{
    const auto file = site.get(page + "/termine.ics");
    EXPECT_EQ(file.status, 200);
    EXPECT_TRUE(file.says("SUMMARY:Wege abgehen"));
    EXPECT_FALSE(file.says("Schlüssel"));
}

TEST_F(GroupPages, give_each_member_who_wants_it_a_calendar_with_what_is_for_members)
{
    const auto anna = given_account("Anna");
    sign_in_as(anna);
    EXPECT_EQ(calendar_on_page(), "");
    joins(anna);
    EXPECT_EQ(site.submit(page, page + "/kalender", {{"was", "anlegen"}}).status, 303);
    const auto address = calendar_on_page();
    ASSERT_NE(address, "");
    EXPECT_EQ(site.submit(page, page + "/kalender", {{"was", "anlegen"}}).status, 303);
    EXPECT_EQ(calendar_on_page(), address) << "asking twice changes nothing";
    site.sign_out();
    EXPECT_TRUE(site.get(address).says("SUMMARY:Wege abgehen"));
    EXPECT_TRUE(site.get(address).says("SUMMARY:Schlüssel holen"));
    EXPECT_EQ(site.get(address.substr(0, address.size() - 4)).status, 404);
    sign_in_as(anna);
    EXPECT_EQ(site.submit(page, page + "/kalender", {{"was", "beenden"}}).status, 303);
    EXPECT_EQ(site.get(address).status, 404);
}

TEST_F(GroupPages, give_no_calendar_to_who_is_not_in_the_group)
{
    const auto anna = given_account("Anna");
    joins(anna);
    sign_in_as(anna);
    const auto token = support::TestSite::token_in(site.get(page).body, page + "/kalender");
    sign_in_as(given_account("Bernd")); // in the same session, so that the form is taken
    EXPECT_EQ(site.post(page + "/kalender", "was=anlegen&_token=" + token).status, 404);
    EXPECT_EQ(calendar_on_page(), "");
}

TEST_F(GroupPages, end_a_members_calendar_with_the_membership)
{
    const auto anna = given_account("Anna");
    joins(anna);
    sign_in_as(anna);
    site.submit(page, page + "/kalender", {{"was", "anlegen"}});
    const auto address = calendar_on_page();
    ASSERT_EQ(site.get(address).status, 200);
    EXPECT_EQ(site.submit(page, page + "/verlassen", {}).status, 303);
    EXPECT_EQ(site.get(address).status, 404);
    joins(anna);
    EXPECT_EQ(site.get(address).status, 404) << "whoever comes back gets another one";
}

TEST_F(GroupPages, end_a_members_calendar_with_the_role_and_with_the_group)
{
    joins(choir);
    const std::vector<web::Grant> grants{{Role::organisation_editor, choir.text()}};
    const auto editor = given_account("Lea", grants);
    sign_in_as(editor, grants);
    ASSERT_EQ(site.submit(page, page + "/kalender", {{"was", "anlegen"}}).status, 303);
    const auto address = calendar_on_page();
    ASSERT_EQ(site.get(address).status, 200);
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(DELETE FROM grants WHERE user_id = :user)sql", {{"user", editor}});
        return Done{};
    });
    EXPECT_EQ(site.get(address).status, 404) << "she edits the choir no more";
    site.given([&](db::Tx& tx) -> Result<Done> {
        accounts::insert_grant(
            tx, site.network(),
            {.id = new_uuid_v7(site.clock, site.random), .user = editor, .grant = grants.front()}, {},
            site.clock.now());
        return Done{};
    });
    ASSERT_EQ(site.get(address).status, 200);
    site.given([&](db::Tx& tx) {
        return end_group(tx, site.network(), group, std::chrono::year(2026) / 11 / 22, site.clock.now());
    });
    EXPECT_EQ(site.get(address).status, 404);
}

TEST_F(GroupPages, ask_before_a_group_ends_and_take_its_people_out)
{
    joins(choir);
    joins(given_account("Anna"));
    site.sign_in_as(Role::coordinator);
    const auto question = site.submit(desk, desk + "/beenden", {});
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(question.says("werden gelöscht"));
    EXPECT_EQ(members(), 2u);
    EXPECT_EQ(site.submit(desk, desk + "/beenden", {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(members(), 1u);
    EXPECT_TRUE(site.get(page).says("hat am 22. November 2026 aufgehört"));
    EXPECT_EQ(site.submit(desk, desk + "/wieder", {}).status, 303);
    EXPECT_FALSE(site.get(page).says("aufgehört"));
}

TEST_F(GroupPages, write_down_whose_being_in_a_group_was_changed_and_who_speaks_for_it)
{
    site.sign_in_as(Role::coordinator);
    const auto anna = given_account("Anna");
    const auto list = desk + "/mitglieder";
    const auto noted = [&](const std::string& action) {
        return site.pool().read([&](db::Reader& reader) {
            return reader
                .value<std::string>(
                    R"sql(
                    SELECT audit_details.details FROM audit_log
                    JOIN audit_details ON audit_details.network_id = audit_log.network_id
                        AND audit_details.id = audit_log.id
                    WHERE audit_log.action = :action AND audit_details.subject_id = :user)sql",
                    {{"action", action}, {"user", anna}})
                .value_or("");
        });
    };
    ASSERT_EQ(site.submit(list, list + "/zugang", {{"zugang", anna.text()}}).status, 303);
    EXPECT_EQ(noted("group.person_added"), "Wege");
    const auto member =
        site.pool().read([&](db::Reader& reader) { return members_of(reader, site.network(), group); }).at(0);
    const auto turn = list + '/' + member.id.text() + "/aufgabe";
    ASSERT_EQ(site.submit(list, turn, {}).status, 303);
    EXPECT_EQ(noted("group.speaker_named"), "Wege");
    EXPECT_EQ(noted("group.speaker_dropped"), "");
    ASSERT_EQ(site.submit(list, turn, {}).status, 303);
    EXPECT_EQ(noted("group.speaker_dropped"), "Wege");
}

TEST_F(GroupPages, a_mail_to_a_group_reaches_every_mailbox_once)
{
    joins(choir);
    given_account("editor", {{Role::organisation_editor, choir.text()}});
    joins(given_account("anna"));
    auto draft = named(birkenau, "Anna");
    draft.email = "Anna@example.org";
    draft.reach = people::ContactWay::email;
    joins(person(draft));
    draft.email = "brief@example.org";
    draft.reach = people::ContactWay::letter;
    joins(person(draft));
    const http::Request request;
    const auto network =
        site.pool().read([](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
    const web::Context context{
        .environment = site.environment(), .site = site.site(), .request = request, .network = network};
    std::vector<std::string> addresses;
    for (const auto& recipient :
         site.pool().read([&](db::Reader& reader) { return recipients_of(reader, context, group); }))
        addresses.push_back(recipient.mailbox.address);
    std::sort(addresses.begin(), addresses.end());
    EXPECT_EQ(addresses, (std::vector<std::string>{"anna@example.org", "editor@example.org"}))
        << "the same mailbox once, and no mail to who wants letters";
}

TEST_F(GroupPages, name_a_club_that_is_not_public_to_who_is_signed_in_alone)
{
    joins(choir);
    EXPECT_TRUE(site.get(page).says("Beispiel: Chor"));
    site.given(
        [&](db::Tx& tx) { return organisations::send_to_review(tx, site.network(), choir, author()); });
    EXPECT_FALSE(site.get(page).says("Beispiel: Chor"));
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.get(page).says("Beispiel: Chor"));
    EXPECT_TRUE(site.get(desk + "/mitglieder").says("Beispiel: Chor"));
}

} // namespace dorfnetz::groups
