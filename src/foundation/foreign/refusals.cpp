#include "foundation/foreign/refusals.hpp"

#include <array>

namespace dorfnetz::foreign {

namespace {

struct Refusal
{
    Err kind;
    German text;
};

// The order is the number on the wire; both ends are of one build.
enum Number : std::uint8_t { damaged, oversized, password, tables, pixels, cells, cell, events };

constexpr std::array<Refusal, 8> refusals{
    {{Err::invalid,
      "Die Datei lässt sich nicht lesen. Wahrscheinlich ist sie beschädigt. Öffne sie in deinem Programm, speichere sie neu und versuch es noch einmal."_de},
     {Err::too_large,
      "Die Datei braucht beim Lesen zu viel Platz oder Zeit. Teile sie auf und versuch es mit den Teilen noch einmal."_de},
     {Err::invalid,
      "Die Datei ist mit einem Kennwort geschützt. Speichere sie ohne Kennwort und versuch es noch einmal."_de},
     {Err::too_large, "Die Datei hat mehr als {1} Tabellenblätter."_de},
     {Err::too_large,
      "Das Bild hat zu viele Bildpunkte: höchstens {1} Millionen. Verkleinere es und versuch es noch einmal."_de},
     {Err::too_large,
      "In Zeile {1} ist die Tabelle größer als erlaubt: höchstens {2} Zeilen und {3} Spalten. Teile sie auf und versuch es mit den Teilen noch einmal."_de},
     {Err::too_large, "In Zeile {1} steht in einer Zelle zu viel Text: höchstens {2} Zeichen."_de},
     {Err::too_large,
      "Die Datei hat mehr als {1} Termine. Exportiere nur einen Teil, etwa ein Jahr, und versuch es damit noch einmal."_de}}};

Error make(Number number, std::vector<std::string> values = {})
{
    return {.kind = refusals[number].kind, .text = refusals[number].text, .values = std::move(values)};
}

} // namespace

Error damaged_file()
{
    return make(damaged);
}

Error oversized_file()
{
    return make(oversized);
}

Error password_needed()
{
    return make(password);
}

Error too_many_tables(std::size_t most)
{
    return make(tables, {std::to_string(most)});
}

Error too_many_pixels(std::uint64_t most_millions)
{
    return make(pixels, {std::to_string(most_millions)});
}

Error too_many_cells(std::size_t row, std::size_t most_rows, std::size_t most_columns)
{
    return make(cells, {std::to_string(row), std::to_string(most_rows), std::to_string(most_columns)});
}

Error too_long_cell(std::size_t row, std::size_t longest)
{
    return make(cell, {std::to_string(row), std::to_string(longest)});
}

Error too_many_events(std::size_t most)
{
    return make(events, {std::to_string(most)});
}

std::optional<std::uint8_t> number_of(const Error& error)
{
    for (std::uint8_t number = 0; number < refusals.size(); ++number)
        if (refusals[number].text == error.text)
            return number;
    return std::nullopt;
}

std::optional<Error> refusal_of(std::uint8_t number)
{
    if (number >= refusals.size())
        return std::nullopt;
    return make(static_cast<Number>(number));
}

} // namespace dorfnetz::foreign
