#include "features/groups/feature.hpp"
#include "features/meetings/meetings_for_tests.hpp"

namespace dorfnetz::meetings {

namespace {

// A working group of two clubs; the choir of Aue speaks for it.
class GroupMeetings : public WithMeetings
{
protected:
    GroupMeetings() : WithMeetings({[](web::Site& filled) { groups::register_feature(filled, {}); }})
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            group = TRY(groups::create(tx, network.id, {.title = "Wege"}, author()));
            TRY(groups::add_member(tx, network.id, group, choir, groups::Duty::speaker, author()));
            TRY(groups::add_member(tx, network.id, group, singers, groups::Duty::member, author()));
            return Done{};
        });
        site.sign_in_as(web::Role::organisation_editor, choir.text());
    }

    // One that runs.
    std::string given_sheet()
    {
        auto draft = advent();
        draft.kind = Kind::group;
        draft.group = group;
        meeting = given(draft);
        const auto here = context();
        site.given([&](db::Tx& tx) { return begin(tx, here, meeting); });
        return desk_path_of(stored(meeting)) + "/anwesenheit";
    }

    std::vector<Attendee> there()
    {
        return read([&](db::Reader& reader) { return attendees_of(reader, network.id, meeting); });
    }

    GroupId group;
    MeetingId meeting;
};

constexpr std::string_view group_page = "/arbeitsgruppen/wege";

} // namespace

TEST_F(GroupMeetings, are_begun_from_the_page_of_the_group_by_who_speaks_for_it)
{
    const auto link = "/redaktion/treffen/neu?art=group:" + group.text();
    ASSERT_TRUE(site.get(std::string(group_page)).says(link));
    site.sign_in_as(web::Role::coordinator);
    const auto form = site.get(link).body;
    const auto chosen = form.find("value=\"group:" + group.text() + "\"");
    ASSERT_NE(chosen, std::string::npos);
    const auto tag = form.substr(form.rfind('<', chosen), form.find('>', chosen) - form.rfind('<', chosen));
    EXPECT_NE(tag.find("checked"), std::string::npos) << "the group, not the whole network: " << tag;
    site.sign_in_as(web::Role::organisation_editor, singers.text());
    EXPECT_FALSE(site.get(std::string(group_page)).says("Neues Treffen"));
    site.sign_out();
    EXPECT_FALSE(site.get(std::string(group_page)).says("Neues Treffen"));
}

TEST_F(GroupMeetings, have_their_members_ticked_off_and_speak_of_no_villages)
{
    const auto sheet = given_sheet();
    const auto add = sheet.substr(0, sheet.rfind('/')) + "/teilnehmende";
    for (const auto* told : {"Mitglieder der Gruppe", "Beispiel: Chor Aue", "Beispiel: Chor Berg"})
        EXPECT_TRUE(site.get(sheet).says(told)) << told;
    EXPECT_FALSE(site.get(sheet).says("Stimmen der Dörfer"));
    ASSERT_EQ(site.submit(sheet, add, {{"name", "Beispiel: Chor Berg"}}).status, 303);
    ASSERT_EQ(site.submit(sheet, add, {{"name", "Beispiel: Chor Berg"}}).status, 303);
    ASSERT_EQ(there().size(), 1U) << "a second tap enters nobody twice";
    EXPECT_TRUE(site.get(sheet).says("doch nicht da"));
    ASSERT_EQ(site.submit(sheet, add, {{"name", "Petra Probe"}, {"fuer", "Beispiel: Chor Aue"}}).status, 303);
    EXPECT_TRUE(site.get(sheet).says("da: Petra Probe"));
}

TEST_F(GroupMeetings, say_before_they_begin_that_members_are_ticked_off)
{
    auto draft = advent();
    draft.kind = Kind::group;
    draft.group = group;
    meeting = given(draft);
    const auto page = site.get(desk_path_of(stored(meeting)) + "/anwesenheit");
    EXPECT_TRUE(page.says("hakst du ab, wer aus der Gruppe da ist"));
    EXPECT_FALSE(page.says("Dörfer eine Stimme"));
}

} // namespace dorfnetz::meetings
