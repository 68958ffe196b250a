#include "features/transfer/transfer_for_tests.hpp"

namespace dorfnetz::transfer {
namespace {

using test::name_village_phone;

// What the preview says of the rows, and what answers to it change.
class Preview : public test::Pages
{
protected:
    // The preview of a list of organisations with name, village and telephone.
    std::string preview_of(std::string_view list)
    {
        const auto batch = upload(list);
        keep_columns(batch, name_village_phone);
        return batch + "/pruefen";
    }

    support::Answer decide(const std::string& path,
                           const std::vector<std::pair<std::string, std::string>>& fields)
    {
        return site.submit(path, path, fields);
    }

    std::vector<std::string> names()
    {
        std::vector<std::string> all;
        for (const auto& known : organisations())
            all.push_back(known.entry.name);
        std::sort(all.begin(), all.end());
        return all;
    }
};

constexpr std::string_view unknown_village = "Name;Dorf;Telefon\n"
                                             "Angelverein Probe;Schwemsl;\n"
                                             "Chor Beispiel;schwemsl;\n"
                                             "Heimatfreunde;Musterdorf, Schwemsl;\n"
                                             "Skatrunde;Musterdorf;\n";

TEST_F(Preview, tells_of_an_unknown_village_once_and_what_to_do_next)
{
    const auto preview = site.get(preview_of("Name;Dorf;Telefon\nAngelverein Probe;Schwemsl;\n"));
    EXPECT_TRUE(preview.says(
        "„Schwemsl“ kennen wir nicht als Dorf. Sag, welches gemeint ist, oder lass die Zeile weg."));
    EXPECT_FALSE(preview.says("Kein Dorf"));
    EXPECT_FALSE(preview.says("Ohne dieses übernommen"));
}

TEST_F(Preview, says_which_village_stands_in_for_an_unknown_one)
{
    const auto preview = site.get(preview_of("Name;Dorf;Telefon\nChor Musterdorf;Schwemsl;\n"));
    EXPECT_TRUE(preview.says("„Schwemsl“ kennen wir nicht als Dorf. Nach dem Namen: Musterdorf"));
    EXPECT_FALSE(preview.says("Kein Dorf angegeben"));
}

TEST_F(Preview, tells_a_lead_editor_of_an_unknown_village_without_sending_the_row_away)
{
    site.sign_in_as(web::Role::lead_editor, village("musterdorf").text());
    const auto batch = upload("Name;Dorf\nEva Muster;Mustrdorf\n", "people");
    keep_columns(batch, {{"spalte-0", "full_name"}, {"spalte-1", "village"}});
    const auto preview = site.get(batch + "/pruefen");
    EXPECT_TRUE(preview.says("„Mustrdorf“ kennen wir nicht als Dorf. Sag, welches gemeint ist"));
    EXPECT_FALSE(preview.says("Das gehört zu einem anderen Dorf"));
    EXPECT_FALSE(preview.says("Wir tragen es als Ort ein"));
    EXPECT_FALSE(preview.says(village("probehausen").text())) << "only the own village can be meant";
}

TEST_F(Preview, says_to_a_lead_editor_alone_that_mail_addresses_stay)
{
    constexpr const char* notice = "ändert nur die Koordination. Alles andere übernimmst du.";
    const auto preview = [&] {
        const auto batch = upload("Name;Dorf;Mail\nEva Muster;Musterdorf;eva@example.org\n", "people");
        keep_columns(batch, {{"spalte-0", "full_name"}, {"spalte-1", "village"}, {"spalte-2", "email"}});
        return site.get(batch + "/pruefen");
    };
    EXPECT_FALSE(preview().says(notice));
    site.sign_in_as(web::Role::lead_editor, village("musterdorf").text());
    EXPECT_TRUE(preview().says(notice));
}

TEST_F(Preview, asks_once_which_village_is_meant_and_the_answer_holds_for_all_rows)
{
    const auto path = preview_of(unknown_village);
    const auto asked = site.get(path);
    EXPECT_TRUE(asked.says("Welches Dorf ist gemeint?"));
    EXPECT_TRUE(asked.says("name=\"ort-schwemsl\""));
    decide(path, {{"ort-schwemsl", village("probehausen").text()}, {"was", "wahl"}});
    const auto answered = site.get(path);
    EXPECT_FALSE(answered.says("„Schwemsl“ kennen wir nicht"));
    EXPECT_TRUE(answered.says("<option value=\"" + village("probehausen").text() + "\" selected>"));
    EXPECT_TRUE(answered.says("4 Einträge übernehmen"));
    decide(path, {{"was", "uebernehmen"}});
    EXPECT_EQ(organisation("Angelverein Probe").entry.villages, std::vector{village("probehausen")});
    EXPECT_EQ(organisation("Chor Beispiel").entry.villages, std::vector{village("probehausen")});
    EXPECT_EQ(organisation("Heimatfreunde").entry.villages.size(), 2U);
}

TEST_F(Preview, leaves_out_rows_that_have_no_other_village)
{
    const auto path = preview_of(unknown_village);
    decide(path, {{"ort-schwemsl", "weg"}, {"was", "wahl"}});
    const auto answered = site.get(path);
    EXPECT_TRUE(answered.says("Ohne „Schwemsl“ bleibt kein Dorf. Die Zeile wird ausgelassen."));
    EXPECT_FALSE(answered.says("hält auf"));
    EXPECT_TRUE(answered.says("2 Einträge übernehmen"));
    decide(path, {{"was", "uebernehmen"}});
    EXPECT_EQ(names(), (std::vector<std::string>{"Heimatfreunde", "Skatrunde"}));
    EXPECT_EQ(organisation("Heimatfreunde").entry.villages, std::vector{village("musterdorf")});
}

TEST_F(Preview, takes_an_answer_about_a_village_back)
{
    const auto path = preview_of(unknown_village);
    decide(path, {{"ort-schwemsl", "weg"}, {"was", "wahl"}});
    decide(path, {{"ort-schwemsl", ""}, {"was", "wahl"}});
    EXPECT_TRUE(site.get(path).says("2 Zeilen halten noch auf."));
    decide(path, {{"ort-schwemsl", "kein-dorf"}, {"ort-anderswo", "weg"}, {"was", "wahl"}});
    EXPECT_TRUE(site.get(path).says("2 Zeilen halten noch auf.")) << "what is no answer changes nothing";
}

TEST_F(Preview, lets_the_village_of_people_be_named_too)
{
    const auto batch = upload("Name;Dorf\nEva Muster;Schwemsl\nUdo Probe;Schwemsl\n", "people");
    keep_columns(batch, {{"spalte-0", "full_name"}, {"spalte-1", "village"}});
    const auto path = batch + "/pruefen";
    EXPECT_TRUE(site.get(path).says("Wir tragen es als Ort ein."));
    decide(path, {{"ort-schwemsl", village("beispielow").text()}, {"was", "wahl"}});
    decide(path, {{"was", "uebernehmen"}});
    for (const auto& known : people()) {
        EXPECT_EQ(known.data.village, village("beispielow"));
        EXPECT_EQ(known.data.town, "");
    }
}

TEST_F(Preview, a_row_that_is_left_out_holds_nothing_up)
{
    const auto path =
        preview_of("Name;Dorf;Telefon\nAngelverein Probe;Musterdorf;\nChor Beispiel;;klingeln\n");
    ASSERT_TRUE(site.get(path).says("Zeile 3 hält noch auf."));
    decide(path, {{"wahl-3", "skip"}, {"was", "wahl"}});
    const auto preview = site.get(path);
    EXPECT_FALSE(preview.says("hält noch auf"));
    EXPECT_FALSE(preview.says("hält auf"));
    EXPECT_FALSE(preview.says("Kein Dorf.")) << "nobody has to do anything about it";
    EXPECT_FALSE(preview.says("cell-bad"));
    EXPECT_TRUE(preview.says("Einen Eintrag übernehmen"));
    EXPECT_TRUE(preview.says("Auswahl merken")) << "it can be taken back";
    EXPECT_FALSE(site.get(path + "?zeigen=bemerkungen").says("Chor Beispiel"));
}

TEST_F(Preview, the_report_says_that_rows_gone_on_without_were_not_taken)
{
    const auto batch = upload("Name;Dorf;Telefon\nAngelverein Probe;Musterdorf;\nChor Beispiel;;\n");
    keep_columns(batch, name_village_phone);
    EXPECT_TRUE(site.get(batch + "/bericht.csv").says("Chor Beispiel;hält auf"));
    decide(batch + "/pruefen", {{"was", "ohne"}});
    decide(batch + "/pruefen", {{"was", "uebernehmen"}});
    EXPECT_TRUE(site.get(batch + "/bericht.csv").says("Chor Beispiel;nicht übernommen"));
}

TEST_F(Preview, other_columns_are_gone_on_with_only_after_another_look)
{
    const auto batch = upload("Name;Dorf;Telefon\nAngelverein Probe;Musterdorf;\nChor Beispiel;;\n");
    keep_columns(batch, name_village_phone);
    decide(batch + "/pruefen", {{"was", "ohne"}});
    keep_columns(batch, {{"spalte-0", "name"}});
    EXPECT_TRUE(site.get(batch + "/pruefen").says("2 Zeilen halten noch auf."));
}

TEST_F(Preview, a_row_that_changes_nothing_asks_nothing)
{
    constexpr std::string_view list = "Name;Dorf;Telefon\nAngelverein Probe;Musterdorf;034243 12345\n";
    import(Target::organisations, list);
    const auto path = preview_of(list);
    const auto preview = site.get(path);
    EXPECT_TRUE(preview.says("unverändert"));
    EXPECT_FALSE(preview.says("derselbe Eintrag"));
    EXPECT_FALSE(preview.says("wahl-2"));
    EXPECT_FALSE(site.get(path + "?zeigen=fragen").says("Angelverein Probe"));
    EXPECT_FALSE(site.get(replace_all(path, "/pruefen", "/bericht.csv")).says("derselbe Eintrag"));
}

TEST_F(Preview, a_choice_that_makes_a_row_change_nothing_can_be_taken_back)
{
    constexpr std::string_view list = "Name;Dorf;Telefon\nAngelverein Probe;Musterdorf;034243 12345\n";
    import(Target::organisations, list);
    const auto path = preview_of(list);
    decide(path, {{"wahl-2", "update"}, {"was", "wahl"}});
    EXPECT_TRUE(site.get(path).says("<option value=\"update\" selected>"));
}

TEST_F(Preview, warns_of_a_mobile_number_that_will_be_public)
{
    const auto preview = site.get(preview_of("Name;Dorf;Telefon\n"
                                             "Angelverein Probe;Musterdorf;0176 04069001\n"
                                             "Chor Beispiel;Musterdorf;034243 12345\n"));
    const std::string warning = "Diese Handynummer wird mit dem Eintrag öffentlich.";
    const auto first = preview.body.find(warning);
    ASSERT_NE(first, std::string::npos) << preview.body;
    EXPECT_EQ(preview.body.find(warning, first + 1), std::string::npos) << "the other one is no mobile";
    EXPECT_TRUE(preview.says("2 Einträge übernehmen")) << "it holds nothing up";
}

TEST_F(Preview, a_mobile_number_of_the_contact_person_stays_internal_without_a_warning)
{
    const auto batch =
        upload("Name;Dorf;Ansprechpartner;Handy\nVerein A;Musterdorf;Eva Muster;0176 04069001\n");
    keep_columns(batch, {{"spalte-0", "name"},
                         {"spalte-1", "villages"},
                         {"spalte-2", "contact_name"},
                         {"spalte-3", "contact_phone"}});
    EXPECT_FALSE(site.get(batch + "/pruefen").says("Handynummer"));
}

TEST_F(Preview, columns_are_proposed_as_they_were_chosen_the_last_time)
{
    constexpr std::string_view list = "Name;Dorf;Sonstiges\nAngelverein Probe;Musterdorf;Wir angeln.\n";
    const std::vector<std::pair<std::string, std::string>> chosen{
        {"spalte-0", "name"}, {"spalte-1", "villages"}, {"spalte-2", "purpose"}};
    const auto first = upload(list);
    EXPECT_FALSE(site.get(first + "/spalten").says("<option value=\"purpose\" selected>"));
    keep_columns(first, chosen);
    EXPECT_FALSE(site.get(upload(list) + "/spalten").says("<option value=\"purpose\" selected>"))
        << "not yet taken over";
    decide(first + "/pruefen", {{"was", "uebernehmen"}});
    site.clock.advance(std::chrono::hours(1));
    const auto again = site.get(upload(list) + "/spalten");
    EXPECT_TRUE(again.says("<option value=\"purpose\" selected>"));
    EXPECT_TRUE(again.says("wie beim letzten Mal"));
    EXPECT_FALSE(site.get(upload(list, "people") + "/spalten").says("wie beim letzten Mal"));
    EXPECT_FALSE(site.get(upload("Name;Dorf;Weiteres\nVerein A;Musterdorf;x\n") + "/spalten")
                     .says("wie beim letzten Mal"));
}

TEST_F(Preview, columns_without_titles_are_guessed_each_time)
{
    constexpr std::string_view list = "034243 12345;Angelverein Probe\n034243 12346;Chor Beispiel\n";
    const auto first = upload(list);
    keep_columns(first, {{"spalte-1", "name"}, {"dorf", village("musterdorf").text()}});
    decide(first + "/pruefen", {{"was", "uebernehmen"}});
    ASSERT_EQ(organisations().size(), 2U);
    EXPECT_FALSE(site.get(upload(list) + "/spalten").says("wie beim letzten Mal"));
}

} // namespace
} // namespace dorfnetz::transfer
