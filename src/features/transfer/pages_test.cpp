#include "accounts/audit.hpp"
#include "features/transfer/transfer_for_tests.hpp"

namespace dorfnetz::transfer {
namespace {

using test::fixture;
using test::name_village_phone;
using test::Pages;

constexpr std::string_view list = "Name;Dorf;Telefon\n"
                                  "Angelverein Probe;Musterdorf;3424312345\n"
                                  "Chor Beispiel;;\n";

TEST_F(Pages, a_list_comes_in_step_by_step)
{
    const auto batch = upload(list);
    ASSERT_EQ(answer.status, 303) << answer.body;
    const auto columns = site.get(batch + "/spalten");
    EXPECT_TRUE(columns.says("Angelverein Probe")) << "an example of what stands in the column";
    EXPECT_TRUE(columns.says("<option value=\"phone\" selected>Telefon</option>"));
    EXPECT_EQ(keep_columns(batch, name_village_phone).location(), batch + "/pruefen");
    const auto preview = site.get(batch + "/pruefen");
    EXPECT_TRUE(preview.says("Kein Dorf. Trag es nach oder lass die Zeile weg."));
    EXPECT_TRUE(preview.says("Null ergänzt"));
    EXPECT_TRUE(preview.says("Zeile 3 hält noch auf."));
    EXPECT_TRUE(organisations().empty());

    site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "ohne"}});
    const auto done = site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}});
    EXPECT_EQ(done.location(), batch);
    EXPECT_TRUE(site.get(batch).says("Liste übernommen"));
    EXPECT_EQ(organisations().size(), 1U);
    const auto report = site.get(batch + "/bericht.csv");
    EXPECT_TRUE(report.says("Angelverein Probe;neu;Telefon;Null ergänzt"));
    EXPECT_TRUE(report.says("nicht übernommen;Dorf;Kein Dorf"));
}

TEST_F(Pages, a_list_that_was_left_lying_shows_the_step_that_comes_next)
{
    constexpr auto columns_done = "aria-current=\"step\">Prüfen";
    const auto batch = upload(list);
    EXPECT_TRUE(site.get(batch).says("aria-current=\"step\">Spalten"));
    keep_columns(batch, name_village_phone);
    EXPECT_TRUE(site.get(batch).says(columns_done));
}

TEST_F(Pages, speak_english_too)
{
    const auto batch = upload(list);
    keep_columns(batch, name_village_phone);
    EXPECT_TRUE(site.get("/en" + batch + "/pruefen").says("No village."));
    EXPECT_TRUE(site.get("/en/redaktion/export").says("Take lists away"));
}

TEST_F(Pages, nothing_goes_on_while_a_row_holds_up)
{
    const auto batch = upload(list);
    keep_columns(batch, name_village_phone);
    EXPECT_EQ(site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}}).location(),
              batch + "/pruefen");
    EXPECT_TRUE(organisations().empty());
    EXPECT_TRUE(site.get(batch + "/pruefen").says("halten noch auf"));
}

TEST_F(Pages, a_village_for_all_rows_without_one_can_be_chosen)
{
    const auto batch = upload(list);
    auto fields = name_village_phone;
    fields.emplace_back("dorf", village("probehausen").text());
    keep_columns(batch, fields);
    site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}});
    EXPECT_EQ(organisation("Chor Beispiel").entry.villages, std::vector{village("probehausen")});
}

TEST_F(Pages, whoever_names_no_column_for_the_name_is_told)
{
    const auto batch = upload(list);
    const auto again = keep_columns(batch, {{"spalte-1", "villages"}});
    EXPECT_EQ(again.status, 422);
    EXPECT_TRUE(again.says("in welcher Spalte der Name steht"));
}

TEST_F(Pages, a_likely_duplicate_is_asked_about_and_the_answer_counts)
{
    import(Target::organisations, "Name;Dorf\nAngelverein Probe;Musterdorf\n");
    const auto batch = upload("Name;Dorf;Telefon\nAngelverein Probe;Musterdorf;034243 12345\n");
    keep_columns(batch, name_village_phone);
    EXPECT_TRUE(site.get(batch + "/pruefen").says("Wahrscheinlich derselbe Eintrag wie „Angelverein Probe“"));
    site.submit(batch + "/pruefen", batch + "/pruefen", {{"wahl-2", "create"}, {"was", "uebernehmen"}});
    EXPECT_EQ(organisations().size(), 1U) << "what follows from the answer is shown first";
    site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}});
    EXPECT_EQ(organisations().size(), 2U);
}

TEST_F(Pages, a_file_that_is_no_list_is_refused_in_plain_words)
{
    upload(std::string("PK\x03\x04 kaputt"), "organisations", "../../etc/passwd.xlsx");
    EXPECT_EQ(answer.status, 422);
    upload("");
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("Wähl eine Datei aus."));
}

TEST_F(Pages, a_name_that_is_markup_stays_text)
{
    const auto batch =
        upload("Name;Dorf\n<script>alert(1)</script>;Musterdorf\n", "organisations", "<b>.csv");
    keep_columns(batch, name_village_phone);
    const auto preview = site.get(batch + "/pruefen");
    EXPECT_FALSE(preview.says("<script>alert"));
    EXPECT_TRUE(preview.says("&lt;script&gt;"));
}

TEST_F(Pages, a_lead_editor_brings_rows_of_the_own_village_alone)
{
    site.sign_in_as(web::Role::lead_editor, village("musterdorf").text());
    const auto batch = upload("Name;Dorf;Telefon\nVerein A;Musterdorf;\nVerein B;Probehausen;\n");
    keep_columns(batch, name_village_phone);
    EXPECT_TRUE(site.get(batch + "/pruefen").says("Das gehört zu einem anderen Dorf."));
    site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "ohne"}});
    site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}, {"veroeffentlichen", "1"}});
    ASSERT_EQ(organisations().size(), 1U);
    EXPECT_EQ(organisations().front().entry.name, "Verein A");
    EXPECT_FALSE(organisations().front().is_public());
}

TEST_F(Pages, a_lead_editor_does_not_learn_who_is_registered_elsewhere)
{
    import(Target::people, "Name;Dorf;Telefon\nEva Muster;Probehausen;034243 12345\n");
    site.sign_in_as(web::Role::lead_editor, village("musterdorf").text());
    const auto batch = upload("Name;Dorf;Telefon\nEva Muster;Musterdorf;034243 12345\n", "people");
    keep_columns(batch, {{"spalte-0", "full_name"}, {"spalte-1", "village"}, {"spalte-2", "phone"}});
    const auto preview = site.get(batch + "/pruefen");
    EXPECT_FALSE(preview.says("derselbe Eintrag"));
    EXPECT_FALSE(preview.says("Ähnlich wie"));
    site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}});
    EXPECT_EQ(people().size(), 2U);
    work_off_jobs();
    EXPECT_EQ(site.pool().read([](db::Reader& reader) {
        return reader.count("SELECT COUNT(*) FROM duplicate_reviews", {});
    }),
              1)
        << "the coordinator is asked whether they are one";
}

TEST_F(Pages, are_closed_to_strangers_and_lists_of_others_are_not_there)
{
    const auto batch = upload(list);
    site.sign_in_as(web::Role::lead_editor, village("musterdorf").text());
    site.sign_in({.user = web::UserId{"00000000-0000-7000-8000-000000000002"},
                  .name = "Udo Probe",
                  .session = "other",
                  .grants = {{web::Role::lead_editor, village("musterdorf").text()}}});
    EXPECT_EQ(site.get(batch + "/spalten").status, 404);
    EXPECT_EQ(site.get(batch + "/bericht.csv").status, 404);
    EXPECT_NE(site.get("/redaktion/export/people").status, 200);
    site.sign_out();
    EXPECT_NE(site.get("/redaktion/import").status, 200);
}

TEST_F(Pages, a_long_list_is_worked_off_in_the_background_with_progress)
{
    std::string rows = "Name;Dorf\n";
    for (int i = 0; i < 600; ++i)
        rows += "Verein " + std::to_string(i) + ";Musterdorf\n";
    const auto batch = upload(rows);
    EXPECT_EQ(keep_columns(batch, name_village_phone).location(), batch);
    EXPECT_TRUE(site.get(batch).says("Wird geprüft:"));
    EXPECT_EQ(site.get(batch).headers.find("Refresh"), "2");
    work_off_jobs();
    EXPECT_TRUE(site.get(batch + "/pruefen").says("600 Einträge übernehmen"));
    EXPECT_EQ(site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}}).location(),
              batch);
    EXPECT_TRUE(site.get(batch).says("Wird übernommen:"));
    work_off_jobs();
    EXPECT_TRUE(site.get(batch).says("Liste übernommen"));
    EXPECT_EQ(organisations().size(), 600U);
}

TEST_F(Pages, a_long_import_can_be_cancelled_before_its_last_step)
{
    std::string rows = "Name;Dorf\n";
    for (int i = 0; i < 600; ++i)
        rows += "Verein " + std::to_string(i) + ";Musterdorf\n";
    const auto batch = upload(rows);
    keep_columns(batch, name_village_phone);
    work_off_jobs();
    site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}});
    site.submit(batch, batch + "/abbrechen", {});
    work_off_jobs();
    EXPECT_TRUE(organisations().empty());
    EXPECT_EQ(site.get(batch + "/pruefen").status, 200) << "it can be tried again";
}

TEST_F(Pages, whoever_cancels_too_late_is_told_the_truth)
{
    std::string rows = "Name;Dorf\n";
    for (int i = 0; i < 600; ++i)
        rows += "Verein " + std::to_string(i) + ";Musterdorf\n";
    const auto batch = upload(rows);
    keep_columns(batch, name_village_phone);
    work_off_jobs();
    site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}});
    const auto page = site.get(batch);
    const auto token = support::TestSite::token_in(page.body, batch + "/abbrechen");
    work_off_jobs();
    const auto late = site.post(batch + "/abbrechen", "_token=" + http::percent_encode(token));
    EXPECT_EQ(organisations().size(), 600U);
    EXPECT_TRUE(site.get(late.location()).says("Die Liste ist schon übernommen."));
}

TEST_F(Pages, another_sheet_of_the_workbook_can_be_taken)
{
    const auto file = fixture("people_sheets_libreoffice.ods");
    const auto batch = upload(file, "people", "helfer.ods");
    ASSERT_EQ(answer.status, 303) << answer.body;
    const auto columns = site.get(batch + "/spalten");
    EXPECT_TRUE(columns.says("<option value=\"Helfer 2026\" selected>"));
    EXPECT_FALSE(columns.says("<option value=\"leer\">")) << "has no rows";
    EXPECT_TRUE(columns.says("Udo"));
    const auto chosen = site.submit(batch + "/spalten", batch + "/spalten", {{"blatt", "Helfer 2024"}});
    EXPECT_EQ(chosen.location(), batch + "/spalten");
    const auto older = site.get(batch + "/spalten");
    EXPECT_TRUE(older.says("<option value=\"Helfer 2024\" selected>"));
    EXPECT_TRUE(older.says("Zoe"));
    EXPECT_FALSE(older.says("Udo"));
    EXPECT_EQ(site.submit(batch + "/spalten", batch + "/spalten", {{"blatt", "leer"}}).status, 404);
}

TEST_F(Pages, a_sum_is_left_out_and_told_as_one)
{
    const auto batch = upload("Name;Dorf\nAngelverein Probe;Musterdorf\nSumme: 1 Verein;\n");
    keep_columns(batch, {{"spalte-0", "name"}, {"spalte-1", "villages"}});
    const auto preview = site.get(batch + "/pruefen");
    EXPECT_TRUE(preview.says("Summe oder Anmerkung, kein Eintrag."));
    EXPECT_FALSE(preview.says("Kein Dorf."));
}

TEST_F(Pages, what_holds_up_is_decided_on_before_anything_else_can_be_pressed)
{
    const auto batch = upload(list);
    keep_columns(batch, name_village_phone);
    EXPECT_FALSE(site.get(batch + "/pruefen").says("value=\"uebernehmen\""));
    site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "ohne"}});
    EXPECT_TRUE(site.get(batch + "/pruefen").says("value=\"uebernehmen\""));
}

TEST_F(Pages, after_a_list_of_people_their_consents_are_asked_for)
{
    const auto batch = upload("Name;Dorf\nEva Muster;Musterdorf\n", "people");
    keep_columns(batch, {{"spalte-0", "full_name"}, {"spalte-1", "village"}});
    site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}});
    EXPECT_TRUE(site.get(batch).says("href=\"/redaktion/engagierte/gesperrt\""));
}

TEST_F(Pages, a_date_of_birth_is_shown_as_the_year_that_is_kept)
{
    const auto batch = upload("Name;Dorf;geboren\nEva Muster;Musterdorf;12.03.1961\n", "people");
    keep_columns(batch, {{"spalte-0", "full_name"}, {"spalte-1", "village"}, {"spalte-2", "birth_year"}});
    const auto preview = site.get(batch + "/pruefen");
    EXPECT_TRUE(preview.says("data-label=\"Geburtsjahr\">1961</td>")) << preview.body;
    EXPECT_FALSE(preview.says("12.03."));
}

TEST_F(Pages, what_stood_in_a_file_is_deleted_after_thirty_days)
{
    upload(list);
    const auto rows = [&] {
        return site.pool().read(
            [](db::Reader& reader) { return reader.count("SELECT COUNT(*) FROM import_rows", {}); });
    };
    ASSERT_EQ(rows(), 2);
    site.clock.advance(std::chrono::hours(24 * 31));
    site.given([&](db::Tx& tx) -> Result<Done> {
        store::delete_older_than(tx, site.clock.now() - std::chrono::hours(24 * 30));
        return Done{};
    });
    EXPECT_EQ(rows(), 0);
}

TEST_F(Pages, who_takes_people_away_is_written_down)
{
    import(Target::people, "Name;Dorf\nEva Muster;Musterdorf\n");
    EXPECT_EQ(site.get("/redaktion/export").status, 200);
    const auto file = site.get("/redaktion/export/people?als=csv&dorf=musterdorf&feld=sport&gesperrt=ja");
    EXPECT_EQ(file.status, 200);
    EXPECT_EQ(site.get("/redaktion/export/people?als=exe").status, 404);
    const auto told = site.pool().read([&](db::Reader& reader) {
        return accounts::audit_of_subject(reader, site.network(), "network", site.network().text());
    });
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().action, "people.exported");
    EXPECT_EQ(told.front().entry->details,
              "0 Einträge als csv, Dorf: musterdorf, Einsatzfeld: Sport und Bewegung, Einwilligung: fehlt");
}

TEST_F(Pages, who_has_not_agreed_is_not_taken_away_unless_asked_for)
{
    import(Target::people, "Name;Dorf;Einwilligung;Einwilligung am;Einwilligung wie\n"
                           "Eva Muster;Musterdorf;ja;01.06.2026;Papier\nUdo Probe;Musterdorf;;;\n");
    EXPECT_FALSE(site.get("/redaktion/export").says("gesperrt\" name=\"gesperrt\"><option value=\"\">"));
    for (const auto* format : {"csv", "vcf", "json"}) {
        const auto path = std::string("/redaktion/export/people?als=") + format;
        EXPECT_TRUE(site.get(path).says("Muster")) << format;
        EXPECT_FALSE(site.get(path).says("Udo")) << format;
        EXPECT_FALSE(site.get(path + "&gesperrt=").says("Udo")) << format;
        EXPECT_TRUE(site.get(path + "&gesperrt=ja").says("Udo")) << format;
        EXPECT_FALSE(site.get(path + "&gesperrt=ja").says("Eva")) << format;
    }
}

TEST_F(Pages, filters_choose_what_is_taken_away)
{
    import(Target::organisations, "Name;Dorf;Art\nVerein A;Musterdorf;Verein\nFirma B;Probehausen;Firma\n");
    EXPECT_FALSE(site.get("/redaktion/export/organisations?als=csv&dorf=musterdorf").says("Firma B"));
    EXPECT_TRUE(site.get("/redaktion/export/organisations?als=csv&art=company").says("Firma B"));
    EXPECT_FALSE(site.get("/redaktion/export/organisations?als=csv&art=company").says("Verein A"));
}

} // namespace
} // namespace dorfnetz::transfer
