#include "features/organisations/organisation_history.hpp"
#include "features/organisations/organisations_service.hpp"
#include "tests/support/register.hpp"

#include <latch>
#include <thread>

namespace dorfnetz::organisations {

namespace {

class Parents : public test::RegisterTest
{
protected:
    OrganisationDraft below(const std::string& name, const std::string& parent)
    {
        auto draft = club(name);
        draft.parent_name = parent;
        return draft;
    }

    std::vector<OrganisationId> children(const OrganisationId& id)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return organisations_below(reader, site.network(), id); });
    }

    // Under another parent, or under none.
    Result<Done> move(const OrganisationId& id, const std::string& parent)
    {
        const auto before = stored(id);
        auto draft = before.entry;
        draft.parent_name = parent;
        return change(id, before.version, draft);
    }
};

bool complains(const Result<Done>& result)
{
    return !result && result.error().fields.size() == 1 &&
           result.error().fields.front().field == "parent_name";
}

} // namespace

TEST_F(Parents, are_entries_if_the_register_has_the_name_and_texts_if_not)
{
    const auto association = given(club("Beispiel: Verband"));
    const auto linked = given(below("Beispiel: Chor", "beispiel: VERBAND"));
    EXPECT_EQ(stored(linked).entry.parent, association);
    EXPECT_EQ(stored(linked).entry.parent_name, "Beispiel: Verband") << "as the register writes it";
    EXPECT_EQ(children(association), std::vector{linked});
    const auto outside = given(below("Beispiel: Wehr", "Landesverband der Wehren"));
    EXPECT_FALSE(stored(outside).entry.parent);
    EXPECT_EQ(stored(outside).entry.parent_name, "Landesverband der Wehren");
}

TEST_F(Parents, keep_their_children_when_they_are_renamed)
{
    const auto association = given(club("Beispiel: Verband"));
    const auto child = given(below("Beispiel: Chor", "Beispiel: Verband"));
    ASSERT_TRUE(change(association, 1, club("Beispiel: Neuer Verband")));
    EXPECT_EQ(stored(child).entry.parent_name, "Beispiel: Neuer Verband");
    EXPECT_EQ(children(association), std::vector{child});
}

// Strangers may report an entry under any name; until somebody has looked, no public page shows what they
// wrote.
TEST_F(Parents, that_are_not_public_are_called_as_their_child_wrote_them)
{
    const auto reported = given(club("BEISPIEL: VERBAND"), Status::reported);
    const auto child = given(below("Beispiel: Chor", "Beispiel: Verband"));
    EXPECT_EQ(stored(child).entry.parent, reported);
    EXPECT_EQ(stored(child).entry.parent_name, "Beispiel: Verband");
    ASSERT_TRUE(change(reported, 1, club("Beispiel: Etwas anderes")));
    EXPECT_EQ(stored(child).entry.parent_name, "Beispiel: Verband");
    auto draft = stored(child).entry;
    draft.purpose = "Wir singen viel.";
    ASSERT_TRUE(change(child, 1, draft));
    EXPECT_EQ(stored(child).entry.parent, reported) << "nobody has written another name";
    ASSERT_TRUE(write([&](db::Tx& tx) { return publish(tx, site.network(), reported, author()); }));
    EXPECT_EQ(stored(child).entry.parent_name, "Beispiel: Etwas anderes");
}

TEST_F(Parents, never_come_to_stand_below_their_own_children)
{
    const auto top = given(club("Beispiel: Oben"));
    const auto middle = given(below("Beispiel: Mitte", "Beispiel: Oben"));
    const auto bottom = given(below("Beispiel: Unten", "Beispiel: Mitte"));
    EXPECT_TRUE(complains(move(top, "Beispiel: Oben"))) << "nobody belongs to themselves";
    EXPECT_TRUE(complains(move(top, "Beispiel: Mitte")));
    EXPECT_TRUE(complains(move(top, "Beispiel: Unten")));
    EXPECT_FALSE(stored(top).entry.parent);
    ASSERT_TRUE(move(bottom, "Beispiel: Oben")) << "two children of one parent go round nowhere";
    EXPECT_EQ(children(top).size(), 2U);
    EXPECT_EQ(stored(middle).entry.parent, top);
}

TEST_F(Parents, never_go_round_when_two_editors_write_in_the_same_moment)
{
    const auto one = given(club("Beispiel: Eins"));
    const auto other = given(club("Beispiel: Zwei"));
    SystemRandom random;
    const Author editor{.clock = site.clock, .random = random, .user = {}, .name = "Test"};
    std::latch both_have_read(2); // with SQLite the second one waits until the first is done
    const bool overlap = site.pool().engine() == db::Engine::postgresql;
    const auto move_at_once = [&](const OrganisationId& id, const std::string& parent) {
        bool first_attempt = true;
        static_cast<void>(site.pool().write(db::Scope::of(site.network()), [&](db::Tx& tx) -> Result<Done> {
            const auto before = organisation_by_id(tx, site.network(), id).value();
            if (overlap && std::exchange(first_attempt, false))
                both_have_read.arrive_and_wait();
            auto draft = before.entry;
            draft.parent_name = parent;
            return update(tx, site.network(), id, before.version, draft, editor);
        }));
    };
    std::thread meanwhile([&] { move_at_once(one, "Beispiel: Zwei"); });
    move_at_once(other, "Beispiel: Eins");
    meanwhile.join();
    EXPECT_NE(stored(one).entry.parent.has_value(), stored(other).entry.parent.has_value())
        << "one of them is told that it goes round";
}

TEST_F(Parents, of_one_name_are_told_apart_by_the_village)
{
    auto there = club("Beispiel: Feuerwehr");
    there.villages = {berg};
    const auto in_berg = given(there);
    const auto in_aue = given(club("Beispiel: Feuerwehr"));
    EXPECT_EQ(stored(given(below("Beispiel: Jugend in Aue", "Beispiel: Feuerwehr"))).entry.parent, in_aue)
        << "the one in the own village is meant";
    const auto named = given(below("Beispiel: Jugend in Berg", "Beispiel: Feuerwehr (Berg)"));
    EXPECT_EQ(stored(named).entry.parent, in_berg);
    auto everywhere = below("Beispiel: Jugend überall", "");
    everywhere.villages = {aue, berg};
    const auto unclear = given(everywhere);
    EXPECT_TRUE(complains(move(unclear, "Beispiel: Feuerwehr")));
    EXPECT_TRUE(move(named, "Beispiel: Feuerwehr")) << "what it belongs to already is meant again";
    EXPECT_EQ(stored(named).entry.parent, in_berg);
}

TEST_F(Parents, can_be_left_and_the_history_says_so_and_takes_it_back)
{
    const auto association = given(club("Beispiel: Verband"));
    const auto child = given(below("Beispiel: Chor", "Beispiel: Verband"));
    ASSERT_TRUE(move(child, ""));
    EXPECT_FALSE(stored(child).entry.parent);
    EXPECT_TRUE(children(association).empty());
    const auto history = site.pool().read([&](db::Reader& reader) {
        return history_of(reader, site.network(), child, accounts::the_program());
    });
    ASSERT_EQ(history.front().changes.size(), 1U);
    EXPECT_EQ(history.front().changes.front().before, "Beispiel: Verband");
    ASSERT_TRUE(write([&](db::Tx& tx) {
        return undo(tx, site.network(), child, history.front().id, accounts::the_program(), author());
    }));
    EXPECT_EQ(stored(child).entry.parent, association);
}

TEST_F(Parents, that_come_later_in_an_import_are_joined_at_its_end)
{
    auto importing = author();
    importing.indexing = Author::Indexing::later;
    const auto create_row = [&](const OrganisationDraft& draft) {
        return write([&](db::Tx& tx) {
                   return create(tx, site.network(), {.entry = draft, .status = Status::published},
                                 importing);
               })
            .value();
    };
    const auto child = create_row(below("Beispiel: Chor", "Beispiel: Verband"));
    const auto itself = create_row(below("Beispiel: Kreis", "Beispiel: Kreis"));
    const auto association = create_row(club("Beispiel: Verband"));
    EXPECT_FALSE(stored(child).entry.parent);
    ASSERT_TRUE(write([&](db::Tx& tx) -> Result<Done> {
        link_parents(tx, site.network());
        return Done{};
    }));
    EXPECT_EQ(stored(child).entry.parent, association);
    EXPECT_FALSE(stored(itself).entry.parent) << "an import cannot be asked, so this stays a text";
    EXPECT_EQ(stored(child).version, 1) << "repeating the import finds nothing changed";
}

} // namespace dorfnetz::organisations
