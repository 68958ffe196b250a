#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// Paper: forms to fill in by hand, lists, letters, signs. A4 (signs A3 as well), black on white, tagged as
// far as cairo can, with an embedded typeface; the same input gives the same bytes. Every function may be
// called from any thread.
//
// Any bytes may be given as text: broken UTF-8 becomes U+FFFD, control characters vanish, and text too long
// for its place ends in "…". Words that the reader sees come from the caller in the document's language.
namespace dorfnetz::pdf {

struct Properties
{
    std::string title = {};
    std::string subject = {};
    std::string author = {}; // who issues the paper, usually the network; stands at its head
    std::string language = "de";
    Timestamp created = {}; // the file's date
    std::string page_text = "Seite {1} von {2}";
};

// Neighbouring fields share a row as long as they fit.
enum class Width { full, two_thirds, half, third, sixth };

// Room to write: a frame of `lines` lines (1 to 20).
struct TextLine
{
    std::string label = {};
    std::string help = {};
    std::string value = {};
    int lines = 1;
    Width width = Width::full;
};

// One box for each character. In the pattern "_" is an empty box, a letter a box with that letter as a pale
// hint, and all else is printed between boxes: "TT.MM.JJJJ", "___,__ €".
struct Boxes
{
    std::string label = {};
    std::string help = {};
    std::string pattern = {};
    std::string value = {};
    Width width = Width::half;
};

struct Choice
{
    std::string text = {};
    bool checked = false;
};

struct CheckBoxes
{
    std::string label = {};
    std::string help = {};
    std::vector<Choice> choices = {};
    int columns = 1; // at most 6; a long text takes several of them; 0: as many as make it short
};

// Boxes in rows and columns, for instance time of day by weekday.
struct CheckGrid
{
    std::string label = {};
    std::string help = {};
    std::vector<std::string> columns = {}; // at most 12
    std::vector<std::string> rows = {};
    std::vector<std::pair<std::size_t, std::size_t>> checked = {}; // row and column, from 0
};

struct Paragraph
{
    std::string text = {};
};

// Lines for place, date and signature; always on the same page as the field before it.
struct Signature
{
    std::string place = "Ort";
    std::string date = "Datum";
    std::string signature = "Unterschrift";
};

using Field = std::variant<TextLine, Boxes, CheckBoxes, CheckGrid, Paragraph, Signature>;

enum class Break {
    between_fields,
    nowhere, // for consent and signature; broken all the same if higher than a page
};

struct Section
{
    std::string heading = {};
    std::vector<Field> fields = {};
    Break may_break = Break::between_fields;
};

// The part at the foot of a page that is cut off and given back.
struct Slip
{
    std::string cut_text = "Bitte hier abschneiden und zurückgeben";
    std::string title = {};
    std::string number = {};
    std::string url = {}; // as QR code
    std::vector<Section> sections = {};
};

struct FormDocument
{
    Properties properties = {};
    std::string subtitle = {};
    std::string form_number = {}; // large at the head, small on every page
    std::string number_label = "Formular-Nr.";
    std::string url = {};      // as QR code and link
    std::string url_text = {}; // what the code is for, beside it
    std::vector<Section> sections = {};
    std::string footer = {};
    std::optional<Slip> slip = {};
};

enum class Align { left, right, center };

enum class Orientation { portrait, landscape };

struct Column
{
    std::string title = {};
    double width = 1; // relative to the other columns
    Align align = Align::left;
    bool has_boxes = false; // to tick by hand; the cells' texts are left out
};

struct TableDocument
{
    Properties properties = {};
    std::string subtitle = {};
    std::vector<Column> columns = {};
    std::vector<std::vector<std::string>> rows = {}; // missing cells are empty, surplus ones are left out
    // Numbers of rows, ascending, that are headings: their first cell stands across all columns, and never
    // alone at the foot of a page.
    std::vector<std::size_t> headings = {};
    double row_height = 0; // points, at least; for lists that are filled in by hand
    std::string empty_text = "Keine Einträge";
    std::string footer = {};
    Orientation orientation = Orientation::portrait;
};

enum class Paper { a4, a3 };

// A sheet to hang up, read from some steps away. A long title is set smaller.
struct Sign
{
    Properties properties = {};          // the title is what stands there largest
    std::vector<std::string> lines = {}; // below it, at most 4: when, where
    std::string url = {};                // as QR code
    std::string url_text = {};           // what the code is for
    std::string spoken_url = {};         // to type in, below the code
    std::string footer = {};
    Paper paper = Paper::a4;
};

// A letter after DIN 5008 form B: address in the window, marks for folding and punching.
struct Letter
{
    std::string return_line = {};            // small above the address: sender in one line
    std::vector<std::string> recipient = {}; // at most 6 lines
    std::vector<std::string> details = {}; // right of the address: contact, telephone, date; at most 8 lines
    std::string subject = {};
    std::vector<std::string> paragraphs = {}; // salutation first
    std::string closing = {};                 // "Mit freundlichen Grüßen"
    std::string signatory = {};
    std::string footer = {};
    std::optional<Slip> slip = {};
};

// To stick on a thing.
struct Sticker
{
    std::string title = {};
    std::vector<std::string> lines = {}; // at most 4
    std::string url = {};                // as QR code
    std::string url_text = {};           // what the code is for
};

struct LeafletItem
{
    std::string when = {}; // on the left; empty: the item takes the whole width
    std::string title = {};
    std::string text = {};
};

struct LeafletSection
{
    std::string heading = {};
    std::vector<LeafletItem> items = {};
};

// A sheet to put up, of a fixed number of pages: what has no room is only counted.
struct LeafletDocument
{
    Properties properties = {};
    std::string url = {};      // as QR code and link
    std::string url_text = {}; // what the code is for, beside it
    std::vector<std::string> paragraphs = {};
    std::vector<LeafletSection> sections = {};
    std::string more_text = "und {1} mehr im Internet";
    std::string footer = {};
    std::size_t most_pages = 2;
};

inline constexpr std::size_t max_table_rows = 20'000;
inline constexpr std::size_t max_table_columns = 24;
inline constexpr std::size_t max_letters = 2'000;
inline constexpr std::size_t max_form_fields = 2'000;
inline constexpr std::size_t max_leaflet_items = 1'000;
inline constexpr std::size_t max_stickers = 2'000;

// A form on A4. Fails with `too_large` above max_form_fields (choices and grid rows count as fields) or if
// the slip is higher than a page.
Result<std::string> render_form(const FormDocument& form);

// A list whose heading row is repeated and whose rows are never cut by a page. Fails with `too_large` above
// max_table_rows or max_table_columns, with `invalid` without a column.
Result<std::string> render_table(const TableDocument& table);

// One page.
Result<std::string> render_sign(const Sign& sign);

// Eight on a sheet of A4, each 105 by 74 mm (A7), with lines to cut along. Fails with `too_large` above
// max_stickers, with `invalid` for none.
Result<std::string> render_stickers(const Properties& properties, std::span<const Sticker> stickers);

// Many letters in one file, each beginning on a page of its own. Fails with `too_large` above max_letters,
// with a slip above max_form_fields or higher than a page, with `invalid` for no letter.
Result<std::string> render_letters(const Properties& properties, std::span<const Letter> letters);

// A sheet to put up. Fails with `too_large` above max_leaflet_items. Words above the sections that alone fill
// the pages are not shortened.
Result<std::string> render_leaflet(const LeafletDocument& leaflet);

} // namespace dorfnetz::pdf
