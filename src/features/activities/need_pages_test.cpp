#include "features/activities/activities_for_tests.hpp"
#include "features/activities/formalities_api.hpp"
#include "features/activities/needs_api.hpp"

namespace dorfnetz::activities {

namespace {

using web::Role;
using Form = std::vector<std::pair<std::string, std::string>>;

// What the desk shows to who is signed in.
void register_with_desk(web::Site& site)
{
    register_feature(site);
    site.get("/zum-test/wartet", web::Access::everyone(),
             [](web::Context& context) -> Result<http::Response> {
                 std::string text;
                 for (const auto& waiting : context.pool().read(
                          [&](db::Reader& reader) { return context.site.waiting(context, reader); }))
                     text += waiting.heading + ": " + waiting.text + '\n';
                 return http::text_response(200, text);
             });
}

class NeedPages : public WithActivities
{
protected:
    NeedPages() : WithActivities(register_with_desk)
    {
        site.sign_in_as(Role::organisation_editor, chapel.text());
    }

    // From ten in the morning to ten at night.
    ActivityId festival(bool is_public = true)
    {
        auto draft = concert();
        draft.title = "Dorffest";
        draft.kind = "festival";
        draft.first = {.begin = local("2026-12-05T10:00"), .end = local("2026-12-05T22:00")};
        return given(draft, is_public);
    }

    static std::string desk(const ActivityId& id) { return "/redaktion/termine/" + id.text(); }

    support::Answer enter_role(const ActivityId& id, const Form& more = {})
    {
        Form form{{"titel", "Grillstand"}, {"zusage", "at_once"}, {"von", "10"},      {"bis", "22 Uhr"},
                  {"alle", "120"},         {"mindestens", "2"},   {"hoechstens", "4"}};
        for (const auto& [name, value] : more) {
            std::erase_if(form, [&, key = name](const auto& field) { return field.first == key; });
            form.emplace_back(name, value);
        }
        const auto path = desk(id) + "/bedarf/neu";
        return site.submit(path, path, form);
    }

    std::vector<NeededShift> shifts(const ActivityId& id)
    {
        return read([&](db::Reader& reader) {
            return shifts_of_date(reader, network.id, dates_of(reader, network.id, id).front().id);
        });
    }
};

} // namespace

TEST_F(NeedPages, make_shifts_of_hours_as_people_write_them)
{
    const auto id = festival();
    ASSERT_EQ(enter_role(id).status, 303);
    const auto page = site.get(desk(id) + "/bedarf");
    for (const auto* told : {"Grillstand", "10 bis 12 Uhr: 2 bis 4 Leute", "20 bis 22 Uhr: 2 bis 4 Leute"})
        EXPECT_TRUE(page.says(told)) << told;
    EXPECT_EQ(shifts(id).size(), 6u);
}

TEST_F(NeedPages, say_at_the_field_what_cannot_be_and_keep_what_was_typed)
{
    const auto id = festival();
    const auto told = [&](const Form& more) {
        const auto refused = enter_role(id, more);
        EXPECT_EQ(refused.status, 422);
        EXPECT_TRUE(refused.says("value=\"Grillstand\""));
        return refused;
    };
    EXPECT_TRUE(told({{"von", "22"}, {"bis", "10"}}).says("Das Ende liegt vor dem Anfang."));
    EXPECT_TRUE(told({{"von", "8"}}).says("Das liegt außerhalb des Termins."));
    EXPECT_TRUE(told({{"bis", ""}}).says("Schreib beides hin"));
    EXPECT_TRUE(told({{"hoechstens", "1"}}).says("Höchstens kann nicht weniger sein als mindestens."));
    EXPECT_TRUE(told({{"tag", "-1"}, {"von", ""}, {"bis", ""}}).says("Schreib dazu, von wann bis wann."));
    EXPECT_TRUE(shifts(id).empty());
}

TEST_F(NeedPages, take_setting_up_on_the_day_before)
{
    const auto id = festival();
    ASSERT_EQ(
        enter_role(id, {{"rundum", "1"}, {"tag", "-1"}, {"von", "15"}, {"bis", "18"}, {"alle", ""}}).status,
        303);
    EXPECT_TRUE(site.get(desk(id) + "/bedarf").says("am Tag davor, 15 bis 18 Uhr: 2 bis 4 Leute"));
    EXPECT_EQ(to_iso(shifts(id).front().shift.starts_at), "2026-12-04T14:00:00Z");
}

TEST_F(NeedPages, take_things_by_their_number)
{
    const auto id = festival();
    const auto path = desk(id) + "/bedarf/neu?was=sache";
    ASSERT_EQ(
        site.submit(path, path, {{"titel", "Kuchen"}, {"zusage", "at_once"}, {"hoechstens", "10"}}).status,
        303);
    EXPECT_TRUE(site.get(desk(id) + "/bedarf").says("10 Stück"));
}

TEST_F(NeedPages, change_one_day_and_no_other)
{
    const auto id = festival();
    ASSERT_EQ(enter_role(id).status, 303);
    const auto shift = shifts(id).front().shift;
    const auto path = desk(id) + "/schichten/" + shift.id.text();
    EXPECT_EQ(site.submit(path, path, {{"mindestens", "5"}, {"hoechstens", "8"}}).status, 303);
    const auto page = site.get(desk(id) + "/tage/" + shift.date.text() + "/bedarf");
    EXPECT_TRUE(page.says("5 bis 8 Leute"));
    EXPECT_TRUE(page.says("nur heute so"));
    ASSERT_TRUE(
        written([&](db::Tx& tx) -> Result<bool> { return take_places(tx, network.id, shift.id, 6); }));
    const auto refused = site.submit(path, path, {{"mindestens", "1"}, {"hoechstens", "3"}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.says("Hier sind schon 6 zugesagt."));
    EXPECT_TRUE(refused.says("value=\"3\"")) << "what was typed stays";
}

TEST_F(NeedPages, ask_before_a_role_is_dropped)
{
    const auto id = festival();
    ASSERT_EQ(enter_role(id).status, 303);
    const auto page = desk(id) + "/bedarf/" + shifts(id).front().need.id.text();
    const auto path = page + "/loeschen";
    const auto asked = site.submit(page, path, {});
    EXPECT_EQ(asked.status, 200);
    EXPECT_TRUE(asked.says("Wer schon zugesagt hat, bekommt Bescheid."));
    EXPECT_EQ(site.submit(page, path, {{"sicher", "1"}}).status, 303);
    EXPECT_EQ(shifts(id).front().shift.status, ShiftStatus::cancelled);
    EXPECT_EQ(site.get(page).status, 404);
}

TEST_F(NeedPages, take_over_what_was_needed_last_time)
{
    const auto last = festival();
    ASSERT_EQ(enter_role(last).status, 303);
    const auto id = festival(false);
    const auto page = desk(id) + "/bedarf";
    EXPECT_EQ(site.submit(page, page + "/uebernehmen", {{"von_termin", last.text()}}).status, 303);
    EXPECT_EQ(shifts(id).size(), 6u);
    EXPECT_EQ(site.submit(page, page + "/uebernehmen", {{"von_termin", "another"}}).status, 422);
}

TEST_F(NeedPages, copy_a_whole_activity_for_next_year)
{
    const auto id = festival();
    ASSERT_EQ(enter_role(id).status, 303);
    ASSERT_TRUE(written([&](db::Tx& tx) -> Result<Done> {
        add_formalities(tx, network.id, id, {"music", "toilets"}, author());
        for (const auto& each : formalities_of(tx, network.id, id))
            set_formality_status(tx, network.id, each.id, FormalityStatus::done);
        return Done{};
    }));
    const auto path = desk(id) + "/kopieren";
    EXPECT_TRUE(site.get(path).says("value=\"04.12.2027\"")) << "the same weekday";
    const auto copied =
        site.submit(path, path, {{"tag", "4.12.2027"}, {"mit", "bedarf"}, {"mit", "formalitaeten"}});
    ASSERT_EQ(copied.status, 303) << copied.body;
    const std::string location(copied.location());
    const ActivityId copy{location.substr(0, location.find('?')).substr(desk({}).size())};
    EXPECT_EQ(activity(copy).status, Status::draft);
    EXPECT_EQ(calendar::to_iso(activity(copy).draft.first.begin), "2027-12-04T10:00");
    EXPECT_EQ(shifts(copy).size(), 6u);
    const auto formalities =
        read([&](db::Reader& reader) { return formalities_of(reader, network.id, copy); });
    ASSERT_EQ(formalities.size(), 2u);
    EXPECT_EQ(formalities.front().status, FormalityStatus::open);
}

TEST_F(NeedPages, keep_a_list_of_formalities_with_days_by_which_they_are_due)
{
    const auto id = festival(false);
    const auto path = desk(id) + "/formalitaeten";
    const auto empty = site.get(path);
    EXPECT_TRUE(empty.says("GEMA"));
    EXPECT_EQ(site.submit(path, path, {{"vorschlaege", "music"}, {"vorschlaege", "toilets"}}).status, 303);
    EXPECT_TRUE(site.get(path).says("überfällig seit Sa., 21. November")) << "two weeks before; yesterday";
    EXPECT_TRUE(site.get("/redaktion/termine").says("2 Formalitäten offen"));
    const auto asked = site.submit(desk(id), desk(id) + "/veroeffentlichen", {});
    EXPECT_EQ(asked.status, 200);
    EXPECT_TRUE(asked.says("Noch nicht erledigt"));
    EXPECT_EQ(site.submit(desk(id), desk(id) + "/veroeffentlichen", {{"sicher", "1"}}).status, 303)
        << "it is a list to think of, nothing more";
    const auto list = read([&](db::Reader& reader) { return formalities_of(reader, network.id, id); });
    for (const auto& each : list)
        EXPECT_EQ(site.submit(path, path + '/' + each.id.text() + "/stand", {{"stand", "done"}}).status, 303);
    EXPECT_FALSE(site.get("/redaktion/termine").says("Formalitäten offen"));
}

TEST_F(NeedPages, put_what_is_due_on_the_desk_of_who_may_do_it)
{
    const auto id = festival();
    ASSERT_TRUE(written([&](db::Tx& tx) -> Result<Done> {
        add_formalities(tx, network.id, id, {"music", "youth_protection"}, author());
        return Done{};
    }));
    EXPECT_TRUE(site.get("/zum-test/wartet").says("Überfällige Formalitäten: „Dorffest“: Musik"));
    site.sign_in_as(Role::organisation_editor, "another-club");
    EXPECT_FALSE(site.get("/zum-test/wartet").says("Dorffest"));
}

TEST_F(NeedPages, tell_on_the_desk_in_the_last_week_where_people_are_missing)
{
    const auto id = festival();
    ASSERT_EQ(enter_role(id, {{"alle", ""}}).status, 303);
    const auto missing = [&] {
        return site.get("/zum-test/wartet").says("Hier fehlen noch Leute: „Dorffest“: Grillstand");
    };
    EXPECT_FALSE(missing()) << "there is time";
    site.clock.set(*timestamp_from_iso("2026-12-01T10:00:00Z"));
    EXPECT_TRUE(missing());
    const auto shift = shifts(id).front().shift.id;
    ASSERT_TRUE(written([&](db::Tx& tx) -> Result<bool> { return take_places(tx, network.id, shift, 2); }));
    EXPECT_FALSE(missing()) << "two are enough";
}

TEST_F(NeedPages, take_a_formality_in_own_words_and_tell_the_second_of_two_editors)
{
    const auto id = festival();
    const auto path = desk(id) + "/formalitaeten";
    EXPECT_EQ(
        site.submit(
                path + "/neu", path + "/neu",
                {{"titel", "Schlüssel fürs Tor"}, {"vorlauf", "3"}, {"wer", "Vorstand"}, {"version", "0"}})
            .status,
        303);
    EXPECT_TRUE(site.get(path).says("macht: Vorstand"));
    const auto one = read([&](db::Reader& reader) { return formalities_of(reader, network.id, id); }).front();
    const auto page = path + '/' + one.id.text();
    const auto save = [&](std::string_view note) {
        return site.submit(
            page, page,
            {{"titel", "Schlüssel"}, {"vorlauf", "3"}, {"notiz", std::string(note)}, {"version", "1"}});
    };
    EXPECT_EQ(save("Beim Nachbarn").status, 303);
    const auto second = save("Im Rathaus");
    EXPECT_EQ(second.status, 409);
    EXPECT_TRUE(second.says("Im Rathaus"));
    EXPECT_EQ(site.submit(page, page + "/loeschen", {}).status, 303);
    EXPECT_EQ(site.get(page).status, 404);
}

} // namespace dorfnetz::activities
