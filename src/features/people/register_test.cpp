#include "features/people/consents.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/history.hpp"
#include "features/people/pending.hpp"
#include "features/people/people_for_tests.hpp"
#include "features/people/people_store.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::people {
namespace {

using Agreed = Given::Agreed;

std::vector<FieldError> problems(Given& given, const PersonDraft& draft)
{
    return given.site.pool().read([&](db::Reader& reader) {
        return problems_of(draft, villages::all_places(reader, given.site.network()),
                           date_of(given.site.clock.now()));
    });
}

std::vector<Duplicate> duplicates(Given& given, const PersonDraft& draft)
{
    return given.site.pool().read(
        [&](db::Reader& reader) { return find_duplicates(reader, given.site.network(), draft); });
}

TEST(Register, what_was_entered_is_read_again_normalised)
{
    Given given;
    auto draft = given.draft(given.birkenau);
    draft.skills = {"Motorsäge", "Akkordeon"};
    draft.free_times = {{"sat", "morning"}, {"mon", "evening"}};
    draft.languages = {"en", "de"};
    draft.mobility = {"car"};
    draft.fields = {"sport"};
    draft.hours_per_month = 4;
    draft.email = " Karl@Example.org ";
    const auto person = given.stored(given.person(draft));
    ASSERT_TRUE(person);
    EXPECT_EQ(person->data.phone, "+493493123456");
    EXPECT_EQ(person->data.email, "karl@example.org");
    EXPECT_EQ(person->data.skills, (std::vector<std::string>{"Akkordeon", "Motorsäge"}));
    EXPECT_EQ(person->data.free_times.size(), 2U);
    EXPECT_EQ(person->data.area.villages, std::vector{given.birkenau})
        << "without an area people help at home";
    EXPECT_FALSE(person->is_locked());
}

// However many they are, and whoever else is in the register.
TEST(Register, lists_are_read_for_those_who_are_asked_for)
{
    Given given;
    const std::vector<std::string> tasks{"cooking", "driving", "setup"};
    std::vector<PersonId> ids;
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        const auto places = villages::all_places(tx, given.site.network());
        std::vector<PreparedPerson> prepared;
        for (std::size_t i = 0; i < 450; ++i) {
            auto draft = given.draft(given.birkenau, "Muster");
            draft.skills = {"Kunst " + std::to_string(i)};
            draft.tasks = {tasks[i % tasks.size()]};
            NewPerson person{.data = draft};
            if (i != 7) // locked
                person.consent = given.consent(tx);
            prepared.push_back(TRY(prepare(person, places, given.author())));
            ids.push_back(prepared.back().person.id);
        }
        insert_prepared(tx, given.site.network(), prepared, given.author());
        return Done{};
    });
    const auto number_of = [&](const Person& person) {
        return static_cast<std::size_t>(std::find(ids.begin(), ids.end(), person.id) - ids.begin());
    };
    const auto are_theirs = [&](const std::vector<Person>& people) {
        return std::all_of(people.begin(), people.end(), [&](const Person& person) {
            const auto number = number_of(person);
            return person.data.skills == std::vector{"Kunst " + std::to_string(number)} &&
                   person.data.tasks == std::vector{tasks[number % tasks.size()]} &&
                   person.help_villages == std::vector{given.birkenau} &&
                   person.agreed_to(Purpose::lead_contact) == (number != 7);
        });
    };
    given.site.pool().read([&](db::Reader& reader) {
        const auto all =
            store::list(reader, given.site.network(), {.locked = store::Filter::Locked::no}, 1000, 0);
        EXPECT_EQ(all.size(), 449U);
        EXPECT_TRUE(are_theirs(all));
        for (const std::size_t count : {1, 2, 20, 21, 41}) {
            const std::vector<PersonId> some(ids.rbegin(), ids.rbegin() + static_cast<std::ptrdiff_t>(count));
            const auto found = store::by_ids(reader, given.site.network(), some);
            EXPECT_TRUE(are_theirs(found));
            EXPECT_TRUE(std::equal(found.begin(), found.end(), some.begin(), some.end(),
                                   [](const Person& person, const PersonId& id) { return person.id == id; }));
        }
        EXPECT_TRUE(store::by_ids(reader, given.site.network(), {}).empty());
        EXPECT_TRUE(are_theirs(store::by_ids(reader, given.site.network(), {ids[7]})));
    });
}

TEST(Register, a_radius_reaches_the_villages_within_it)
{
    Given given;
    auto draft = given.draft(given.birkenau);
    draft.area.around = given.birkenau;
    draft.area.radius_km = 6;
    const auto person = given.stored(given.person(draft));
    EXPECT_EQ(person->help_villages, (std::vector{given.birkenau, given.erlental}));
}

TEST(Register, without_consent_an_entry_is_locked_and_not_counted)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau), Agreed::no);
    EXPECT_EQ(given.stored(id)->lock, Lock::no_consent);
    EXPECT_EQ(given.counted(), 0);
    given.site.given([&](db::Tx& tx) {
        return record_consent(tx, given.site.network(), id, given.consent(tx), given.author());
    });
    EXPECT_FALSE(given.stored(id)->is_locked());
    EXPECT_EQ(given.counted(), 1);
}

TEST(Register, a_withdrawn_consent_locks_and_counts_no_more)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau));
    given.site.given(
        [&](db::Tx& tx) { return withdraw_consent(tx, given.site.network(), id, {}, given.author()); });
    EXPECT_EQ(given.stored(id)->lock, Lock::withdrawn);
    EXPECT_EQ(given.counted(), 0);
}

TEST(Register, fields_of_a_special_category_are_refused_without_a_consent_of_their_own)
{
    Given given;
    for (const auto* key : {"health", "politics", "work", "church"}) {
        auto draft = given.draft(given.birkenau);
        draft.fields = {key};
        const auto found = problems(given, draft);
        ASSERT_EQ(found.size(), 1U) << key;
        EXPECT_EQ(found[0].field, "felder");
    }
}

TEST(Register, people_under_sixteen_are_refused_without_a_parent)
{
    Given given;
    auto draft = given.draft(given.birkenau);
    draft.birth_year = 2011;
    EXPECT_EQ(problems(given, draft).at(0).field, "jahr");
    draft.birth_year = 2010;
    EXPECT_TRUE(problems(given, draft).empty());
}

TEST(Register, what_no_list_has_and_hostile_text_are_refused)
{
    Given given;
    auto draft = given.draft(given.birkenau);
    draft.tasks = {"'; DROP TABLE people; --"};
    EXPECT_EQ(problems(given, draft).at(0).field, "aufgaben");
    draft = given.draft(given.birkenau, "Bei\x01spiel");
    EXPECT_EQ(problems(given, draft).at(0).field, "nachname");
    draft = given.draft(given.birkenau, "\xc3\x28");
    EXPECT_EQ(problems(given, draft).at(0).field, "nachname");
    draft = given.draft(given.birkenau, std::string(1'000'000, 'x'));
    EXPECT_EQ(problems(given, draft).at(0).field, "nachname");
    draft = given.draft(VillageId("22222222-0000-7000-8000-000000000001"));
    EXPECT_EQ(problems(given, draft).at(0).field, "dorf");
}

TEST(Register, the_second_of_two_editors_is_told)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau));
    const auto rename = [&](const std::string& name) {
        return given.site.pool().write(db::Scope::of(given.site.network()), [&](db::Tx& tx) {
            return update(tx, given.site.network(), id, 1, given.draft(given.birkenau, name),
                          EmailChange::allowed, given.author());
        });
    };
    EXPECT_TRUE(rename("Muster"));
    const auto second = rename("Probe");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Err::stale);
    EXPECT_EQ(given.stored(id)->data.family_name, "Muster");
}

TEST(Register, a_change_is_kept_in_the_history)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau));
    given.site.given([&](db::Tx& tx) {
        return update(tx, given.site.network(), id, 1, given.draft(given.birkenau, "Muster"),
                      EmailChange::allowed, given.author());
    });
    const auto history = given.site.pool().read(
        [&](db::Reader& reader) { return history_of(reader, given.site.network(), id); });
    EXPECT_EQ(history.at(0).change.field, "nachname");
    EXPECT_EQ(history.at(0).change.before, "Beispiel");
    EXPECT_EQ(history.at(0).change.after, "Muster");
}

TEST(Duplicates, are_graded_by_what_speaks_for_them)
{
    Given given;
    auto draft = given.draft(given.birkenau, "Meier");
    draft.birth_year = 1960;
    const auto id = given.person(draft);

    auto same_phone = given.draft(given.weidenhof, "Mayer");
    same_phone.email = {};
    EXPECT_EQ(duplicates(given, same_phone), (std::vector{Duplicate{id, Likeness::certain}}));

    auto same_name = given.draft(given.birkenau, "Meier");
    same_name.phone = same_name.email = {};
    EXPECT_EQ(duplicates(given, same_name), (std::vector{Duplicate{id, Likeness::likely}}));
    same_name.birth_year = 1961;
    EXPECT_TRUE(duplicates(given, same_name).empty()) << "namesakes of another year are two";

    auto same_sound = given.draft(given.birkenau, "Mayr");
    same_sound.phone = same_sound.email = {};
    EXPECT_EQ(duplicates(given, same_sound), (std::vector{Duplicate{id, Likeness::possible}}));
    same_sound.village = given.erlental;
    EXPECT_TRUE(duplicates(given, same_sound).empty());
}

TEST(Duplicates, a_couple_with_one_telephone_is_two_people)
{
    Given given;
    given.person(given.draft(given.birkenau));
    auto wife = given.draft(given.birkenau);
    wife.given_name = "Hannelore";
    wife.email = {};
    EXPECT_TRUE(duplicates(given, wife).empty());
}

TEST(Duplicates, of_another_network_do_not_exist)
{
    Given given;
    given.person(given.draft(given.birkenau));
    const auto other = given.site.add_network("ander", "ander.example");
    EXPECT_FALSE(duplicates(given, given.draft(given.birkenau)).empty());
    const auto found = given.site.pool().read(
        [&](db::Reader& reader) { return find_duplicates(reader, other, given.draft(given.birkenau)); });
    EXPECT_TRUE(found.empty());
}

TEST(Duplicates, of_somebody_who_was_erased_meanwhile_are_not_noted)
{
    Given given;
    const auto kept = given.person(given.draft(given.birkenau));
    const auto gone = given.person(given.draft(given.birkenau));
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        erase(tx, given.site.network(), gone, {});
        for (const auto& [one, other] : {std::pair(kept, gone), std::pair(gone, kept)})
            note_duplicate(tx, given.site.network(), one, other, Likeness::certain, given.site.clock.now());
        EXPECT_TRUE(open_duplicates(tx, given.site.network(), 10).empty());
        return Done{};
    });
}

TEST(Merge, moves_everything_and_keeps_the_older_consent)
{
    Given given;
    const auto kept = given.person(given.draft(given.birkenau), Agreed::no);
    auto more = given.draft(given.birkenau);
    more.phone = "0151 12345678";
    more.street = "Dorfstraße 1";
    more.town = "Birkenau";
    more.tasks = {"cooking"};
    more.free_times = {{"sat", "morning"}};
    more.area.villages = {given.weidenhof};
    const auto gone = given.person(more);
    given.site.clock.advance(std::chrono::hours(1));
    given.site.given([&](db::Tx& tx) { return merge(tx, given.site.network(), kept, gone, given.author()); });

    EXPECT_FALSE(given.stored(gone));
    const auto person = given.stored(kept);
    ASSERT_TRUE(person);
    EXPECT_FALSE(person->is_locked());
    EXPECT_EQ(person->data.phone, "+493493123456");
    EXPECT_EQ(person->data.mobile, "+4915112345678") << "no number is lost";
    EXPECT_EQ(person->data.street, "Dorfstraße 1");
    EXPECT_EQ(person->data.tasks, (std::vector<std::string>{"cooking", "garden"}));
    EXPECT_EQ(person->data.free_times.size(), 1U);
    EXPECT_EQ(person->data.area.villages, (std::vector{given.birkenau, given.weidenhof}));
    given.site.pool().read([&](db::Reader& reader) {
        const auto consents = consents_of(reader, given.site.network(), kept);
        ASSERT_EQ(consents.size(), 2U) << "to the register and to the lead club";
        EXPECT_EQ(consents[0].paper_number, "BI-2026-0001");
        EXPECT_EQ(pending_duplicates(reader, given.site.network()).count, 0);
    });
}

TEST(Merge, does_not_bring_back_who_took_the_consent_back)
{
    Given given;
    const auto kept = given.person(given.draft(given.birkenau));
    const auto gone = given.person(given.draft(given.birkenau));
    given.site.clock.advance(std::chrono::hours(1));
    given.site.given(
        [&](db::Tx& tx) { return withdraw_consent(tx, given.site.network(), gone, {}, given.author()); });
    given.site.given([&](db::Tx& tx) { return merge(tx, given.site.network(), kept, gone, given.author()); });
    EXPECT_EQ(given.stored(kept)->lock, Lock::withdrawn);
}

TEST(Locked, people_who_do_not_answer_are_deleted_after_ninety_days)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau), Agreed::no);
    given.person(given.draft(given.birkenau, "Muster")); // with a consent, so never due
    given.site.clock.advance(std::chrono::days(10));
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        note_request(tx, given.site.network(), id, "ABC", AskedBy::letter, given.author());
        return Done{};
    });
    given.site.clock.advance(std::chrono::days(89));
    EXPECT_TRUE(given.due(Lock::no_consent).empty());
    given.site.clock.advance(std::chrono::days(1));
    EXPECT_EQ(given.due(Lock::no_consent), std::vector{id});
}

TEST(Locked, the_number_of_a_reply_slip_is_found_however_it_is_typed)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau), Given::Agreed::no);
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        note_request(tx, given.site.network(), id, "0A1B2C3D4E", AskedBy::letter, given.author());
        return Done{};
    });
    const auto found = [&](std::string_view typed) {
        return given.site.pool().read(
            [&](db::Reader& reader) { return person_of_request(reader, given.site.network(), typed); });
    };
    for (const auto* typed : {"0A1B2C3D4E", "oa1b 2c3d-4e", " OAlB2C3D4E", "0aib2c3d4e"})
        EXPECT_EQ(found(typed), id) << typed;
    EXPECT_FALSE(found("0A1B2C3D4F"));
    EXPECT_FALSE(found(""));
}

TEST(Locked, people_whom_nobody_asked_are_due_ninety_days_after_they_came)
{
    Given given;
    const auto id = given.person(given.draft(given.birkenau), Agreed::no);
    given.site.clock.advance(std::chrono::days(90));
    EXPECT_EQ(given.due(Lock::no_consent), std::vector{id});
}

} // namespace
} // namespace dorfnetz::people
