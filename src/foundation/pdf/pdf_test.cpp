#include "foundation/pdf/pdf.hpp"

#include "foundation/core/text.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace dorfnetz::pdf {
namespace {

namespace fs = std::filesystem;

// A file of its own for each document; DORFNETZ_KEEP_PDF names a folder in which they stay for looking at.
class PaperFile
{
public:
    PaperFile(const std::string& bytes, const std::string& name)
    {
        const char* keep = std::getenv("DORFNETZ_KEEP_PDF");
        m_keep = keep != nullptr;
        m_path = (m_keep ? fs::path(keep) : fs::temp_directory_path()) /
                 (name + (m_keep ? "" : "-" + std::to_string(getpid())) + ".pdf");
        std::ofstream(m_path, std::ios::binary) << bytes;
    }

    ~PaperFile()
    {
        if (!m_keep)
            fs::remove(m_path);
    }

    PaperFile(const PaperFile&) = delete;
    PaperFile& operator=(const PaperFile&) = delete;

    std::string text(const std::string& options = "") const
    {
        return run("pdftotext " + options + " '" + m_path.string() + "' -");
    }

    std::string info() const { return run("pdfinfo '" + m_path.string() + "'"); }

    std::string structure() const { return run("pdfinfo -struct-text '" + m_path.string() + "'"); }

    std::string fonts() const { return run("pdffonts '" + m_path.string() + "'"); }

    std::string codes() const
    {
        const std::string picture = m_path.string() + "-page";
        std::string found = run("pdftoppm -r 150 -gray -singlefile -png '" + m_path.string() + "' '" +
                                picture + "' && zbarimg -q --nodbus '" + picture + ".png'");
        fs::remove(picture + ".png");
        return found;
    }

private:
    static std::string run(const std::string& command)
    {
        FILE* pipe = popen((command + " 2>&1").c_str(), "r");
        std::string output;
        std::array<char, 4096> buffer{};
        for (std::size_t length = 0; (length = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
            output.append(buffer.data(), length);
        EXPECT_EQ(pclose(pipe), 0) << command << "\n" << output << "\n(needs poppler-utils and zbar-tools)";
        return output;
    }

    fs::path m_path;
    bool m_keep = false;
};

Properties properties(const std::string& title)
{
    return {.title = title,
            .subject = "Prüfung",
            .author = "Netzwerk Beispieldörfer",
            .created = *timestamp_from_iso("2026-11-22T10:00:00Z")};
}

std::vector<Choice> choices(const std::vector<std::string>& texts)
{
    std::vector<Choice> made;
    for (const std::string& text : texts)
        made.push_back({.text = text});
    return made;
}

Section about_you()
{
    return {.heading = "Über dich",
            .fields = {TextLine{.label = "Vorname", .width = Width::half},
                       TextLine{.label = "Nachname", .width = Width::half},
                       TextLine{.label = "Straße und Hausnummer"},
                       Boxes{.label = "Postleitzahl", .pattern = "_____", .width = Width::third},
                       TextLine{.label = "Ort", .width = Width::two_thirds},
                       TextLine{.label = "Telefon", .width = Width::half},
                       TextLine{.label = "Handy", .width = Width::half},
                       TextLine{.label = "E-Mail", .width = Width::two_thirds},
                       Boxes{.label = "Geburtsjahr", .pattern = "JJJJ", .width = Width::third},
                       CheckBoxes{.label = "Wie erreichen wir dich am besten?",
                                  .choices = choices({"Anruf", "E-Mail", "Brief", "über den Verein"}),
                                  .columns = 4}}};
}

Section what_you_like()
{
    return {.heading = "Was du gern machst",
            .fields = {CheckBoxes{.label = "Wobei hilfst du mit?",
                                  .choices = choices({"Dorffeste und Märkte", "Kinder und Jugend",
                                                      "Ältere und Nachbarn", "Sport und Bewegung",
                                                      "Musik und Theater", "Heimat und Geschichte",
                                                      "Wald, Heide und See", "Bauen und Reparieren",
                                                      "Fahren und Bringen", "Küche und Backen"}),
                                  .columns = 2},
                       TextLine{.label = "Was genau?",
                                .help = "Zum Beispiel: Kuchen backen, Bänke streichen, Chor leiten",
                                .lines = 2},
                       CheckBoxes{.label = "Wo hilfst du mit?",
                                  .choices = choices({"nur in meinem Dorf", "auch in den Nachbardörfern",
                                                      "im ganzen Netzwerk"}),
                                  .columns = 3}}};
}

Section when_you_can()
{
    return {
        .heading = "Wann du Zeit hast",
        .fields = {CheckGrid{.label = "Meistens passt es",
                             .columns = {"Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"},
                             .rows = {"Vormittag", "Nachmittag", "Abend"}},
                   Boxes{.label = "Stunden im Monat, ungefähr", .pattern = "__", .width = Width::half},
                   TextLine{.label = "Sprachen", .width = Width::half},
                   CheckBoxes{.label = "Wie kommst du hin?",
                              .choices = choices({"zu Fuß", "Fahrrad", "Auto", "Ich brauche eine Mitfahrt"}),
                              .columns = 4},
                   TextLine{.label = "Was wir sonst wissen sollten", .lines = 2}}};
}

Section consent()
{
    return {
        .heading = "Deine Einwilligung",
        .fields =
            {Paragraph{
                 "Wir speichern deine Angaben, damit wir dich fragen können, wenn Hilfe gebraucht wird. "
                 "Öffentlich wird davon nichts. Du kannst jederzeit sehen, was wir gespeichert haben, es "
                 "ändern oder löschen lassen: Ein Anruf oder eine Mail genügt. Kreuze an, was wir dürfen:"},
             CheckBoxes{.choices = choices({"Meine Angaben speichern und mich fragen, wenn etwas passt.",
                                            "Mich auch für andere Dörfer des Netzwerks fragen.",
                                            "Mir Neuigkeiten aus dem Netzwerk schicken."})},
             Signature{}},
        .may_break = Break::nowhere};
}

FormDocument join_form()
{
    return {.properties = properties("Ich mach mit"),
            .subtitle = "Beispieldorf · Füll aus, was du magst, und gib das Blatt beim Heimatverein ab.",
            .form_number = "KR-2026-0042",
            .url = "https://example.org/f/KR-2026-0042",
            .url_text = "Lieber am Handy? Halt die Kamera auf das Muster.",
            .sections = {about_you(), what_you_like(), when_you_can(), consent()},
            .footer = "Heimatverein Beispieldorf e. V. · Dorfstraße 1 · 00000 Beispieldorf"};
}

TableDocument club_list(std::size_t rows)
{
    TableDocument table{.properties = properties("Vereine und Gruppen"),
                        .subtitle = "Stand 22. November 2026",
                        .columns = {{.title = "Name", .width = 3},
                                    {.title = "Dorf", .width = 2},
                                    {.title = "Ansprechperson", .width = 2},
                                    {.title = "Mitglieder", .width = 1.1, .align = Align::right}},
                        .footer = "Netzwerk Beispieldörfer · nur für den Gebrauch im Netzwerk"};
    for (std::size_t row = 0; row < rows; ++row)
        table.rows.push_back(
            {"Beispielverein Nummer " + std::to_string(row) + " für Brauchtum und Dorfgemeinschaft e. V.",
             row % 2 ? "Großmühlbeck" : "Ölzschau", "Änne Übermuth", std::to_string(row * 7 % 200)});
    return table;
}

Letter consent_letter()
{
    return {
        .return_line = "Heimatverein Beispieldorf e. V. · Dorfstraße 1 · 00000 Beispieldorf",
        .recipient = {"Frau", "Änne Übermuth", "Am Anger 3", "00000 Beispieldorf"},
        .details = {"Auskunft: Beispielbüro", "Telefon: 00000 12345", "", "22. November 2026"},
        .subject = "Dürfen wir dich weiter fragen?",
        .paragraphs =
            {"Liebe Änne,",
             "dein Name steht auf der alten Liste der Helferinnen und Helfer unseres Vereins. Die Liste "
             "wollen wir behalten, aber nur mit deinem Einverständnis.",
             "Bitte kreuze unten an, was dir recht ist, und gib den Abschnitt bis zum 31. Januar zurück. "
             "Hören wir nichts, löschen wir deine Angaben."},
        .closing = "Herzliche Grüße",
        .signatory = "Berta Beispiel, Heimatverein",
        .footer = "Heimatverein Beispieldorf e. V.",
        .slip = Slip{
            .title = "Meine Antwort",
            .number = "KR-2026-0043",
            .url = "https://example.org/f/KR-2026-0043",
            .sections = {{.fields = {CheckBoxes{.choices = choices(
                                                    {"Ja, ihr dürft meine Angaben speichern und mich fragen.",
                                                     "Nein, bitte löscht alles."})},
                                     Signature{}}}}}};
}

std::size_t count(const std::string& text, const std::string& part)
{
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

std::string hostile_text()
{
    std::string text = "Gut\xff\xfe\xc3 \x01\x1b[31m";
    text += std::string(1, '\0') + "\xed\xa0\x80 \xe2\x80\xae"
                                   "txt.exe %s {1} <b>&amp; \\ ' (Link) ";
    for (int i = 0; i < 40; ++i)
        text += "Donaudampfschifffahrtsgesellschaftskapitän";
    return text + " \xf0\x9f\x90\xb8 \xd8\xb4\xd9\x83\xd8\xb1\xd8\xa7 \xd7\xa9 \xe4\xb8\xad";
}

TEST(Form, every_label_stands_on_the_paper_with_its_umlauts)
{
    const PaperFile file(render_form(join_form()).value(), "form");
    const std::string text = squeeze(file.text());
    for (const char* label :
         {"Ich mach mit", "KR-2026-0042", "Vorname", "Straße und Hausnummer", "Postleitzahl",
          "Ältere und Nachbarn", "Bauen und Reparieren", "Vormittag", "Nachmittag", "So",
          "Deine Einwilligung", "Mir Neuigkeiten aus dem Netzwerk schicken.", "Unterschrift"})
        EXPECT_NE(text.find(label), std::string::npos) << label << "\n" << text;
    EXPECT_LT(text.find("Vorname"), text.find("Wobei hilfst du mit?"));
}

TEST(Form, every_page_bears_the_number_and_its_place_among_the_pages)
{
    const PaperFile file(render_form(join_form()).value(), "form");
    ASSERT_NE(file.info().find("Pages:           2"), std::string::npos) << file.info();
    for (const std::string page : {"1", "2"}) {
        const std::string text = file.text("-f " + page + " -l " + page);
        EXPECT_NE(text.find("KR-2026-0042"), std::string::npos);
        EXPECT_NE(text.find("Seite " + page + " von 2"), std::string::npos) << text;
    }
}

TEST(Form, consent_and_signature_share_a_page_wherever_the_page_ends)
{
    for (int extra = 0; extra < 14; ++extra) {
        FormDocument form = join_form();
        for (int i = 0; i < extra; ++i)
            form.sections[0].fields.push_back(TextLine{.label = "Noch etwas"});
        const PaperFile file(render_form(form).value(), "consent");
        for (int page = 1; page <= 5; ++page) {
            const std::string which = std::to_string(page);
            if (file.info().find("Pages:           " + std::to_string(page - 1)) != std::string::npos)
                break;
            const std::string text = file.text("-f " + which + " -l " + which);
            EXPECT_EQ(count(text, "Deine Einwilligung"), count(text, "Unterschrift")) << extra;
        }
    }
}

TEST(Form, what_was_typed_is_printed_into_its_fields)
{
    FormDocument form = join_form();
    form.sections = {
        {.fields = {
             TextLine{.label = "Name", .value = "Änne Übermuth-Öhlschläger"},
             Boxes{.label = "Geboren", .pattern = "TT.MM.JJJJ", .value = "24.12.1950"},
             TextLine{.label = "Notiz", .value = "Erste Zeile\nZweite Zeile"},
             CheckBoxes{.label = "Weg", .choices = {{.text = "Auto", .checked = true}}},
             CheckGrid{.label = "Zeit", .columns = {"Mo"}, .rows = {"Abend"}, .checked = {{0, 0}, {7, 9}}}}}};
    const PaperFile file(render_form(form).value(), "typed");
    const std::string text = squeeze(file.text());
    EXPECT_NE(text.find("Änne Übermuth-Öhlschläger"), std::string::npos) << text;
    EXPECT_NE(text.find("Zweite Zeile"), std::string::npos) << text;
    const std::string spread = replace_all(squeeze(file.text("-layout")), " ", "");
    EXPECT_NE(spread.find("24.12.1950"), std::string::npos) << spread;
}

TEST(Form, the_code_on_the_paper_leads_to_its_address)
{
    const PaperFile file(render_form(join_form()).value(), "code");
    EXPECT_EQ(trim(file.codes()), "QR-Code:https://example.org/f/KR-2026-0042");
}

TEST(Form, an_address_that_is_no_web_address_becomes_neither_code_nor_link)
{
    for (const std::string url :
         {"javascript:alert(1)", "https://example.org/' uri='file:///x", "https://a b"}) {
        FormDocument form = join_form();
        form.url = url;
        const std::string bytes = render_form(form).value();
        EXPECT_EQ(bytes.find("/URI"), std::string::npos) << url;
    }
    EXPECT_NE(render_form(join_form()).value().find("/URI"), std::string::npos);
}

TEST(Form, a_slip_hangs_below_a_cut_line_on_the_last_page)
{
    FormDocument form = join_form();
    form.slip = Slip{.title = "Für deine Unterlagen",
                     .number = "KR-2026-0042",
                     .sections = {{.fields = {Paragraph{"Gut aufheben."}}}}};
    const PaperFile file(render_form(form).value(), "slip");
    const std::string text = file.text();
    EXPECT_LT(text.find("Unterschrift"), text.find("Bitte hier abschneiden")) << text;
    EXPECT_LT(text.find("Bitte hier abschneiden"), text.find("Gut aufheben.")) << text;
}

TEST(Form, a_text_longer_than_a_page_runs_on_and_loses_nothing)
{
    FormDocument form = join_form();
    std::string text;
    for (int i = 0; i < 900; ++i)
        text += "wort" + std::to_string(i) + " ";
    form.sections = {
        {.heading = "Lang", .fields = {Paragraph{text}, Signature{}}, .may_break = Break::nowhere}};
    const PaperFile file(render_form(form).value(), "long");
    EXPECT_EQ(count(file.text(), "wort"), 900u);
}

TEST(Form, too_many_fields_are_refused)
{
    FormDocument form = join_form();
    form.sections[0].fields.assign(max_form_fields + 1, TextLine{.label = "x"});
    const auto result = render_form(form);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, Err::too_large);
}

TEST(Table, the_heading_row_is_repeated_on_every_page_and_no_row_is_lost)
{
    const PaperFile file(render_table(club_list(2000)).value(), "table");
    const std::string text = file.text("-layout");
    const std::string info = file.info();
    const std::size_t pages = std::stoul(info.substr(info.find("Pages:") + 6));
    ASSERT_GT(pages, 40u);
    EXPECT_EQ(count(text, "Ansprechperson"), pages);
    EXPECT_EQ(count(text, "Beispielverein Nummer"), 2000u);
    EXPECT_NE(text.find("Seite " + std::to_string(pages) + " von " + std::to_string(pages)),
              std::string::npos);
}

TEST(Table, long_words_are_broken_and_a_huge_cell_ends_in_an_ellipsis_on_one_page)
{
    TableDocument table = club_list(2);
    table.orientation = Orientation::landscape;
    table.rows[0][1] = "Donaudampfschifffahrtsgesellschaftskapitänspatent";
    table.rows[1][3] = std::string(50'000, 'x');
    const PaperFile file(render_table(table).value(), "cells");
    const std::string info = file.info();
    EXPECT_LE(std::stoul(info.substr(info.find("Pages:") + 6)), 2u) << info;
    EXPECT_NE(info.find("841.89 x 595.276"), std::string::npos) << info;
    EXPECT_NE(file.text().find("…"), std::string::npos);
}

TEST(Table, a_list_without_rows_says_so_and_one_without_columns_is_refused)
{
    const PaperFile file(render_table(club_list(0)).value(), "empty");
    EXPECT_NE(file.text().find("Keine Einträge"), std::string::npos);
    EXPECT_EQ(render_table({}).error().kind, Err::invalid);
    EXPECT_EQ(render_table(club_list(max_table_rows + 1)).error().kind, Err::too_large);
}

TEST(Letters, each_begins_on_a_page_of_its_own_with_its_address_and_slip)
{
    std::vector<Letter> letters(3, consent_letter());
    letters[1].recipient[1] = "Otto Beispielmann";
    const PaperFile file(render_letters(properties("Einwilligungen"), letters).value(), "letters");
    ASSERT_NE(file.info().find("Pages:           3"), std::string::npos) << file.info();
    const std::string second = file.text("-f 2 -l 2");
    EXPECT_NE(second.find("Otto Beispielmann"), std::string::npos);
    EXPECT_LT(second.find("Herzliche Grüße"), second.find("Bitte hier abschneiden"));
    EXPECT_NE(second.find("KR-2026-0043"), std::string::npos);
    EXPECT_EQ(trim(file.codes()), "QR-Code:https://example.org/f/KR-2026-0043");
    EXPECT_EQ(render_letters(properties("x"), {}).error().kind, Err::invalid);
}

TEST(Letters, the_address_stands_in_the_window)
{
    const std::vector<Letter> letters{consent_letter()};
    const PaperFile file(render_letters(properties("Brief"), letters).value(), "window");
    // 20 to 105 mm from the left, 62.7 to 90 mm from the top, at 72 dots per inch.
    const std::string window = squeeze(file.text("-r 72 -x 57 -y 177 -W 241 -H 79"));
    EXPECT_EQ(window, "Frau Änne Übermuth Am Anger 3 00000 Beispieldorf");
}

TEST(Pdf, the_file_says_what_it_is_in_which_language_and_is_tagged)
{
    const std::string bytes = render_form(join_form()).value();
    const PaperFile file(bytes, "properties");
    const std::string info = file.info();
    for (const char* line :
         {"Title:           Ich mach mit", "Author:          Netzwerk Beispieldörfer",
          "Subject:         Prüfung", "Tagged:          yes", "2026", "595.276 x 841.89 pts (A4)"})
        EXPECT_NE(info.find(line), std::string::npos) << line << "\n" << info;
    EXPECT_NE(bytes.find("/Lang (de)"), std::string::npos);
    const std::string structure = file.structure();
    for (const char* element : {"H1", "H2", "Table", "TH", "TD", "Link"})
        EXPECT_NE(structure.find(element), std::string::npos) << element << "\n" << structure;
}

TEST(Pdf, letters_come_from_the_embedded_typeface)
{
    const std::string fonts = PaperFile(render_table(club_list(3)).value(), "fonts").fonts();
    EXPECT_NE(fonts.find("Atkinson"), std::string::npos) << fonts;
    EXPECT_EQ(fonts.find("DejaVu"), std::string::npos) << fonts;
    EXPECT_EQ(fonts.find("Type 3"), std::string::npos) << fonts;
}

TEST(Pdf, the_same_input_gives_the_same_bytes)
{
    EXPECT_EQ(render_form(join_form()).value(), render_form(join_form()).value());
    EXPECT_EQ(render_table(club_list(100)).value(), render_table(club_list(100)).value());
    FormDocument later = join_form();
    later.properties.created += std::chrono::hours(1);
    EXPECT_NE(render_form(join_form()).value(), render_form(later).value());
}

TEST(Pdf, hostile_text_is_printed_as_far_as_it_is_text)
{
    const std::string hostile = hostile_text();
    FormDocument form{
        .properties = properties(hostile),
        .subtitle = hostile,
        .form_number = hostile,
        .url = hostile,
        .sections = {{.heading = hostile,
                      .fields = {TextLine{.label = hostile, .value = hostile},
                                 Boxes{.label = hostile, .pattern = hostile, .value = hostile},
                                 CheckBoxes{.label = hostile, .choices = choices({hostile}), .columns = 99},
                                 CheckGrid{.label = hostile, .columns = {hostile}, .rows = {hostile}},
                                 Paragraph{hostile}, Signature{hostile, hostile, hostile}}}}};
    form.properties.language = hostile;
    const PaperFile paper(render_form(form).value(), "hostile");
    const std::string text = paper.text();
    EXPECT_NE(text.find("Gut"), std::string::npos);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    TableDocument table{.properties = form.properties,
                        .columns = {{.title = hostile}},
                        .rows = {{hostile}, {}, {"", hostile}}};
    table.columns[0].width = -1;
    EXPECT_NE(PaperFile(render_table(table).value(), "hostile-table").text().find("Gut"), std::string::npos);
}

TEST(Pdf, ten_megabytes_of_text_make_a_small_file)
{
    FormDocument form = join_form();
    form.subtitle = std::string(10'000'000, 'a');
    form.sections[0].fields.push_back(Paragraph{std::string(10'000'000, '\n')});
    form.sections[0].fields.push_back(
        TextLine{.label = "x", .value = std::string(10'000'000, 'b'), .lines = 1000});
    EXPECT_LT(render_form(form).value().size(), 2'000'000u);
}

TEST(Pdf, four_threads_draw_what_one_draws)
{
    const std::string form = render_form(join_form()).value();
    const std::string table = render_table(club_list(60)).value();
    std::array<int, 4> same{};
    std::vector<std::thread> threads;
    for (int& mine : same)
        threads.emplace_back([&mine, &form, &table] {
            for (int round = 0; round < 6; ++round)
                mine += (render_form(join_form()).value() == form) +
                        (render_table(club_list(60)).value() == table);
        });
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(same, (std::array{12, 12, 12, 12}));
}

} // namespace
} // namespace dorfnetz::pdf
