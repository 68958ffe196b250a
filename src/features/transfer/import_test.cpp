#include "features/transfer/erased_rows.hpp"
#include "features/transfer/transfer_for_tests.hpp"
#include "foundation/core/text.hpp"

#include <stdexcept>

namespace dorfnetz::transfer {
namespace {

using test::fixture;
using test::Transfer;

class ClubFiles : public Transfer, public testing::WithParamInterface<const char*>
{
};

TEST_P(ClubFiles, of_other_programs_become_the_right_entries)
{
    const auto report = import(Target::organisations, fixture(GetParam()), GetParam());
    EXPECT_TRUE(report.applied) << report.text;
    const auto club = organisation("Beispielverein Heimat e. V.");
    EXPECT_EQ(club.entry.villages.size(), 2U);
    EXPECT_EQ(club.entry.phone, "034241 234567");
    EXPECT_EQ(club.entry.email, "heimat@example.org");
    EXPECT_EQ(club.entry.postal_code, "06774");
    EXPECT_EQ(club.entry.founded, 1992);
    EXPECT_EQ(club.entry.members, 37);
    EXPECT_EQ(club.entry.kind, organisations::Kind::club);
    const auto firm = organisation("Muster & Söhne GmbH");
    EXPECT_EQ(firm.entry.villages.size(), 3U) << "several villages in one cell, with a line break";
    EXPECT_EQ(firm.entry.postal_code, "01234");
    EXPECT_EQ(firm.entry.kind, organisations::Kind::company);
    EXPECT_EQ(organisation("Feuerwehr Probehausen").entry.kind, organisations::Kind::fire_brigade);
    EXPECT_EQ(organisation("Feuerwehr Probehausen").entry.phone, "034241 112");
}

INSTANTIATE_TEST_SUITE_P(Writers, ClubFiles,
                         testing::Values("organisations_xlsxwriter.xlsx", "organisations_gnumeric.ods",
                                         "organisations_libreoffice_windows1252_semicolon.csv",
                                         "organisations_libreoffice_utf8_comma.csv",
                                         "organisations_libreoffice_utf16_tab.csv"));

class PeopleFiles : public Transfer, public testing::WithParamInterface<const char*>
{
};

TEST_P(PeopleFiles, of_other_programs_become_locked_entries)
{
    const auto report = import(Target::people, fixture(GetParam()), GetParam());
    EXPECT_TRUE(report.applied) << report.text;
    ASSERT_GE(people().size(), 3U);
    for (const auto& known : people()) {
        EXPECT_TRUE(known.is_locked()) << known.data.name();
        EXPECT_EQ(known.origin, people::Origin::import);
        EXPECT_TRUE(known.data.village) << known.data.name() << ": the merged cell counts for every row";
        EXPECT_FALSE(known.data.given_name.empty());
        EXPECT_FALSE(known.data.family_name.empty());
    }
}

INSTANTIATE_TEST_SUITE_P(Writers, PeopleFiles,
                         testing::Values("people_openpyxl.xlsx", "people_libreoffice.xlsx",
                                         "people_libreoffice.ods", "people_gnumeric.xlsx"));

TEST_F(Transfer, a_second_mail_address_in_a_cell_is_not_left_out_in_silence)
{
    const auto report =
        import(Target::organisations, "Name;E-Mail\nVerein Zwei e. V.;eins@example.org, zwei@example.org\n",
               "zwei.csv", {.dry_run = DryRun::yes});
    EXPECT_NE(report.text.find("zwei@example.org"), std::string::npos) << report.text;
}

TEST_F(Transfer, lists_of_companies_and_of_clubs_by_other_writers_are_understood)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        add_village(tx, "Einzeldorf");
        return Done{};
    });
    const auto companies = import(Target::organisations, fixture("companies_exceljs.xlsx"),
                                  "companies_exceljs.xlsx", {.dry_run = DryRun::yes});
    EXPECT_EQ(companies.refused, 0) << companies.text;
    const auto clubs = import(Target::organisations, fixture("clubs_sheetjs.ods"), "clubs_sheetjs.ods");
    EXPECT_TRUE(clubs.applied) << clubs.text;
    const auto choir = organisation("Beispielchor e.V.");
    EXPECT_EQ(choir.entry.villages.size(), 2U);
    EXPECT_EQ(choir.entry.founded, 1962);
    EXPECT_EQ(organisation("Heimatverein Probehausen").entry.founded, 1990) << "um 1990";
    const auto contacts = site.pool().read([&](db::Reader& reader) {
        return organisations::contacts_of(reader, site.network(), choir.id, accounts::the_program());
    });
    ASSERT_EQ(contacts.size(), 1U);
    EXPECT_EQ(contacts.front().data.name, "Eva Muster");
    EXPECT_EQ(contacts.front().data.duty, "Vorsitz");
    EXPECT_FALSE(contacts.front().is_public());
}

constexpr std::string_view messy =
    "Vereinsliste 2026;;;;;\n"
    ";;;;;\n"
    "Verein;Ortsteil;Tel.;gegr.;Bereich;Stärken\n"
    "Angelverein Probe;OT Musterdorf und Beispielow;3424312345;12.3.88;Sport, Fliegen;Räume, gute Laune\n"
    "Chor Muster;Probehausen;klingeln;1920;Kultur und Musik;\n"
    ";;;;;\n"
    "Summe: 2 Vereine;;;;;\n";

TEST_F(Transfer, a_messy_list_is_taken_with_remarks)
{
    const auto report = import(Target::organisations, messy);
    EXPECT_TRUE(report.applied);
    EXPECT_EQ(report.created, 2);
    EXPECT_EQ(report.left_out, 1) << "the sum";
    const auto club = organisation("Angelverein Probe");
    EXPECT_EQ(club.entry.villages.size(), 2U);
    EXPECT_EQ(club.entry.phone, "034243 12345") << "the zero that the spreadsheet lost";
    EXPECT_EQ(club.entry.founded, 1988);
    EXPECT_EQ(club.entry.fields, std::vector<std::string>{"sport"});
    EXPECT_EQ(club.entry.purpose, "Fliegen") << "an unknown word stays as one's own";
    EXPECT_EQ(club.entry.strengths, std::vector<std::string>{"rooms"});
    EXPECT_EQ(club.entry.strengths_text, "gute Laune");
    EXPECT_NE(report.text.find("Zeile 4, Tel.: Null ergänzt"), std::string::npos) << report.text;
    EXPECT_NE(report.text.find("Zeile 5, Tel.: Das ist keine Telefonnummer"), std::string::npos)
        << report.text;
}

TEST_F(Transfer, a_second_import_changes_nothing)
{
    import(Target::organisations, messy);
    const auto before = organisation("Angelverein Probe");
    site.clock.advance(std::chrono::hours(24));
    const auto again = import(Target::organisations, messy);
    EXPECT_EQ(again.unchanged, 2) << again.text;
    EXPECT_EQ(again.created + again.changed, 0);
    EXPECT_EQ(organisation("Angelverein Probe").version, before.version);
    EXPECT_EQ(organisations().size(), 2U);
}

TEST_F(Transfer, a_better_list_changes_what_it_names_and_leaves_the_rest)
{
    import(Target::organisations, messy);
    const auto report =
        import(Target::organisations,
               "Name;Dorf;Mitglieder;Telefon\nAngelverein Probe;Musterdorf, Beispielow;41;\n");
    EXPECT_EQ(report.changed, 1) << report.text;
    const auto club = organisation("Angelverein Probe");
    EXPECT_EQ(club.entry.members, 41);
    EXPECT_EQ(club.entry.phone, "034243 12345") << "an empty cell deletes nothing";
}

TEST_F(Transfer, a_list_says_who_sees_the_telephone_of_a_new_entry_and_opens_none_that_is_there)
{
    using accounts::Audience;
    import(Target::organisations, "Name;Dorf;Telefon;Wer sieht das Telefon\n"
                                  "Chor Muster;Musterdorf;034243 11111;Netzwerkvereine\n"
                                  "Angelverein Probe;Musterdorf;034243 22222;wer will\n");
    EXPECT_EQ(organisation("Chor Muster").entry.phone.audience(), Audience::network);
    EXPECT_EQ(organisation("Angelverein Probe").entry.phone.audience(), Audience::coordinator)
        << "what nobody understands";
    import(Target::organisations,
           "Name;Dorf;Mitglieder;Wer sieht das Telefon\nChor Muster;Musterdorf;41;Alle\n");
    EXPECT_EQ(organisation("Chor Muster").entry.members, 41);
    EXPECT_EQ(organisation("Chor Muster").entry.phone.audience(), Audience::network);
}

TEST_F(Transfer, a_row_that_cannot_be_taken_holds_all_up)
{
    const std::string list = "Name;Dorf\nVerein A;Musterdorf\nVerein B;\nVerein C;Nirgendwo\n";
    const auto report = import(Target::organisations, list);
    EXPECT_FALSE(report.applied);
    EXPECT_EQ(report.refused, 2);
    EXPECT_NE(report.text.find("Zeile 3, Dorf: Kein Dorf."), std::string::npos) << report.text;
    EXPECT_TRUE(organisations().empty());
    const auto without =
        import(Target::organisations, list, "liste.csv", {.refused = ImportOptions::Refused::leave_out});
    EXPECT_TRUE(without.applied);
    EXPECT_EQ(organisations().size(), 1U);
}

TEST_F(Transfer, the_same_club_twice_in_a_file_is_taken_once)
{
    const auto report =
        import(Target::organisations, "Name;Dorf\nVerein A;Musterdorf\nVEREIN A ;OT Musterdorf\n");
    EXPECT_EQ(report.created, 1);
    EXPECT_EQ(report.left_out, 1);
    EXPECT_NE(report.text.find("Steht schon in Zeile 2"), std::string::npos) << report.text;
}

TEST_F(Transfer, a_dry_run_writes_nothing)
{
    const auto report = import(Target::organisations, messy, "liste.csv", {.dry_run = DryRun::yes});
    EXPECT_FALSE(report.applied);
    EXPECT_EQ(report.created, 2);
    EXPECT_TRUE(organisations().empty());
}

TEST_F(Transfer, people_with_day_and_way_of_their_consent_are_not_locked)
{
    const auto report =
        import(Target::people,
               "Vorname;Nachname;Dorf;Mobil;Einwilligung;Einwilligung am;Einwilligung wie;Einsatzfelder\n"
               "Eva;Muster;Musterdorf;0176/04069001;ja;01.06.2026;Papier;Sport\n"
               "Udo;Probe;Probehausen;;ja;;;Kirche\n");
    ASSERT_TRUE(report.applied) << report.text;
    EXPECT_FALSE(person("Eva Muster").is_locked());
    EXPECT_EQ(person("Eva Muster").data.mobile, "+4917604069001");
    EXPECT_TRUE(person("Udo Probe").is_locked());
    EXPECT_TRUE(person("Udo Probe").data.fields.empty()) << "a special category needs a consent of its own";
}

TEST_F(Transfer, a_sheet_can_be_named)
{
    const auto file = fixture("people_sheets_libreoffice.ods");
    const auto fullest = import(Target::people, file, "helfer.ods", {.dry_run = DryRun::yes});
    EXPECT_GE(fullest.rows, 7);
    const auto older =
        import(Target::people, file, "helfer.ods", {.dry_run = DryRun::yes, .sheet = "Helfer 2024"});
    EXPECT_LT(older.rows, 5);
    const auto none = import_file(site.environment(), network(), Target::people, file, "helfer.ods",
                                  {.sheet = "Helfer 1999"});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().kind, Err::invalid);
    EXPECT_EQ(none.error().values.back(), "Helfer 2026, Hinweise, Helfer 2024");
    const auto kept = site.pool().read(
        [](db::Reader& reader) { return reader.count("SELECT COUNT(*) FROM import_files", {}); });
    EXPECT_EQ(kept, 0) << "nothing of a list that did not come in";
}

// What is judged must be what is written, also when somebody enters people at the same time.
class Overtaken : public Transfer
{
protected:
    // Applies a list of one person; between judging and writing somebody enters another one, once.
    Result<Done> apply_while_entering(const std::string& given_name)
    {
        const auto batch = stage(site.environment(), network(),
                                 {.target = Target::people,
                                  .bytes = "Vorname;Nachname;Dorf\nEva;Muster;Musterdorf\n",
                                  .file_name = "liste.csv"})
                               .value();
        EXPECT_TRUE(check(site.environment(), network(), batch.id, {}));
        bool entered = false;
        return apply(site.environment(), network(), batch.id, {.progress = [&](std::int64_t, std::int64_t) {
                         if (!std::exchange(entered, true))
                             enter(given_name);
                         return true;
                     }});
    }

    void enter(const std::string& given_name)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            TRY(people::create(tx, site.network(),
                               {.data = {.given_name = given_name,
                                         .family_name = "Muster",
                                         .village = village("musterdorf")}},
                               {.clock = site.clock, .random = site.random}));
            return Done{};
        });
    }
};

TEST_F(Overtaken, by_the_same_person_an_import_asks_again)
{
    const auto applied = apply_while_entering("Eva");
    ASSERT_FALSE(applied);
    EXPECT_EQ(applied.error().kind, Err::conflict);
    EXPECT_EQ(people().size(), 1U);
}

TEST_F(Overtaken, by_somebody_else_an_import_goes_on)
{
    EXPECT_TRUE(apply_while_entering("Otto"));
    EXPECT_EQ(people().size(), 2U);
}

TEST_F(Transfer, many_people_come_with_all_that_one_who_is_typed_in_has)
{
    import(Target::people, "Vorname;Nachname;Dorf;Mobil;Einsatzfelder;Zeiten;Einwilligung;Einwilligung am;"
                           "Einwilligung wie\n"
                           "Eva;Muster;Musterdorf;0176 10000001;Sport;Sa vormittags;ja;01.06.2026;Papier\n"
                           "Udo;Probe;Probehausen;0176 10000002;Sport;;;;\n");
    for (const auto* name : {"Eva Muster", "Udo Probe"}) {
        const auto known = person(name);
        EXPECT_EQ(known.data.fields, std::vector<std::string>{"sport"}) << name;
        EXPECT_EQ(known.help_villages, std::vector{*known.data.village}) << name;
        const auto alike = site.pool().read(
            [&](db::Reader& reader) { return people::find_duplicates(reader, site.network(), known.data); });
        EXPECT_EQ(alike.size(), 1U) << name << " is found by name and number at once";
    }
    const auto count = [&](db::Query query) {
        return site.pool().read([&](db::Reader& reader) { return reader.count(query, {}); });
    };
    EXPECT_EQ(count("SELECT COUNT(*) FROM person_history WHERE action = 'created'"), 2);
    EXPECT_EQ(count("SELECT COUNT(*) FROM person_history WHERE action = 'consent_given'"), 1);
    EXPECT_EQ(count("SELECT COUNT(*) FROM audit_log WHERE action = 'person.created'"), 2);
    EXPECT_EQ(count("SELECT COUNT(*) FROM consents"), 2) << "to the register and to the lead club";
    EXPECT_EQ(person("Eva Muster").data.free_times.size(), 1U);
}

TEST_F(Transfer, two_numbers_in_a_cell_are_both_kept)
{
    import(Target::people, "Name;Dorf;Handy\nEva Muster;Musterdorf;0176 10000001 oder 034243 12345\n");
    EXPECT_EQ(person("Eva Muster").data.mobile, "+4917610000001");
    EXPECT_EQ(person("Eva Muster").data.phone, "+493424312345");
}

TEST_F(Transfer, remarks_about_a_club_are_not_made_public_by_themselves)
{
    import(Target::organisations, "Name;Dorf;Bemerkung\nVerein A;Musterdorf;zahlt immer zu spät\n");
    EXPECT_EQ(organisation("Verein A").entry.strengths_text, "");
}

TEST_F(Transfer, who_is_erased_is_gone_from_the_list_they_came_with_too)
{
    import(Target::people,
           "Name;Dorf\nEva Muster;Musterdorf\nUdo Bleibt;Musterdorf\nEva Muster;Musterdorf\n");
    site.given([&](db::Tx& tx) -> Result<Done> {
        people::erase(tx, site.network(), person("Eva Muster").id, {kept_rows()});
        return Done{};
    });
    const auto rows = site.pool().read([](db::Reader& reader) {
        return reader.list("SELECT cells FROM import_rows ORDER BY number", {},
                           [](db::Row& row) { return row.take<std::string>(); });
    });
    EXPECT_EQ(rows, (std::vector<std::string>{"[]", R"(["Udo Bleibt","Musterdorf"])", "[]"}));
}

TEST_F(Transfer, who_is_erased_while_a_list_is_looked_at_is_gone_from_it_within_the_hour)
{
    import(Target::people, "Name;Dorf\nEva Muster;Musterdorf\nUdo Bleibt;Musterdorf\n");
    site.given([&](db::Tx& tx) -> Result<Done> {
        people::erase(tx, site.network(), person("Eva Muster").id, {});
        return Done{};
    });
    forget_erased(site.environment());
    const auto emptied = site.pool().read([](db::Reader& reader) {
        return reader.count("SELECT COUNT(*) FROM import_rows WHERE cells = '[]'", {});
    });
    EXPECT_EQ(emptied, 1);
}

TEST_F(Transfer, an_import_of_people_that_is_repeated_changes_nothing)
{
    const std::string list =
        "Name;Dorf;Telefon;Zeiten;Fähigkeiten;Aufgaben\n"
        "Muster, Eva;Musterdorf;034243 12345;Mo-Mi abends, Sa vormittags;Kuchen backen;Zaubern\n";
    ASSERT_EQ(import(Target::people, list).created, 1);
    EXPECT_EQ(person("Eva Muster").data.free_times.size(), 4U);
    const auto again = import(Target::people, list);
    EXPECT_EQ(again.unchanged, 1) << again.text;
    EXPECT_EQ(people().size(), 1U);
}

TEST_F(Transfer, what_is_exported_comes_back_unchanged)
{
    import(Target::organisations, messy);
    import(Target::people,
           "Name;Dorf;Telefon;Zeiten;Sprachen;Einsatzgebiet;Geburtsdatum\n"
           "Eva Muster;Musterdorf;034243 12345;So abends;Deutsch, Englisch;ganzes Netzwerk;4.5.1961\n"
           "Udo Probe;;;;;;\n");
    for (const auto target : {Target::organisations, Target::people})
        for (const auto format : {Format::csv, Format::xlsx, Format::ods}) {
            const auto file = export_table(site.environment(), network(), target, format, {.locked = true});
            ASSERT_TRUE(file);
            const auto report = import(target, *file, "export." + std::string(to_text(format)));
            EXPECT_EQ(report.unchanged, report.rows) << to_text(target) << ' ' << to_text(format) << '\n'
                                                     << report.text;
            EXPECT_EQ(report.rows, 2);
        }
}

TEST_F(Transfer, every_format_of_an_export_holds_the_entries)
{
    import(Target::organisations, messy);
    for (const auto format : {Format::csv, Format::json, Format::vcf}) {
        const auto file = export_table(site.environment(), network(), Target::organisations, format);
        ASSERT_TRUE(file);
        EXPECT_NE(file->find("Angelverein Probe"), std::string::npos) << to_text(format);
    }
    const auto paper = export_table(site.environment(), network(), Target::organisations, Format::pdf);
    ASSERT_TRUE(paper);
    EXPECT_TRUE(paper->starts_with("%PDF"));
}

TEST_F(Transfer, a_formula_in_a_name_is_defused)
{
    import(Target::organisations, "Name;Dorf\n=HYPERLINK(1);Musterdorf\n");
    const auto file = export_table(site.environment(), network(), Target::organisations, Format::csv);
    ASSERT_TRUE(file);
    EXPECT_NE(file->find("'=HYPERLINK"), std::string::npos);
}

TEST_F(Transfer, hostile_files_are_refused_and_change_nothing)
{
    const std::string zeros("a\0b\0\0c", 6);
    for (const auto& bytes :
         {std::string(), std::string("%PDF-1.4 nichts"), zeros, fixture("clubs_sheetjs.xls"),
          fixture("clubs_sheetjs_html.xls"), std::string("Name;Dorf\n\"offen;Musterdorf\n"),
          std::string("PK\x03\x04 kaputt")}) {
        const auto report =
            import_file(site.environment(), network(), Target::organisations, bytes, "../../böse.csv");
        EXPECT_FALSE(report && report->applied);
        EXPECT_TRUE(report || !report.error().text.empty());
    }
    EXPECT_TRUE(organisations().empty());
}

TEST_F(Transfer, a_network_with_other_villages_takes_the_same_list)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        for (const auto* name :
             {"Adorf", "Bdorf", "Cdorf", "Ddorf", "Edorf", "Fdorf", "Gdorf", "Hdorf", "Idorf", "Zehntdorf"})
            add_village(tx, name);
        return Done{};
    });
    std::string list = "Verein;Dorf;Einsatzgebiet\n";
    for (const auto* name :
         {"Adorf", "Bdorf", "Cdorf", "Ddorf", "Edorf", "Fdorf", "Gdorf", "Hdorf", "Idorf", "Zehntdorf"})
        list += std::string("Heimatverein ") + name + ';' + name + ";ganzes Netzwerk\n";
    const auto report = import(Target::organisations, list);
    EXPECT_EQ(report.created, 10) << report.text;
    EXPECT_EQ(organisation("Heimatverein Zehntdorf").entry.villages, std::vector{village("zehntdorf")});
}

// A list of more than one step.
std::string long_list(int rows)
{
    std::string list = "Name;Dorf\n";
    for (int i = 0; i < rows; ++i)
        list += "Verein Nummer " + std::to_string(i) + ";Musterdorf\n";
    return list;
}

TEST_F(Transfer, an_import_stopped_at_any_step_changes_nothing)
{
    const auto list = long_list(700);
    for (int stop_at = 1; stop_at <= 6; ++stop_at) {
        int step = 0;
        const auto report =
            import_file(site.environment(), network(), Target::organisations, list, "liste.csv",
                        {.progress = [&](std::int64_t, std::int64_t) { return ++step < stop_at; }});
        ASSERT_FALSE(report) << stop_at;
        EXPECT_EQ(report.error().kind, Err::unavailable);
        EXPECT_TRUE(organisations().empty()) << stop_at;
    }
}

TEST_F(Transfer, an_import_that_breaks_at_any_step_changes_nothing_and_can_be_repeated)
{
    const auto list = long_list(700);
    for (int break_at = 1; break_at <= 6; ++break_at) {
        int step = 0;
        EXPECT_THROW((void)import_file(site.environment(), network(), Target::organisations, list,
                                       "liste.csv",
                                       {.progress =
                                            [&](std::int64_t, std::int64_t) {
                                                if (++step == break_at)
                                                    throw std::runtime_error("the machine broke");
                                                return true;
                                            }}),
                     std::runtime_error);
        EXPECT_TRUE(organisations().empty()) << break_at;
    }
    EXPECT_EQ(import(Target::organisations, list).created, 700);
}

TEST_F(Transfer, a_fault_in_the_last_transaction_leaves_nothing_behind)
{
    const auto batch = stage(site.environment(), network(),
                             {.target = Target::organisations, .bytes = messy, .file_name = "liste.csv"});
    ASSERT_TRUE(batch);
    ASSERT_TRUE(check(site.environment(), network(), batch->id, {}));
    EXPECT_THROW((void)apply(site.environment(), network(), batch->id,
                             {.finish = [](db::Tx&) -> Result<Done> { throw std::runtime_error("broke"); }}),
                 std::runtime_error);
    EXPECT_TRUE(organisations().empty());
    EXPECT_TRUE(apply(site.environment(), network(), batch->id, {}));
    EXPECT_EQ(organisations().size(), 2U);
}

TEST_F(Transfer, the_second_of_two_imports_at_once_is_told_and_makes_no_duplicates)
{
    const auto staged = [&] {
        const auto batch = stage(site.environment(), network(),
                                 {.target = Target::organisations, .bytes = messy, .file_name = "liste.csv"});
        EXPECT_TRUE(check(site.environment(), network(), batch->id, {}));
        return batch->id;
    };
    const auto first = staged();
    const auto second = staged();
    const auto during =
        apply(site.environment(), network(), first, {.progress = [&](std::int64_t, std::int64_t) {
                  const auto other = apply(site.environment(), network(), second, {});
                  EXPECT_FALSE(other);
                  EXPECT_EQ(other.error().kind, Err::conflict);
                  return true;
              }});
    EXPECT_TRUE(during);
    const auto after = apply(site.environment(), network(), second, {});
    ASSERT_FALSE(after);
    EXPECT_EQ(after.error().kind, Err::conflict) << "what was shown as new is there already";
    EXPECT_TRUE(apply(site.environment(), network(), second, {})) << "looked at again: unchanged";
    EXPECT_EQ(organisations().size(), 2U);
}

TEST_F(Transfer, published_imports_are_found_by_the_search)
{
    import(Target::organisations, messy, "liste.csv", {.publish = true});
    EXPECT_TRUE(organisation("Chor Muster").is_public());
    EXPECT_EQ(site.pool().read([&](db::Reader& reader) {
        return reader.count("SELECT COUNT(*) FROM search_entries WHERE kind = 'organisation'", {});
    }),
              2);
}

} // namespace
} // namespace dorfnetz::transfer
