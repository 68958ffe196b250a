#pragma once

#include "foundation/web/context.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Forms are declared once; the same declaration draws the form, reads what was sent and refuses what does not
// fit, so that the browser's hints and the server's rules cannot differ.
namespace dorfnetz::web {

enum class Input {
    text,
    long_text, // several lines
    markdown,  // several lines with a preview link
    email,
    phone,
    address_, // of a web page
    number,   // whole
    date,     // as people write it; kept as ISO
    time,     // of day, as people write it; kept as 14:30
    password,
    one_of,  // radio buttons up to 6 choices, otherwise a list
    many_of, // check boxes
    grid,    // check boxes in rows and columns; values are "row.column"
    yes,     // one check box
    file,
    hidden,
    heading, // no input: starts a group
    fold, // no input: folds away what follows up to the next fold or heading; open if something stands there
    note, // no input: a paragraph
};

struct Choice
{
    std::string value;
    std::string label; // in the language of the page
};

struct Field
{
    std::string name;
    std::string label; // translated already: context.t("…"_de)
    Input input = Input::text;
    bool required = false;
    std::string help = {};
    std::size_t longest = 200;        // characters
    std::vector<Choice> choices = {}; // rows for a grid; offered while typing in a text
    std::vector<Choice> columns = {}; // for a grid
    std::string autocomplete = {};    // HTML's token: "name", "tel" …
    std::string accept = {};          // for files
    std::int64_t least = 0;           // for numbers
    std::int64_t most = 1'000'000'000;
    std::optional<Date> soonest = {}; // for dates: no day before it
    bool other_value_allowed = false; // one_of with free text
    bool mark_optional = true;        // "(freiwillig)" beside the label of what may stay empty
};

// What stands in the fields: of a record at first, of the sent form afterwards.
class FormValues
{
public:
    FormValues& set(std::string_view name, std::string value);
    FormValues& set(std::string_view name, std::vector<std::string> values);
    std::string text(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;

    bool has(std::string_view name) const { return !text(name).empty(); }

    std::optional<std::int64_t> number(std::string_view name) const;
    std::optional<Date> date(std::string_view name) const;
    std::optional<std::chrono::minutes> time(std::string_view name) const; // since midnight

private:
    std::map<std::string, std::vector<std::string>, std::less<>> m_values;
};

struct SentForm
{
    FormValues values;              // normalised where they could be read, as typed where not
    std::vector<FieldError> errors; // empty: everything fits

    bool ok() const { return errors.empty(); }

    // As an Error for a service's caller.
    Error error() const;
};

// A day as people type it. Err::invalid says how a date is written, or that there is no such day.
Result<Date> day_from_typed(std::string_view text, Date today);

// A time of day as people type it, in minutes since midnight: "14", "14 Uhr", "14:30", "14.30", "2 pm".
std::optional<std::chrono::minutes> time_from_typed(std::string_view text);

// Reads and checks what was sent for these fields; anything else in the request is ignored.
SentForm read_form(const Context& context, const std::vector<Field>& fields);

struct FormSettings
{
    std::string action;           // own path of the POST; its pattern must be a route
    std::string pattern = {};     // the route's pattern if it has parameters: "/redaktion/doerfer/{slug}"
    std::string submit;           // label of the button
    std::string cancel = {};      // own path to go back to
    bool keeps_draft = false;     // the browser keeps what was typed until it is sent
    bool for_strangers = false;   // adds the trap field; see `looks_like_spam`
    std::string other_label = {}; // another way beside the button: "Lieber auf Papier"
    std::string other_path = {};
    bool plain = false;  // of draw_button: looks like a link
    bool danger = false; // the button looks final
};

// The form, filled with the values, errors at the fields and summed up above.
html::Safe draw_form(const Context& context, const FormSettings& settings, const std::vector<Field>& fields,
                     const FormValues& values, const std::vector<FieldError>& errors = {});

// A form of one button: for an action that needs no typing.
html::Safe draw_button(const Context& context, const FormSettings& settings,
                       const std::vector<std::pair<std::string, std::string>>& hidden = {});

// Signed proof that a form of ours was fetched: binds route, session and time (no cookie for visitors).
std::string form_token(const Context& context, std::string_view pattern);

// Whether a form of a stranger was filled by a program: trap field filled or sent within two seconds of
// fetching. The answer to it must look like success.
bool looks_like_spam(const Context& context);

// Hash of a text with the installation's secret, hex: for looking up tokens that must not stand in the
// database, and for links in mails. Purpose keeps one link from opening another.
std::string keyed_hash(const Environment& environment, std::string_view purpose, std::string_view text);

} // namespace dorfnetz::web
