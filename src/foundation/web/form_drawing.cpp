#include "foundation/web/form.hpp"

#include "foundation/core/text.hpp"
#include "foundation/web/page.hpp"

#include <algorithm>

// Forms drawn, from the declaration of their fields.
namespace dorfnetz::web {

namespace {

std::string_view html_type(Input input)
{
    switch (input) {
    case Input::email:
        return "email";
    case Input::phone:
        return "tel";
    case Input::password:
        return "password";
    case Input::file:
        return "file";
    default:
        return "text";
    }
}

std::string_view input_mode(Input input)
{
    switch (input) {
    case Input::email:
        return "email";
    case Input::phone:
        return "tel";
    case Input::address_:
        return "url";
    case Input::number:
        return "numeric";
    default:
        return "";
    }
}

class FieldDrawer
{
public:
    FieldDrawer(const Context& context, const Field& field, const FormValues& values, const FieldError* error)
        : m_context(context), m_field(field), m_values(values), m_error(error)
    {
        m_page.set("ID", field.name)
            .set("NAME", field.name)
            .set("LABEL", field.label)
            .set("WARNING_ICON", icon("warning"));
        m_page.set("ERROR_TEXT", error ? context.t(error->text, error->values) : std::string());
        m_page.set("HELP_TEXT", field.help);
    }

    html::Safe draw()
    {
        switch (m_field.input) {
        case Input::heading:
            m_page.show("HEADING");
            break;
        case Input::note:
            m_page.show("NOTE");
            break;
        case Input::yes:
            draw_switch();
            break;
        case Input::many_of:
            draw_chips();
            break;
        case Input::grid:
            draw_grid();
            break;
        case Input::one_of:
            if (m_field.choices.size() <= 6)
                draw_radio();
            else
                draw_list();
            break;
        default:
            draw_single();
            break;
        }
        return m_context.render("form_field", m_page);
    }

private:
    // What all kinds share: whether it may stay empty, its help and its error.
    void describe(html::Values& place)
    {
        const bool helped = !m_field.help.empty();
        place.show_if(m_error != nullptr, "BAD").show_if(helped && m_field.input != Input::yes, "HELP");
        if (m_field.input == Input::yes)
            place.show_if(helped, "HELP");
        else
            place.show_if(!m_field.required && m_field.mark_optional, "OPTIONAL");
    }

    void describe_input(html::Values& place)
    {
        std::string ids;
        if (!m_field.help.empty())
            ids += m_field.name + "-hilfe";
        if (m_error != nullptr)
            ids += (ids.empty() ? "" : " ") + m_field.name + "-fehler";
        if (!ids.empty())
            place.add("DESCRIBED").set("DESCRIBED_BY", ids);
    }

    void mark_input(html::Values& place)
    {
        describe_input(place);
        place.show_if(m_error != nullptr, "BAD_MARK");
    }

    void draw_single()
    {
        auto single = m_page.add("SINGLE");
        describe(single);
        const bool area = m_field.input == Input::long_text || m_field.input == Input::markdown;
        auto input = single.add(area ? "AREA" : "INPUT");
        mark_input(input);
        input.show_if(m_field.required, "REQUIRED");
        if (area) {
            input.set("VALUE", shown_value());
            input.set("ROWS", m_field.input == Input::markdown ? 14 : 4);
            return;
        }
        input.set("TYPE", html_type(m_field.input));
        if (m_field.input != Input::file)
            input.add("FILLED").set("VALUE", shown_value());
        if (const auto mode = input_mode(m_field.input); !mode.empty())
            input.add("MODE").set("INPUTMODE", mode);
        if (!m_field.autocomplete.empty())
            input.add("COMPLETE").set("AUTOCOMPLETE", m_field.autocomplete);
        if (!m_field.choices.empty())
            suggest(single, input);
        if (!m_field.accept.empty())
            input.add("ACCEPT").set("ACCEPTED", m_field.accept);
    }

    // Choices of a field with free text: the browser offers them, everything else may be typed.
    void suggest(html::Values& single, html::Values& input)
    {
        input.add("SUGGESTED").set("SUGGESTIONS_ID", m_field.name + "-liste");
        auto list = single.add("SUGGESTIONS");
        list.set("SUGGESTIONS_ID", m_field.name + "-liste");
        for (const auto& choice : m_field.choices)
            list.add("SUGGESTION").set("VALUE", choice.value);
    }

    std::string shown_value() const
    {
        if (m_field.input == Input::password || m_field.input == Input::file)
            return {};
        const auto value = m_values.text(m_field.name);
        if (m_field.input == Input::date)
            if (const auto date = date_from_iso(value))
                return i18n::format_date(m_context.region(), *date, i18n::DateStyle::numeric);
        return value;
    }

    void draw_list()
    {
        auto single = m_page.add("SINGLE");
        describe(single);
        auto list = single.add("LIST");
        mark_input(list);
        const auto chosen = m_values.text(m_field.name);
        const bool says_what_empty_means = !m_field.choices.empty() && m_field.choices.front().value.empty();
        if (!says_what_empty_means && (!m_field.required || chosen.empty()))
            list.add("OPTION")
                .set("VALUE", "")
                .set("CHOICE", m_context.t("bitte wählen"_de))
                .show_if(chosen.empty(), "CHOSEN");
        for (const auto& choice : m_field.choices)
            list.add("OPTION")
                .set("VALUE", choice.value)
                .set("CHOICE", choice.label)
                .show_if(choice.value == chosen, "CHOSEN");
    }

    void draw_radio()
    {
        auto group = m_page.add("GROUP");
        describe(group);
        describe_input(group);
        const auto chosen = m_values.text(m_field.name);
        for (const auto& choice : m_field.choices)
            group.add("RADIO")
                .set("VALUE", choice.value)
                .set("CHOICE", choice.label)
                .show_if(choice.value == chosen, "CHOSEN");
    }

    void draw_chips()
    {
        auto group = m_page.add("GROUP");
        describe(group);
        describe_input(group);
        auto chips = group.add("CHIPS");
        const auto chosen = m_values.all(m_field.name);
        for (const auto& choice : m_field.choices)
            chips.add("CHIP")
                .set("VALUE", choice.value)
                .set("CHOICE", choice.label)
                .show_if(is_among(choice.value, chosen), "CHOSEN");
    }

    void draw_grid()
    {
        auto group = m_page.add("GROUP");
        describe(group);
        describe_input(group);
        auto grid = group.add("GRID");
        const auto chosen = m_values.all(m_field.name);
        for (const auto& column : m_field.columns)
            grid.add("COLUMN").set("CHOICE", column.label);
        for (const auto& row : m_field.choices) {
            auto line = grid.add("ROW");
            line.set("ROW_LABEL", row.label).set("ROW_BRIEF", truncate(row.label, 2));
            for (const auto& column : m_field.columns) {
                const auto value = row.value + '.' + column.value;
                line.add("CELL")
                    .set("VALUE", value)
                    .set("CELL_LABEL", row.label + ' ' + column.label)
                    .show_if(is_among(value, chosen), "CHOSEN");
            }
        }
    }

    void draw_switch()
    {
        auto place = m_page.add("SWITCH");
        describe(place);
        mark_input(place);
        place.show_if(m_values.text(m_field.name) == "1", "CHOSEN");
    }

    static bool is_among(std::string_view value, const std::vector<std::string>& list)
    {
        return std::find(list.begin(), list.end(), value) != list.end();
    }

    const Context& m_context;
    const Field& m_field;
    const FormValues& m_values;
    const FieldError* m_error;
    html::Page m_page;
};

void set_hidden(html::Values& page, std::string_view name, std::string_view value)
{
    page.add("HIDDEN").set("NAME", name).set("VALUE", value);
}

// Fields folded away under one line, for what hardly anybody needs. It says itself that all of it is
// optional.
class Fold
{
public:
    explicit Fold(const Field& field) : m_field(field) {}

    void add(const html::Safe& drawn, bool filled_or_wrong)
    {
        m_fields += drawn;
        m_open = m_open || filled_or_wrong;
    }

    html::Safe draw(const Context& context) const
    {
        html::Page page;
        page.set("LABEL", m_field.label).set("FIELDS", m_fields).show_if(m_open, "OPEN");
        return context.render("form_fold", page);
    }

private:
    const Field& m_field;
    html::Safe m_fields;
    bool m_open = false;
};

// All fields in their order; hidden ones go to the page.
html::Safe draw_fields(html::Page& page, const Context& context, const std::vector<Field>& fields,
                       const FormValues& values, const std::vector<FieldError>& errors)
{
    html::Safe drawn;
    std::optional<Fold> fold;
    const auto close_fold = [&] {
        if (fold)
            drawn += fold->draw(context);
        fold.reset();
    };
    for (const auto& field : fields) {
        if (field.input == Input::hidden) {
            set_hidden(page, field.name, values.text(field.name));
            continue;
        }
        if (field.input == Input::fold || field.input == Input::heading)
            close_fold();
        if (field.input == Input::fold) {
            fold.emplace(field);
            continue;
        }
        const auto error = std::find_if(errors.begin(), errors.end(),
                                        [&](const FieldError& e) { return e.field == field.name; });
        const bool wrong = error != errors.end();
        auto shown = field;
        shown.mark_optional = field.mark_optional && !fold;
        const auto one = FieldDrawer(context, shown, values, wrong ? &*error : nullptr).draw();
        if (fold)
            fold->add(one, wrong || values.has(field.name));
        else
            drawn += one;
    }
    close_fold();
    return drawn;
}

// What stands before an error above the form. Of a check box nothing: its label is a whole sentence; nor if
// the error names the field itself.
std::string opening_for(const Field& field, const std::string& text)
{
    if (field.input == Input::yes || field.label.empty() || text.starts_with(field.label))
        return {};
    return field.label + (field.label.back() == '?' ? " " : ": ");
}

// In the order of the fields, so that people who work them off go down the page.
void draw_errors(html::Page& page, const Context& context, const std::vector<Field>& fields,
                 std::vector<FieldError> errors)
{
    if (errors.empty())
        return;
    const auto field_of = [&](const FieldError& error) {
        return std::find_if(fields.begin(), fields.end(),
                            [&](const Field& known) { return known.name == error.field; });
    };
    std::stable_sort(errors.begin(), errors.end(), [&](const FieldError& one, const FieldError& other) {
        return field_of(one) < field_of(other);
    });
    auto wrong = page.add("WRONG");
    for (const auto& error : errors) {
        const auto field = field_of(error);
        const auto text = context.t(error.text, error.values);
        wrong.add("ITEM")
            .set("FIELD_URL", html::Url::own('#' + error.field))
            .set("ITEM_TEXT", (field == fields.end() ? std::string() : opening_for(*field, text)) + text);
    }
}

// A browser sends a file only once: a form that comes back for another reason has lost it, and must say so.
std::vector<FieldError> with_lost_files(const std::vector<Field>& fields, std::vector<FieldError> errors)
{
    if (errors.empty())
        return errors;
    for (const auto& field : fields)
        if (field.input == Input::file &&
            std::ranges::find(errors, field.name, &FieldError::field) == errors.end())
            errors.push_back({field.name, "War hier schon eine Datei? Dann wähl sie noch einmal aus."_de});
    return errors;
}

} // namespace

html::Safe draw_form(const Context& context, const FormSettings& settings, const std::vector<Field>& fields,
                     const FormValues& values, const std::vector<FieldError>& found)
{
    const auto errors = with_lost_files(fields, found);
    html::Page page;
    const bool multipart = std::any_of(fields.begin(), fields.end(),
                                       [](const Field& field) { return field.input == Input::file; });
    const auto drawn = draw_fields(page, context, fields, values, errors);
    draw_errors(page, context, fields, errors);
    page.set("ACTION_URL", context.url(settings.action))
        .set("TOKEN", form_token(context, settings.pattern.empty() ? settings.action : settings.pattern))
        .set("SUBMIT", settings.submit)
        .set("UNDO_ICON", icon("undo"))
        .set("DRAFT_NAME", settings.action)
        .set("FIELDS", drawn)
        .show_if(settings.keeps_draft, "DRAFT")
        .show_if(settings.for_strangers, "TRAP")
        .show_if(settings.danger, "DANGER")
        .show_if(multipart, "MULTIPART");
    if (!settings.other_path.empty())
        page.add("OTHER")
            .set("OTHER_URL", context.url(settings.other_path))
            .set("OTHER_LABEL", settings.other_label);
    if (!settings.cancel.empty())
        page.add("CANCEL").set("CANCEL_URL", context.url(settings.cancel));
    return context.render("form", page);
}

html::Safe draw_button(const Context& context, const FormSettings& settings,
                       const std::vector<std::pair<std::string, std::string>>& hidden)
{
    html::Page page;
    for (const auto& [name, value] : hidden)
        set_hidden(page, name, value);
    page.set("ACTION_URL", context.url(settings.action))
        .set("TOKEN", form_token(context, settings.pattern.empty() ? settings.action : settings.pattern))
        .set("SUBMIT", settings.submit)
        .show(settings.danger  ? "DANGER"
              : settings.plain ? "PLAIN"
                               : "QUIET");
    return context.render("form_button", page);
}

} // namespace dorfnetz::web
