#include "features/pages/editing_form.hpp"

#include "features/pages/text.hpp"
#include "features/pictures/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/page.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace dorfnetz::pages {

namespace {

using web::Context;

enum class Shape { line, lines, markdown };

// One thing that is said in each language.
struct Part
{
    std::string_view name;
    German label;
    Shape shape;
    German help = {};
};

std::vector<Part> parts_of(const Draft& draft)
{
    std::vector<Part> parts{{"titel", "Titel"_de, Shape::line},
                            {"kurz", "In einem Satz"_de, Shape::lines,
                             "Steht unter dem Titel, in Listen und bei Suchmaschinen."_de}};
    if (draft.kind == Kind::page && draft.slug == "start") {
        parts.push_back({"schlagzeile", "Große Überschrift"_de, Shape::line,
                         "{villages_word} wird zur Zahl der Dörfer, etwa „Neun“."_de});
        parts.push_back({"vorspann", "Text unter der großen Überschrift"_de, Shape::lines});
    }
    parts.push_back({"text", "Text"_de, Shape::markdown});
    if (draft.kind == Kind::page && draft.slug != "start")
        parts.push_back({"klappen", "Überschriften zum Aufklappen"_de, Shape::lines,
                         "Eine je Zeile, genau wie im Text nach ##."_de});
    return parts;
}

std::string value_of(const Text& text, std::string_view name)
{
    if (name == "titel")
        return text.title;
    if (name == "kurz")
        return text.summary;
    if (name == "schlagzeile")
        return text.headline;
    if (name == "vorspann")
        return text.lead;
    return name == "klappen" ? join(text.folded, "\n") : text.body;
}

void set_value(Text& text, std::string_view name, std::string_view raw)
{
    if (name == "titel")
        text.title = squeeze(raw);
    else if (name == "kurz")
        text.summary = squeeze(raw);
    else if (name == "schlagzeile")
        text.headline = squeeze(raw);
    else if (name == "vorspann")
        text.lead = squeeze(raw);
    else if (name == "klappen")
        text.folded = split_list(raw, "\n");
    else
        text.body = replace_all(std::string(trim(raw)), "\r\n", "\n");
}

Text text_or_empty(const Draft& draft, i18n::Language language)
{
    const auto found = draft.texts.find(language);
    return found == draft.texts.end() ? Text{} : found->second;
}

class FormDrawer
{
public:
    FormDrawer(const Context& context, html::Page& page, const TypedDraft& typed)
        : m_context(context), m_page(page), m_typed(typed)
    {
    }

    void draw_parts()
    {
        for (const auto& part : parts_of(m_typed.draft)) {
            auto row = m_page.add("ROW");
            for (const auto language : i18n::languages) {
                const auto id = fmt::format("{}_{}", part.name, i18n::code(language));
                auto cell = add_cell(
                    row, id,
                    fmt::format("{} ({})", m_context.t(part.label), language_name(m_context, language)),
                    part.help.empty() ? "" : m_context.t(part.help));
                auto input = cell.add(part.shape == Shape::line ? "LINE" : "AREA");
                input.set("VALUE", value_of(text_or_empty(m_typed.draft, language), part.name));
                input.add("LANG").set("CODE", i18n::code(language));
                if (part.shape != Shape::line)
                    input.set("ROWS", part.shape == Shape::markdown ? 18 : 3)
                        .show_if(part.shape == Shape::markdown, "MARKDOWN");
                describe(input, id, !part.help.empty());
            }
        }
    }

    void draw_address()
    {
        draw_line(
            "adresse", m_context.t("Adresse der Seite (freiwillig)"_de),
            m_context.t("Lass das leer, dann entsteht sie aus dem Titel. Oder schreib kleine Buchstaben und "
                        "Bindestriche, etwa: sommerfest-am-teich"_de),
            m_typed.draft.slug);
    }

    void draw_news_parts(db::Reader& reader)
    {
        const auto& day = m_typed.draft.shown_on;
        draw_line("datum", m_context.t("Datum"_de), m_context.t("Zum Beispiel 24.12.2026"_de),
                  day ? i18n::format_date(m_context.region(), *day, i18n::DateStyle::numeric)
                      : std::string(m_context.form.text("datum")));
        draw_picture_choice(reader);
    }

private:
    void draw_picture_choice(db::Reader& reader)
    {
        auto row = m_page.add("ROW");
        auto cell =
            add_cell(row, "bild", m_context.t("Bild"_de),
                     m_context.t("Ein neues Bild lädst du zuerst hoch. Speichere dafür als Entwurf."_de));
        cell.add("PLACE").set("PLACE_URL", m_context.url("/redaktion/bilder"));
        auto choice = cell.add("CHOICE");
        describe(choice, "bild", true);
        add_option(choice, "", m_context.t("ohne Bild"_de));
        for (const auto& picture :
             pictures::pictures_of(reader, m_context.network.id, pictures::collection)) {
            const auto alt = picture.alt(m_context.language);
            add_option(choice, picture.key, alt.empty() ? picture.key : alt);
        }
    }

    html::Values add_cell(html::Values& row, const std::string& id, const std::string& label,
                          const std::string& help)
    {
        auto cell = row.add("CELL");
        cell.set("ID", id).set("LABEL", label);
        if (!help.empty())
            cell.add("HELP").set("HELP_TEXT", help);
        if (const auto* error = error_at(id))
            cell.add("BAD").set("ERROR_TEXT", m_context.t(error->text, error->values));
        return cell;
    }

    void draw_line(const std::string& id, const std::string& label, const std::string& help,
                   const std::string& value)
    {
        auto row = m_page.add("ROW");
        auto input = add_cell(row, id, label, help).add("LINE");
        input.set("VALUE", value);
        describe(input, id, !help.empty());
    }

    void describe(html::Values& input, const std::string& id, bool helped)
    {
        std::string ids = helped ? id + "-hilfe" : "";
        if (error_at(id) != nullptr)
            ids += (ids.empty() ? "" : " ") + id + "-fehler";
        if (!ids.empty())
            input.add("TOLD").set("TOLD_BY", ids);
    }

    void add_option(html::Values& choice, const std::string& value, const std::string& text)
    {
        choice.add("OPTION")
            .set("OPTION_VALUE", value)
            .set("OPTION_TEXT", text)
            .show_if(value == m_typed.draft.picture, "CHOSEN");
    }

    const FieldError* error_at(std::string_view id) const
    {
        const auto found = std::find_if(m_typed.errors.begin(), m_typed.errors.end(),
                                        [&](const FieldError& error) { return error.field == id; });
        return found == m_typed.errors.end() ? nullptr : &*found;
    }

    const Context& m_context;
    html::Page& m_page;
    const TypedDraft& m_typed;
};

void draw_problems(html::Page& page, const Context& context, const TypedDraft& typed)
{
    if (typed.errors.empty())
        return;
    auto wrong = page.add("WRONG");
    for (const auto& error : typed.errors)
        wrong.add("PROBLEM")
            .set("FIELD_URL", html::Url::own('#' + error.field))
            .set("PROBLEM_TEXT", context.t(error.text, error.values));
}

void draw_theirs(html::Page& page, const Context& context, const Page& theirs)
{
    auto stale = page.add("STALE");
    stale.set("WHO", theirs.author.empty() ? context.t("jemand anders"_de) : theirs.author);
    for (const auto& [language, text] : theirs.draft.texts)
        stale.add("THEIRS")
            .set("LANGUAGE_NAME", language_name(context, language))
            .set("CODE", i18n::code(language))
            .set("TEXT", fmt::format("{}\n\n{}\n\n{}", text.title, text.summary, text.body));
}

void draw_known(html::Page& page, const Context& context, const FormState& state)
{
    const auto& stored = *state.stored;
    auto known = page.add("KNOWN");
    known.set("STATE", state_text(context, stored))
        .set("HISTORY_URL", context.url(state.action + "/verlauf"))
        .show_if(stored.is_published() && !stored.has_newer_draft(), "SHOWN")
        .show_if(!stored.is_published() || stored.has_newer_draft(), "DRAFT");
    if (stored.is_published()) {
        known.add("LOOK").set("PUBLIC_URL", context.url(path_of(stored.draft.kind, stored.draft.slug)));
        page.add("SHOWN_NOW")
            .set("HIDE", web::draw_button(context, {.action = state.action + "/verbergen",
                                                    .pattern = state.pattern + "/verbergen",
                                                    .submit = context.t("Ja, verbergen"_de)}));
    }
    if (!is_fixed(stored.draft.kind, stored.draft.slug))
        page.add("REMOVABLE")
            .set("DELETE", web::draw_button(context, {.action = state.action + "/loeschen",
                                                      .pattern = state.pattern + "/loeschen",
                                                      .submit = context.t("Ja, löschen"_de),
                                                      .danger = true}));
}

} // namespace

std::string language_name(const Context& context, i18n::Language language)
{
    return language == i18n::Language::de ? context.t("Deutsch"_de) : context.t("Englisch"_de);
}

std::string state_text(const Context& context, const Page& page)
{
    if (!page.is_published())
        return context.t("Entwurf"_de);
    return page.has_newer_draft() ? context.t("öffentlich, neuer Entwurf"_de) : context.t("öffentlich"_de);
}

TypedDraft read_draft(const Context& context, const Draft& known)
{
    TypedDraft typed{.draft = known};
    auto& draft = typed.draft;
    const auto& form = context.form;
    const auto version = form.text("fassung");
    std::from_chars(version.data(), version.data() + version.size(), typed.version);
    if (form.has("adresse") && typed.version == 0)
        draft.slug = to_lower_ascii(trim(form.text("adresse")));
    for (const auto& part : parts_of(draft))
        for (const auto language : i18n::languages)
            set_value(draft.texts[language], part.name,
                      form.text(fmt::format("{}_{}", part.name, i18n::code(language))));
    if (draft.kind == Kind::news) {
        const auto day = web::day_from_typed(form.text("datum"), context.today());
        draft.shown_on = day ? std::optional(*day) : std::nullopt;
        draft.picture = std::string(form.text("bild"));
        if (!day && !trim(form.text("datum")).empty())
            typed.errors.push_back({"datum", day.error().text});
    }
    for (auto& problem : problems_of(draft))
        if (typed.errors.empty() || problem.field != "datum")
            typed.errors.push_back(std::move(problem));
    return typed;
}

html::Safe draw_editing_form(const Context& context, db::Reader& reader, const FormState& state,
                             const TypedDraft& typed)
{
    html::Page page;
    page.set("HEADING", state.heading)
        .set("ACTION_URL", context.url(state.action))
        .set("PREVIEW_URL", context.url("/redaktion/vorschau"))
        .set("PREVIEW_TOKEN", web::form_token(context, "/redaktion/vorschau"))
        .set("TOKEN", web::form_token(context, state.pattern))
        .set("VERSION", state.theirs != nullptr ? state.theirs->version : typed.version)
        .set("LIST_URL", context.url(state.list))
        .set("WARNING_ICON", web::icon("warning"));
    FormDrawer drawer(context, page, typed);
    if (typed.draft.kind == Kind::news)
        drawer.draw_news_parts(reader);
    drawer.draw_parts();
    if (state.stored == nullptr)
        drawer.draw_address();
    draw_problems(page, context, typed);
    page.set("PREVIEW", state.preview);
    if (state.theirs != nullptr)
        draw_theirs(page, context, *state.theirs);
    if (state.stored != nullptr)
        draw_known(page, context, state);
    return context.render("page_edit", page);
}

} // namespace dorfnetz::pages
