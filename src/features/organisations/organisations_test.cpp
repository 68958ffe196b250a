#include "accounts/audit.hpp"
#include "features/organisations/organisation_history.hpp"
#include "features/organisations/organisations_service.hpp"
#include "foundation/search/search.hpp"
#include "tests/support/register.hpp"

namespace dorfnetz::organisations {

namespace {

class Organisations : public test::RegisterTest
{
protected:
    std::vector<HistoryRow> history(const OrganisationId& id)
    {
        return site.pool().read([&](db::Reader& reader) {
            return history_of(reader, site.network(), id, accounts::the_program());
        });
    }

    int found(const std::string& text)
    {
        return site.pool()
            .read([&](db::Reader& reader) {
                return search::find(reader, {.network = site.network(), .text = text, .kinds = {}});
            })
            .total;
    }

    static bool complains(const Result<Done>& result, std::string_view field)
    {
        return !result && std::any_of(result.error().fields.begin(), result.error().fields.end(),
                                      [&](const FieldError& error) { return error.field == field; });
    }

    // What saving this draft over a good entry answers.
    Result<Done> try_draft(const OrganisationDraft& draft)
    {
        const auto id = given(club("Beispiel: Versuch"));
        return change(id, 1, draft);
    }
};

OrganisationDraft full_draft(const VillageId& aue, const VillageId& berg)
{
    return {.kind = Kind::company,
            .name = "Beispiel: Tischlerei Span",
            .short_name = "Span",
            .legal_form = "GmbH",
            .register_court = "Amtsgericht Musterstadt",
            .register_number = "HRB 123",
            .parent_name = "Beispiel: Holzgruppe",
            .founded = 1996,
            .members = 6,
            .villages = {aue, berg},
            .fields = {"culture", "sport"},
            .area = {.villages = {berg}, .around = aue, .radius_km = 12},
            .purpose = "Möbel und Türen",
            .aims = "Mehr Bänke\nim Dorf",
            .strengths = {"rooms", "tools"},
            .strengths_text = "Holzreste",
            .offers = "Freitags ab 14 Uhr",
            .street = "Beispielring 6",
            .postal_code = "00000",
            .town = "Aue",
            .phone = "030 23125 201",
            .email = "span@example.org",
            .web = "https://example.org/span",
            .social_links = "https://social.example.org/span",
            .purposes = {"research"},
            .support = {"goods", "money"},
            .support_area = {.whole_network = true},
            .supports_whom = "Kitas",
            .is_example = true};
}

NamedTexts all_texts(const OrganisationDraft& draft)
{
    return texts_of(draft, accounts::the_program());
}

} // namespace

TEST_F(Organisations, keep_every_field_exactly)
{
    const auto draft = tidied(full_draft(aue, berg));
    const auto id = given(draft);
    EXPECT_EQ(all_texts(stored(id).entry), all_texts(draft));
    EXPECT_EQ(stored(id).slug, "beispiel-tischlerei-span");
    const auto all =
        site.pool().read([&](db::Reader& reader) { return all_organisations(reader, site.network()); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_TRUE(all.front().entry == draft);
}

TEST_F(Organisations, of_the_same_name_get_different_addresses)
{
    given(club("Beispiel: Chor"));
    EXPECT_EQ(stored(given(club("Beispiel: Chor"))).slug, "beispiel-chor-2");
    EXPECT_EQ(stored(given(club("Melden"))).slug, "melden-2") << "/vereine/melden is a form";
    EXPECT_EQ(stored(given(club("***"))).slug, "club") << "a name without letters";
}

TEST_F(Organisations, a_renamed_entry_keeps_its_address)
{
    const auto id = given(club("Beispiel: Chor"));
    ASSERT_TRUE(change(id, 1, club("Beispiel: Großer Chor")));
    EXPECT_EQ(stored(id).slug, "beispiel-chor");
    EXPECT_EQ(stored(id).version, 2);
}

TEST_F(Organisations, the_second_of_two_editors_is_told_and_changes_nothing)
{
    const auto id = given(club("Beispiel: Chor"));
    ASSERT_TRUE(change(id, 1, club("Beispiel: Erster Chor")));
    const auto second = change(id, 1, club("Beispiel: Zweiter Chor"));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Err::stale);
    EXPECT_EQ(stored(id).entry.name, "Beispiel: Erster Chor");
}

TEST_F(Organisations, saving_what_is_there_already_makes_no_new_version)
{
    const auto id = given(club("Beispiel: Chor"));
    ASSERT_TRUE(change(id, 1, club("  Beispiel:   Chor ")));
    EXPECT_EQ(stored(id).version, 1);
    EXPECT_EQ(history(id).size(), 1U);
}

TEST_F(Organisations, hostile_texts_are_refused_at_their_field_and_change_nothing)
{
    auto draft = club(std::string(10'000, 'a'));
    EXPECT_TRUE(complains(try_draft(draft), "name"));
    draft = club("Beispiel");
    draft.purpose = "kaputt \xC3\x28";
    EXPECT_TRUE(complains(try_draft(draft), "purpose"));
    draft = club("Beispiel");
    draft.street = "mit\x01Steuerzeichen";
    EXPECT_TRUE(complains(try_draft(draft), "street"));
    draft = club("Beispiel");
    draft.web = "javascript:alert(1)";
    EXPECT_TRUE(complains(try_draft(draft), "web"));
    draft.web = "";
    draft.social_links = "https://example.org\njavascript:alert(1)";
    EXPECT_TRUE(complains(try_draft(draft), "social_links"));
    draft = club("  ");
    EXPECT_TRUE(complains(try_draft(draft), "name"));
    draft = club("Beispiel");
    draft.email = "kein.at.example.org";
    EXPECT_TRUE(complains(try_draft(draft), "email"));
    draft = club("Beispiel");
    draft.founded = 3000;
    EXPECT_TRUE(complains(try_draft(draft), "founded"));
}

TEST_F(Organisations, words_and_villages_that_do_not_exist_are_refused)
{
    auto draft = club("Beispiel");
    draft.fields = {"flying"};
    EXPECT_TRUE(complains(try_draft(draft), "fields"));
    draft.fields = {"\xFF"};
    EXPECT_TRUE(complains(try_draft(draft), "fields"));
    draft = club("Beispiel");
    draft.area = {.around = aue, .radius_km = 0};
    EXPECT_TRUE(complains(try_draft(draft), "area"));
}

TEST_F(Organisations, a_village_of_another_network_is_refused)
{
    const auto other = site.add_network("andere", "andere.example");
    const auto foreign = add_village(other, "Fern", "fern");
    auto draft = club("Beispiel");
    draft.villages = {foreign};
    EXPECT_TRUE(complains(try_draft(draft), "villages"));
    draft = club("Beispiel");
    draft.support_area.villages = {foreign};
    EXPECT_TRUE(complains(try_draft(draft), "support_area"));
}

TEST_F(Organisations, an_entry_of_another_network_is_missing)
{
    const auto id = given(club("Beispiel: Chor"));
    const auto other = site.add_network("andere", "andere.example");
    const auto done =
        write([&](db::Tx& tx) { return update(tx, other, id, 1, club("Beispiel: Fremd"), author()); });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, Err::missing);
    EXPECT_FALSE(site.pool().read([&](db::Reader& reader) { return organisation_by_id(reader, other, id); }));
}

TEST_F(Organisations, activity_in_a_village_ends_but_is_not_forgotten)
{
    const auto id = given(club("Beispiel: Chor"));
    auto draft = club("Beispiel: Chor");
    draft.villages = {berg};
    ASSERT_TRUE(change(id, 1, draft));
    const auto rows = [&] {
        return site.pool().read([&](db::Reader& reader) {
            return reader.count(
                R"sql(SELECT count(*) FROM organisation_villages WHERE organisation_id = :id)sql",
                {{"id", id}});
        });
    };
    const auto active = [&](const VillageId& village) {
        return site.pool().read(
            [&](db::Reader& reader) { return is_active_in(reader, site.network(), id, village); });
    };
    EXPECT_FALSE(active(aue));
    EXPECT_TRUE(active(berg));
    EXPECT_EQ(rows(), 2);
    ASSERT_TRUE(change(id, 2, club("Beispiel: Chor")));
    EXPECT_TRUE(active(aue)) << "it came back";
    EXPECT_EQ(rows(), 2);
}

TEST_F(Organisations, only_public_entries_are_found_by_the_search)
{
    const auto id = given(club("Beispiel: Schalmeien"), Status::reported);
    EXPECT_EQ(found("Schalmeien"), 0);
    ASSERT_TRUE(write([&](db::Tx& tx) { return publish(tx, site.network(), id, author()); }));
    EXPECT_EQ(found("Schalmeien"), 1);
    EXPECT_EQ(found("Aue"), 2) << "the village itself and the club that is active there";
    ASSERT_TRUE(write([&](db::Tx& tx) { return archive(tx, site.network(), id, author()); }));
    EXPECT_EQ(found("Schalmeien"), 0);
}

TEST_F(Organisations, put_in_without_indexing_are_found_after_the_index_is_made)
{
    auto later = author();
    later.indexing = Author::Indexing::later;
    const auto id = write([&](db::Tx& tx) {
        return create(tx, site.network(), {.entry = club("Beispiel: Posaunen"), .status = Status::published},
                      later);
    });
    ASSERT_TRUE(id);
    EXPECT_EQ(found("Posaunen"), 0);
    ASSERT_TRUE(write([&](db::Tx& tx) -> Result<Done> {
        index_entries(tx, site.network(), {*id});
        return Done{};
    }));
    EXPECT_EQ(found("Posaunen"), 1);
}

TEST_F(Organisations, confirming_makes_fresh_and_lifts_a_report)
{
    const auto id = given(club("Beispiel: Chor"), Status::reported, std::nullopt);
    EXPECT_TRUE(is_stale(stored(id).last_confirmed_on, today()));
    ASSERT_TRUE(write([&](db::Tx& tx) { return confirm(tx, site.network(), id, author()); }));
    EXPECT_EQ(stored(id).status, Status::confirmed);
    EXPECT_FALSE(is_stale(stored(id).last_confirmed_on, today()));
}

TEST(Staleness, begins_after_twelve_months_and_says_how_old)
{
    using namespace std::chrono;
    const auto today = 2026y / 11 / 22;
    const auto de = i18n::Language::de;
    EXPECT_FALSE(is_stale(2025y / 11 / 22, today));
    EXPECT_TRUE(is_stale(2025y / 11 / 21, today));
    EXPECT_EQ(stale_text(de, 2025y / 9 / 22, today), "zuletzt bestätigt vor 14 Monaten");
    EXPECT_EQ(stale_text(de, 2023y / 9 / 22, today), "zuletzt bestätigt vor 3 Jahren");
    EXPECT_EQ(stale_text(de, std::nullopt, today), "noch nicht bestätigt");
    EXPECT_EQ(stale_text(de, 2026y / 1 / 1, today), "");
}

TEST_F(Organisations, undo_brings_back_what_stood_there_and_can_itself_be_undone)
{
    const auto before = tidied(full_draft(aue, berg));
    const auto id = given(before);
    ASSERT_TRUE(change(id, 1, club("Beispiel: Chor")));
    const auto take_back = [&] {
        return write([&](db::Tx& tx) {
            return undo(tx, site.network(), id, history(id).front().id, accounts::the_program(), author());
        });
    };
    ASSERT_TRUE(take_back());
    EXPECT_EQ(all_texts(stored(id).entry), all_texts(before));
    EXPECT_EQ(stored(id).version, 3);
    ASSERT_TRUE(take_back());
    EXPECT_EQ(stored(id).entry.name, "Beispiel: Chor");
}

TEST_F(Organisations, undo_of_an_archived_entry_makes_it_public_again)
{
    const auto id = given(club("Beispiel: Chor"));
    ASSERT_TRUE(write([&](db::Tx& tx) { return archive(tx, site.network(), id, author()); }));
    ASSERT_TRUE(write([&](db::Tx& tx) {
        return undo(tx, site.network(), id, history(id).front().id, accounts::the_program(), author());
    }));
    EXPECT_TRUE(stored(id).is_public());
}

TEST_F(Organisations, history_of_another_entry_cannot_be_undone_here)
{
    const auto one = given(club("Beispiel: Chor"));
    const auto two = given(club("Beispiel: Band"));
    ASSERT_TRUE(change(one, 1, club("Beispiel: Großer Chor")));
    const auto row = history(one).front().id;
    const auto done = write(
        [&](db::Tx& tx) { return undo(tx, site.network(), two, row, accounts::the_program(), author()); });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, Err::missing);
}

TEST_F(Organisations, a_removed_contact_person_is_gone_from_the_history_too)
{
    const auto id = given(club("Beispiel: Chor"));
    const auto contact = given_contact(id, {.name = "Karla Muster", .phone = "030 23125 001"});
    ASSERT_EQ(history(id).front().changes.size(), 2U) << "the premise: the history knows the person";
    ASSERT_TRUE(write([&](db::Tx& tx) { return remove_contact(tx, site.network(), contact, author()); }));
    for (const auto& row : history(id))
        EXPECT_TRUE(row.changes.empty()) << row.action;
    EXPECT_EQ(history(id).front().action, "contact_removed");
    EXPECT_TRUE(site.pool()
                    .read([&](db::Reader& reader) {
                        return contacts_of(reader, site.network(), id, accounts::the_program());
                    })
                    .empty());
}

TEST_F(Organisations, one_person_answers_for_an_entry)
{
    const auto id = given(club("Beispiel: Chor"));
    given_contact(id, {.name = "Karla Muster", .is_responsible = true});
    given_contact(id, {.name = "Jens Beispiel", .is_responsible = true});
    const auto contacts = site.pool().read(
        [&](db::Reader& reader) { return contacts_of(reader, site.network(), id, accounts::the_program()); });
    ASSERT_EQ(contacts.size(), 2U);
    EXPECT_EQ(contacts[0].data.name, "Jens Beispiel");
    EXPECT_TRUE(contacts[0].data.is_responsible);
    EXPECT_FALSE(contacts[1].data.is_responsible);
}

TEST_F(Organisations, a_consent_says_how_it_was_given)
{
    const auto id = given(club("Beispiel: Chor"));
    const auto added = write([&](db::Tx& tx) {
        return add_contact(tx, site.network(), id, {.name = "Karla Muster", .consent_on = today()}, author());
    });
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().fields.front().field, "consent_way");
}

TEST_F(Organisations, every_change_of_contact_data_is_in_the_audit_log)
{
    const auto id = given(club("Beispiel: Chor"));
    const auto contact = given_contact(id, {.name = "Karla Muster"});
    ASSERT_TRUE(write([&](db::Tx& tx) {
        return update_contact(tx, site.network(), contact, 1, {.name = "Karla Beispiel"}, author());
    }));
    ASSERT_TRUE(write([&](db::Tx& tx) { return remove_contact(tx, site.network(), contact, author()); }));
    const auto log = site.pool().read(
        [&](db::Reader& reader) { return accounts::audit_page(reader, site.network(), {}, 10, 0); });
    EXPECT_EQ(log.size(), 3U);
}

TEST_F(Organisations, areas_are_read_as_clubs_write_them)
{
    const auto places =
        site.pool().read([&](db::Reader& reader) { return villages::all_places(reader, site.network()); });
    EXPECT_EQ(area_from_text(places, "ganzes Netzwerk"), Area{.whole_network = true});
    EXPECT_EQ(area_from_text(places, "10 km um Aue"), (Area{.around = aue, .radius_km = 10}));
    EXPECT_EQ(area_from_text(places, "Aue, Berg"), (Area{.villages = {aue, berg}}));
    EXPECT_EQ(area_from_text(places, ""), Area{});
    EXPECT_EQ(area_from_text(places, "auf dem Mond"), std::nullopt);
}

TEST_F(Organisations, that_are_the_same_are_graded_by_how_sure_it_is)
{
    auto draft = club("Beispiel: Heimatverein Aue e.V.");
    draft.register_court = "Amtsgericht Musterstadt";
    draft.register_number = "VR 123";
    const auto id = given(draft);
    const auto likeness = [&](const OrganisationDraft& other) -> std::optional<Likeness> {
        const auto found = DuplicateFinder(*shared_register(site.pool(), site.network())).find(other);
        if (found.empty())
            return std::nullopt;
        EXPECT_EQ(found.front().id, id);
        return found.front().likeness;
    };
    auto renamed = club("Beispiel: Ganz anderer Name");
    renamed.register_court = "Musterstadt";
    renamed.register_number = "VR123";
    EXPECT_EQ(likeness(renamed), Likeness::certain);
    EXPECT_EQ(likeness(club("BEISPIEL Heimatverein Aue e. V.")), Likeness::likely);
    auto elsewhere = club("Beispiel: Heimatverein Aue e.V.");
    elsewhere.villages = {berg};
    EXPECT_EQ(likeness(elsewhere), Likeness::possible);
    EXPECT_EQ(likeness(club("Beispiel: Heimatvereine Aue eV")), Likeness::possible);
    EXPECT_EQ(likeness(club("Beispiel: Kegelclub")), std::nullopt);
}

TEST_F(Organisations, the_register_kept_in_memory_follows_every_write)
{
    EXPECT_EQ(shared_register(site.pool(), site.network())->entries.size(), 0U);
    const auto id = given(club("Beispiel: Chor"));
    EXPECT_EQ(shared_register(site.pool(), site.network())->entries.size(), 1U);
    ASSERT_TRUE(change(id, 1, club("Beispiel: Großer Chor")));
    EXPECT_EQ(shared_register(site.pool(), site.network())->entries.front().name, "Beispiel: Großer Chor");
}

TEST_F(Organisations, are_chosen_by_filters_with_counts_that_say_what_one_would_see)
{
    auto choir = club("Beispiel: Chor");
    auto band = club("Beispiel: Band");
    band.villages = {berg};
    auto sport = club("Beispiel: Sport");
    sport.fields = {"sport"};
    sport.strengths = {"rooms"};
    auto firm = club("Beispiel: Firma");
    firm.kind = Kind::company;
    for (const auto& draft : {choir, band, sport, firm})
        given(draft);
    given(club("Beispiel: Gemeldet"), Status::reported);
    const auto entries = shared_register(site.pool(), site.network());
    const auto selection = choose(
        *entries, {.directory = Directory::clubs, .villages = {"aue"}, .fields = {"culture"}}, today());
    ASSERT_EQ(selection.entries.size(), 1U);
    EXPECT_EQ(selection.entries.front()->name, "Beispiel: Chor");
    const auto count = [](const std::vector<Counted>& counts, std::string_view value) {
        for (const auto& counted : counts)
            if (counted.value == value)
                return counted.count;
        return std::int64_t{-1};
    };
    EXPECT_EQ(count(selection.villages, "aue"), 1);
    EXPECT_EQ(count(selection.villages, "berg"), 1) << "culture in Berg: the band";
    EXPECT_EQ(count(selection.fields, "sport"), 1) << "sport in Aue";
    EXPECT_EQ(choose(*entries, {.villages = {"nirgends"}}, today()).entries.size(), 0U)
        << "a village that does not exist finds nothing";
    EXPECT_EQ(choose(*entries, {.only = Editable{}}, today()).entries.size(), 0U)
        << "who may edit nowhere sees nothing";
}

TEST(Editors, may_change_what_is_active_in_their_own_village)
{
    const VillageId mine{"v1"};
    const VillageId other{"v2"};
    const auto with = [](web::Role role, const std::string& subject) {
        web::Actor actor;
        actor.user = web::UserId{"u"};
        actor.grants = {{role, subject}};
        return actor;
    };
    const auto lead = with(web::Role::lead_editor, "v1");
    const auto coordinator = with(web::Role::coordinator, "");
    EXPECT_TRUE(may_edit(lead, {}, {other, mine}));
    EXPECT_FALSE(may_edit(lead, {}, {other}));
    EXPECT_FALSE(may_edit(lead, {}, {}));
    EXPECT_TRUE(may_edit(coordinator, {}, {}));
    EXPECT_FALSE(may_edit({}, {}, {mine}));
}

} // namespace dorfnetz::organisations
