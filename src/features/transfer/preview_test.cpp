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
};

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

} // namespace
} // namespace dorfnetz::transfer
