#include "features/meetings/kept_names.hpp"

#include "features/meetings/documents.hpp"
#include "features/meetings/meetings_for_tests.hpp"
#include "features/meetings/meetings_service.hpp"
#include "features/meetings/revocations.hpp"
#include "tests/support/photo.hpp"
#include "tests/support/upload.hpp"

namespace dorfnetz::meetings {

namespace {

class MeetingNames : public WithMeetings
{
protected:
    MeetingNames()
    {
        meeting = given(advent());
        const auto here = context();
        site.given([&](db::Tx& tx) -> Result<Done> {
            TRY(add_item(tx, here, meeting, {.title = "Zelt", .introduced_by = "Petra Probe vom Chor"},
                         ItemStatus::on));
            TRY(begin(tx, here, meeting));
            TRY(set_representation(tx, here, meeting, aue,
                                   {.presence = Presence::delegate, .represented_by = "Petra Probe"}, {}));
            TRY(add_attendee(tx, here, meeting, "Petra Maria Probe", "Rathaus"));
            TRY(add_attendee(tx, here, meeting, "Petra", "Rathaus"));
            return close(tx, here, meeting, {});
        });
    }

    std::vector<Attendee> attendees()
    {
        return read([&](db::Reader& reader) { return attendees_of(reader, network.id, meeting); });
    }

    std::string introducer()
    {
        return read([&](db::Reader& reader) { return agenda_of(reader, network.id, meeting); })
            .front()
            .draft.introduced_by;
    }

    MeetingId meeting;
};

} // namespace

TEST_F(MeetingNames, go_with_the_person_and_others_stay)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        people::Traces traces;
        traces.name = "Petra Probe";
        kept_names().erase(tx, network.id, traces);
        return Done{};
    });
    EXPECT_EQ(voters(meeting).front().represented_by, "");
    EXPECT_TRUE(voters(meeting).front().has_voice()) << "the village was there";
    EXPECT_EQ(introducer(), "");
    ASSERT_EQ(attendees().size(), 1U) << "a first name alone is nobody's";
    EXPECT_EQ(attendees().front().name, "Petra");
}

TEST_F(MeetingNames, are_told_to_who_bears_exactly_that_name)
{
    people::Traces traces;
    traces.name = "Petra Probe";
    const auto here = context();
    const auto told = read([&](db::Reader& reader) { return kept_names().tell(reader, here, traces); });
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told.front().entries.size(), 1U);
    EXPECT_TRUE(told.back().entries.empty()) << "answered no invitation";
}

TEST_F(MeetingNames, are_forgotten_after_three_years)
{
    const auto forget_at = [&](std::string_view moment) {
        site.given([&](db::Tx& tx) -> Result<Done> {
            forget_names_before(tx, network.id, *timestamp_from_iso(moment));
            return Done{};
        });
    };
    forget_at("2026-11-22T09:00:00Z");
    EXPECT_EQ(attendees().size(), 2U);
    forget_at("2026-11-22T11:00:00Z");
    EXPECT_TRUE(attendees().empty());
    EXPECT_EQ(voters(meeting).front().represented_by, "");
    EXPECT_EQ(stored(meeting).state, State::held);
}

TEST_F(MeetingNames, nothing_says_which_account_proposed_once_it_is_gone)
{
    site.sign_in_as(web::Role::coordinator);
    auto here = context();
    here.actor.user = web::UserId{"user-1"};
    const auto other = given(advent());
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(add_item(tx, here, other, {.title = "Fest"}, ItemStatus::on));
        forget_account(tx, network.id, here.actor.user);
        return Done{};
    });
    EXPECT_TRUE(read([&](db::Reader& reader) { return agenda_of(reader, network.id, other); })
                    .front()
                    .proposed_by.empty());
}

TEST_F(MeetingNames, fewer_readers_stay_fewer_after_a_restore)
{
    const auto here = context();
    auto draft = stored(meeting).draft;
    draft.audience = Audience::members;
    site.given([&](db::Tx& tx) { return update(tx, here, meeting, stored(meeting).version, draft); });
    const auto noted =
        read([&](db::Reader& reader) { return accounts::noted_revocations(reader, audience_kind); });
    ASSERT_EQ(noted.size(), 1U);
    // An older backup shows it to all.
    draft.audience = Audience::public_;
    site.given([&](db::Tx& tx) { return update(tx, here, meeting, stored(meeting).version, draft); });
    site.given([&](db::Tx& tx) -> Result<Done> {
        EXPECT_TRUE(narrow_audience_again(tx, noted.front(), site.clock.now()));
        EXPECT_FALSE(narrow_audience_again(tx, noted.front(), site.clock.now())) << "it is done";
        return Done{};
    });
    EXPECT_EQ(stored(meeting).draft.audience, Audience::members);
}

TEST_F(MeetingNames, documents_are_read_by_who_sees_the_meeting_and_come_back_with_no_backup)
{
    auto draft = advent();
    draft.audience = Audience::members;
    const auto closed = given(draft);
    const auto page = desk_path_of(stored(closed)) + "/unterlagen";
    site.sign_in_as(web::Role::coordinator);
    const auto sent = support::send_upload(site, page,
                                           {.field = "datei",
                                            .file_name = "Angebot.pdf.exe",
                                            .content = "%PDF-1.4 Zelt",
                                            .words = {{"titel", "Angebot"}}});
    ASSERT_EQ(sent.status, 303) << sent.body;
    const auto all = read([&](db::Reader& reader) { return documents_of(reader, network.id, closed); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().file_name, "Angebot-pdf.pdf");
    const auto file = path_of(stored(closed), all.front());
    EXPECT_EQ(site.get(file).body, "%PDF-1.4 Zelt");
    EXPECT_EQ(support::send_upload(site, page,
                                   {.field = "datei",
                                    .file_name = "a.pdf",
                                    .content = "MZ not a document",
                                    .words = {{"titel", "Angebot"}}})
                  .status,
              422);
    site.sign_out();
    EXPECT_EQ(site.get(file).status, 404);
    site.sign_in_as(web::Role::coordinator);
    EXPECT_EQ(site.submit(page, page + "/" + all.front().id.text() + "/loeschen", {}).status, 303);
    EXPECT_EQ(site.get(file).status, 404);
    EXPECT_EQ(read([&](db::Reader& reader) { return accounts::noted_erasures(reader); }).size(), 1U);
}

TEST_F(MeetingNames, photographs_are_documents_that_are_shown_and_say_nothing_of_where_they_were_taken)
{
    site.environment().reader_program = DORFNETZ_READER;
    site.sign_in_as(web::Role::coordinator);
    const auto page = desk_path_of(stored(meeting)) + "/unterlagen";
    const auto photo = support::photo_of_a_telephone();
    ASSERT_NE(photo.find("GEHEIMNIS"), std::string::npos);
    ASSERT_EQ(support::send_upload(site, page,
                                   {.field = "datei",
                                    .file_name = "IMG_0815.HEIC",
                                    .content = photo,
                                    .words = {{"titel", "Die Wand danach"}}})
                  .status,
              303);
    const auto all = read([&](db::Reader& reader) { return documents_of(reader, network.id, meeting); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all.front().file_name, "IMG_0815.jpg");
    const auto path = path_of(stored(meeting), all.front());
    const auto sent = site.get(path);
    EXPECT_EQ(sent.headers.find("content-type"), "image/jpeg");
    EXPECT_TRUE(sent.headers.find("content-disposition").starts_with("inline"));
    EXPECT_TRUE(sent.body.starts_with("\xFF\xD8\xFF"));
    for (const auto* hidden : {"GEHEIMNIS", "Exif"})
        EXPECT_EQ(sent.body.find(hidden), std::string::npos) << hidden;
    for (const auto& where : {page, path_of(stored(meeting))})
        EXPECT_TRUE(site.get(where).says("<img src=\"" + path)) << where;
    const auto cut_off = support::send_upload(site, page,
                                              {.field = "datei",
                                               .file_name = "IMG_0816.HEIC",
                                               .content = photo.substr(0, photo.size() / 2),
                                               .words = {{"titel", "Halb"}}});
    EXPECT_EQ(cut_off.status, 422);
    EXPECT_TRUE(cut_off.says("HEIC"));
}

} // namespace dorfnetz::meetings
