#pragma once

#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

// Example papers, and what poppler-utils and zbar-tools read in them.
namespace dorfnetz::pdf::test {

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

inline Properties properties(const std::string& title)
{
    return {.title = title,
            .subject = "Prüfung",
            .author = "Netzwerk Beispieldörfer",
            .created = *timestamp_from_iso("2026-11-22T10:00:00Z")};
}

inline std::vector<Choice> choices(const std::vector<std::string>& texts)
{
    std::vector<Choice> made;
    for (const std::string& text : texts)
        made.push_back({.text = text});
    return made;
}

inline Section about_you()
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

inline Section what_you_like()
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

inline Section when_you_can()
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

inline Section consent()
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

inline FormDocument join_form()
{
    return {.properties = properties("Ich mach mit"),
            .subtitle = "Beispieldorf · Füll aus, was du magst, und gib das Blatt beim Heimatverein ab.",
            .form_number = "KR-2026-0042",
            .url = "https://example.org/f/KR-2026-0042",
            .url_text = "Lieber am Handy? Halt die Kamera auf das Muster.",
            .sections = {about_you(), what_you_like(), when_you_can(), consent()},
            .footer = "Heimatverein Beispieldorf e. V. · Dorfstraße 1 · 00000 Beispieldorf"};
}

inline TableDocument club_list(std::size_t rows)
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

inline Letter consent_letter()
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

inline std::size_t count(const std::string& text, const std::string& part)
{
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

} // namespace dorfnetz::pdf::test
