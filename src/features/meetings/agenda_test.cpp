#include "features/meetings/agenda_service.hpp"
#include "features/meetings/meetings_for_tests.hpp"
#include "foundation/mail/outbox.hpp"

namespace dorfnetz::meetings {

namespace {

class Agenda : public WithMeetings
{
protected:
    Agenda() { meeting = given(advent()); }

    AgendaItemId item(const AgendaItemDraft& draft, ItemStatus status = ItemStatus::on)
    {
        const auto here = context();
        return written([&](db::Tx& tx) { return add_item(tx, here, meeting, draft, status); }).value();
    }

    std::vector<std::string> titles()
    {
        std::vector<std::string> all;
        for (const auto& each :
             read([&](db::Reader& reader) { return agenda_of(reader, network.id, meeting); }))
            all.push_back(each.draft.title);
        return all;
    }

    AgendaItem stored_item(const AgendaItemId& id)
    {
        return read([&](db::Reader& reader) { return item_by_id(reader, network.id, id); }).value();
    }

    Result<Done> moved(const AgendaItemId& id, Direction direction, std::int64_t seen_at)
    {
        const auto here = context();
        return written([&](db::Tx& tx) { return move(tx, here, id, direction, seen_at); });
    }

    std::string page() { return desk_path_of(stored(meeting)); }

    MeetingId meeting;
};

using Titles = std::vector<std::string>;

} // namespace

TEST_F(Agenda, is_put_in_order_and_a_second_tap_is_no_second_wish)
{
    item({.title = "Eins"});
    item({.title = "Zwei"});
    const auto third = item({.title = "Drei"});
    ASSERT_TRUE(moved(third, Direction::up, 2));
    EXPECT_EQ(titles(), (Titles{"Eins", "Drei", "Zwei"}));
    ASSERT_TRUE(moved(third, Direction::up, 2)) << "from a page that is older";
    EXPECT_EQ(titles(), (Titles{"Eins", "Drei", "Zwei"}));
    ASSERT_TRUE(moved(third, Direction::up, 1));
    ASSERT_TRUE(moved(third, Direction::up, 0));
    EXPECT_EQ(titles(), (Titles{"Drei", "Eins", "Zwei"}));
}

TEST_F(Agenda, takes_proposals_of_every_lead_club)
{
    site.sign_in_as(web::Role::lead_editor, berg.text());
    const auto form = page() + "/punkte/neu";
    EXPECT_EQ(site.submit(form, form, {{"titel", "Zelt <b>"}, {"art", "decide"}, {"minuten", "20"}}).status,
              303);
    EXPECT_TRUE(titles().empty()) << "it waits for who leads";
    const auto seen = site.get(page());
    EXPECT_TRUE(seen.says("Zelt &lt;b&gt;"));
    EXPECT_TRUE(seen.says("Beispiel: Chor Berg"));
    EXPECT_FALSE(seen.says("/annehmen")) << "that is for who leads";
    EXPECT_TRUE(seen.says(">ändern</a>")) << "as long as nobody has answered";
    site.sign_in_as(web::Role::coordinator);
    const auto all = read([&](db::Reader& reader) { return all_items_of(reader, network.id, meeting); });
    ASSERT_EQ(all.size(), 1U);
    const auto path = page() + "/punkte/" + all.front().id.text();
    EXPECT_EQ(site.submit(page(), path + "/annehmen", {}).status, 303);
    EXPECT_EQ(titles(), Titles{"Zelt <b>"});
}

TEST_F(Agenda, says_why_something_is_not_on_it)
{
    const auto id = item({.title = "Fahne"}, ItemStatus::proposed);
    site.sign_in_as(web::Role::coordinator);
    const auto form = page() + "/punkte/" + id.text() + "/ablehnen";
    EXPECT_EQ(site.submit(form, form, {{"antwort", ""}}).status, 422);
    EXPECT_EQ(site.submit(form, form, {{"antwort", "Das klären wir am Telefon."}}).status, 303);
    EXPECT_EQ(stored_item(id).status, ItemStatus::declined);
    EXPECT_TRUE(site.get(page()).says("Das klären wir am Telefon."));
}

TEST_F(Agenda, is_no_business_of_who_does_not_take_part)
{
    const auto id = item({.title = "Zelt"});
    site.sign_in_as(web::Role::organisation_editor, choir.text());
    EXPECT_EQ(site.get(page()).status, 404);
    site.sign_in_as(web::Role::lead_editor, berg.text());
    EXPECT_EQ(site.get(page()).status, 200);
    EXPECT_EQ(site.get(page() + "/punkte/" + id.text()).status, 404);
    EXPECT_EQ(site.get(page() + "/einladen").status, 404);
    EXPECT_EQ(site.get(page() + "/anwesenheit").status, 404);
    site.sign_in_as(web::Role::adviser);
    EXPECT_EQ(site.get(page() + "/punkte/" + id.text()).status, 200) << "advisers edit the agenda";
    EXPECT_EQ(site.get(page() + "/anwesenheit").status, 404) << "and do not lead";
}

TEST_F(Agenda, of_two_editors_the_second_is_told_and_loses_nothing)
{
    const auto id = item({.title = "Zelt"});
    site.sign_in_as(web::Role::coordinator);
    const auto form = page() + "/punkte/" + id.text();
    EXPECT_EQ(site.submit(form, form, {{"titel", "Großes Zelt"}, {"art", "decide"}, {"version", "1"}}).status,
              303);
    const auto second =
        site.submit(form, form, {{"titel", "Kleines Zelt"}, {"art", "decide"}, {"version", "1"}});
    EXPECT_EQ(second.status, 409);
    EXPECT_TRUE(second.says("value=\"Kleines Zelt\""));
    EXPECT_EQ(titles(), Titles{"Großes Zelt"});
}

TEST_F(Agenda, names_of_people_are_for_who_takes_part)
{
    item({.title = "Zelt", .introduced_by = "Petra Probe"});
    const auto here = context();
    site.given([&](db::Tx& tx) { return begin(tx, here, meeting); });
    const auto path = path_of(stored(meeting));
    EXPECT_FALSE(site.get(path).says("Petra Probe"));
    site.sign_in_as(web::Role::lead_editor, berg.text());
    EXPECT_TRUE(site.get(path).says("Petra Probe"));
}

TEST_F(Agenda, what_came_up_by_itself_is_taken_once)
{
    const std::vector<AgendaSource> sources{{.matters = [](db::Reader&, const web::Context&,
                                                           const Meeting&) -> std::vector<Matter> {
        return {
            {.key = "task:1", .heading = "Bank streichen", .text = "Seit März offen.", .path = "/aufgaben"}};
    }}};
    const auto here = context();
    const auto open = [&] {
        return read([&](db::Reader& reader) { return open_matters(reader, here, stored(meeting), sources); });
    };
    ASSERT_EQ(open().size(), 1U);
    const auto take = [&] {
        return written([&](db::Tx& tx) { return take_matter(tx, here, meeting, sources, "task:1"); });
    };
    ASSERT_TRUE(take());
    ASSERT_TRUE(take());
    EXPECT_EQ(titles(), Titles{"Bank streichen"});
    EXPECT_TRUE(open().empty());
}

TEST_F(Agenda, says_when_the_time_boxes_are_longer_than_the_meeting)
{
    item({.title = "Zelt", .minutes = 90});
    site.sign_in_as(web::Role::coordinator);
    EXPECT_TRUE(site.get(page()).says("Das Treffen dauert 2 Stunden."));
    item({.title = "Fest", .minutes = 60});
    EXPECT_TRUE(site.get(page()).says("Das Treffen dauert aber nur 2 Stunden."));
}

} // namespace dorfnetz::meetings
