#include "features/transfer/import_pages.hpp"

#include "features/transfer/cell_values.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/sheet/values.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>

// The third step: every row with what is to be said about it.
namespace dorfnetz::transfer {

namespace {

constexpr std::string_view pattern = "/redaktion/import/{id}/pruefen";
constexpr std::size_t longest_cell = 80; // characters shown

store::Shown shown_rows(const web::Context& context)
{
    const auto asked = context.query.text("zeigen");
    return asked == "bemerkungen" ? store::Shown::with_findings
           : asked == "fragen"    ? store::Shown::questions
                                  : store::Shown::all;
}

std::string_view tag_of(Outcome outcome)
{
    switch (outcome) {
    case Outcome::fresh:
        return "pine";
    case Outcome::changed:
        return "lake";
    case Outcome::refused:
        return "rust";
    case Outcome::unchanged:
    case Outcome::left_out:
        break;
    }
    return "quiet";
}

// A cell as the entry will say it, where the file says it otherwise: of a date of birth the year alone.
std::string as_stored(const web::Context& context, std::string_view meaning, std::string_view cell)
{
    if (meaning == "birth_year" || meaning == "founded")
        if (const auto year = year_in(cell))
            return std::to_string(*year);
    if (meaning == "members" || meaning == "hours_per_month")
        if (const auto number = number_in(cell))
            return i18n::format_number(context.language, *number);
    if (meaning == "consent_on" || meaning == "last_confirmed_on")
        if (const auto date = sheet::parse_german_date(cell))
            return i18n::format_date(context.region(), date->date, i18n::DateStyle::numeric);
    return shown_cell(context, cell);
}

std::string column_name(const web::Context& context, const Batch& batch, std::size_t column)
{
    return vocabularies::label(column_list(batch.target), batch.mapping[column], context.language);
}

void draw_cells(const web::Context& context, html::Values& row, const Batch& batch, const StagedRow& staged,
                const std::vector<Finding>& findings)
{
    for (std::size_t column = 0; column < batch.mapping.size(); ++column) {
        if (batch.mapping[column].empty())
            continue;
        const auto text = column < staged.cells.size()
                              ? as_stored(context, batch.mapping[column], staged.cells[column])
                              : std::string();
        auto cell = row.add("CELL");
        cell.set("CELL_TEXT", truncate(text, longest_cell))
            .set("CELL_LABEL", column_name(context, batch, column));
        bool bad = false;
        bool warn = false;
        for (const auto& finding : findings) {
            if (finding.column != column)
                continue;
            (finding.grade == Finding::Grade::error ? bad : warn) = true;
            cell.add("REMARK")
                .set("REMARK_ICON", web::icon("warning"))
                .set("REMARK_TEXT", context.t(finding.text, finding.values));
        }
        cell.show_if(bad, "BAD").show_if(warn && !bad, "WARN");
    }
}

void draw_question(const web::Context& context, html::Values& row, const StagedRow& staged)
{
    auto question = row.add("QUESTION");
    const auto number = std::to_string(staged.number);
    question.set("ROW_NUMBER", number)
        .set("QUESTION_LABEL", context.t("Was soll mit Zeile {1} geschehen?"_de, {number}));
    const auto add = [&](Choice choice, German text) {
        question.add("ANSWER")
            .set("ANSWER_VALUE", to_text(choice))
            .set("ANSWER_TEXT", context.t(text))
            .show_if(choice == staged.choice, "CHOSEN");
    };
    // A row that holds up can only be bettered in the file or left out.
    if (staged.outcome == Outcome::refused) {
        add(Choice::by_likeness, "noch offen"_de);
        add(Choice::skip, "auslassen"_de);
        return;
    }
    add(Choice::by_likeness, "wie vorgeschlagen"_de);
    add(Choice::create, "neu anlegen"_de);
    if (staged.likeness != Likeness::in_file && staged.likeness != Likeness::none)
        add(Choice::update, "vorhandenen Eintrag ändern"_de);
    add(Choice::skip, "auslassen"_de);
}

// Also what was decided already, to think better of it.
bool can_be_decided(const Batch& batch, const StagedRow& staged)
{
    const bool holds_up = staged.outcome == Outcome::refused && !batch.leave_out_refused;
    return asks(staged) || staged.choice != Choice::by_likeness || holds_up;
}

void draw_row(const web::Context& context, html::Values row, const Batch& batch, const StagedRow& staged,
              const RowTarget& target, db::Reader& reader)
{
    const auto outcome = staged.outcome.value_or(Outcome::left_out);
    const auto findings = staged.has_findings ? target.findings(staged.cells) : std::vector<Finding>{};
    row.set("NUMBER", staged.number)
        .set("TAG", tag_of(outcome))
        .set("OUTCOME", context.t(word_for(outcome, batch)))
        .show_if(outcome == Outcome::left_out, "LEFT_OUT");
    draw_cells(context, row, batch, staged, findings);
    for (const auto& finding : findings)
        if (finding.column == Finding::whole_row)
            row.add("ROW_REMARK").set("ROW_REMARK_TEXT", context.t(finding.text, finding.values));
    if (asks(staged))
        row.add("ROW_REMARK")
            .set("ROW_REMARK_TEXT",
                 context.t(remark_on(staged.likeness), {like_what(reader, target, staged)}));
    if (can_be_decided(batch, staged))
        draw_question(context, row, staged);
}

struct Counts
{
    std::map<Outcome, std::int64_t> outcomes;
    std::int64_t questions = 0;
    std::int64_t shown = 0;
    std::vector<std::int64_t> refused;

    std::int64_t of(Outcome outcome) const
    {
        const auto found = outcomes.find(outcome);
        return found == outcomes.end() ? 0 : found->second;
    }
};

void draw_figures(const web::Context& context, html::Page& page, const Batch& batch, const Counts& counts)
{
    const auto add = [&](const std::string& name, std::int64_t count) {
        page.add("FIGURE")
            .set("FIGURE_NAME", name)
            .set("FIGURE_COUNT", i18n::format_number(context.language, count));
    };
    for (const auto outcome : {Outcome::fresh, Outcome::changed, Outcome::unchanged})
        add(context.t(word_for(outcome, batch)), counts.of(outcome));
    if (counts.of(Outcome::left_out) > 0)
        add(context.t(word_for(Outcome::left_out, batch)), counts.of(Outcome::left_out));
    if (counts.of(Outcome::refused) > 0)
        add(i18n::translate_count(context.language, "hält auf"_de, "halten auf"_de,
                                  counts.of(Outcome::refused)),
            counts.of(Outcome::refused));
    add(context.t("mit Frage"_de), counts.questions);
}

void draw_actions(const web::Context& context, html::Page& page, const Batch& batch, const Counts& counts)
{
    const auto refused = counts.of(Outcome::refused);
    const bool held_up = refused > 0 && !batch.leave_out_refused;
    const auto writes = counts.of(Outcome::fresh) + counts.of(Outcome::changed);
    if (held_up) {
        const auto text =
            refused == 1 ? context.t("Zeile {1} hält noch auf."_de, {std::to_string(counts.refused.front())})
                         : context.t("{1} Zeilen halten noch auf."_de,
                                     {i18n::format_number(context.language, refused)});
        page.add("REFUSED").set("WARNING_ICON", web::icon("warning")).set("REFUSED_TEXT", text);
        page.add("WITHOUT").set("WITHOUT_TEXT",
                                i18n::translate_count(context.language, "Ohne diese Zeile weiter"_de,
                                                      "Ohne diese {1} Zeilen weiter"_de, refused));
    }
    // Nothing to press that does not work: what holds up is decided on first.
    if (!held_up)
        page.add(writes == 0 ? "NOTHING" : "GO")
            .set("GO_TEXT", i18n::translate_count(context.language, "Einen Eintrag übernehmen"_de,
                                                  "{1} Einträge übernehmen"_de, writes));
    if (batch.target == Target::organisations && !batch.only_villages)
        page.add("PUBLISH").show_if(batch.publish, "PUBLISH_CHOSEN");
}

void draw_views(const web::Context& context, html::Page& page, store::Shown shown)
{
    const auto add = [&](store::Shown which, std::string_view value, German name) {
        page.add("VIEW")
            .set("VIEW_URL",
                 html::Url::own(web::with_query(context, {{"zeigen", std::string(value)}, {"seite", ""}})))
            .set("VIEW_NAME", context.t(name))
            .show_if(which == shown, "VIEW_NOW");
    };
    add(store::Shown::all, "", "Alle Zeilen"_de);
    add(store::Shown::with_findings, "bemerkungen", "Mit Bemerkung"_de);
    add(store::Shown::questions, "fragen", "Mit Frage"_de);
}

void draw_table(const web::Context& context, html::Page& page, const Batch& batch, store::Shown shown,
                const web::Paging& paging, db::Reader& reader)
{
    for (std::size_t column = 0; column < batch.mapping.size(); ++column)
        if (!batch.mapping[column].empty())
            page.add("HEAD").set("HEAD_NAME", column_name(context, batch, column));
    const auto target =
        make_target(reader, batch.target, settings_of(reader, context.network, batch, context.today()));
    const auto rows =
        store::rows_page(reader, context.network.id, batch.id, shown, paging.per_page, paging.offset());
    for (const auto& row : rows)
        draw_row(context, page.add("ROW"), batch, row, *target, reader);
    page.show_if(std::any_of(rows.begin(), rows.end(),
                             [&](const StagedRow& row) { return can_be_decided(batch, row); }),
                 "SAVE_CHOICES");
}

// Which rows were answered otherwise than before.
bool save_choices(db::Tx& tx, const web::Context& context, const Batch& batch)
{
    constexpr std::string_view prefix = "wahl-";
    bool changed = false;
    for (const auto& [name, value] : context.form.fields()) {
        if (!name.starts_with(prefix))
            continue;
        const auto number = std::atoll(name.c_str() + prefix.size());
        const auto choice = choice_from_text(value);
        const auto rows = store::rows_after(tx, context.network.id, batch.id, number - 1, 1);
        if (!choice || rows.empty() || rows.front().number != number || rows.front().choice == *choice)
            continue;
        store::save_choice(tx, context.network.id, batch.id, number, *choice);
        changed = true;
    }
    return changed;
}

} // namespace

Result<http::Response> show_preview(web::Context& context)
{
    const auto batch = TRY(asked_batch(context));
    if (batch.state != State::checked || is_working(job_of(context, batch)))
        return web::redirect(context, path_of(batch));
    const auto shown = shown_rows(context);
    const auto paging = web::paging(context);
    html::Page page;
    page.set("STEPS", steps(context, Step::preview))
        .set("FILE", batch.file_name)
        .set("SIZE", size_text(context, batch))
        .set("REPORT_URL", context.url(path_of(batch, "bericht.csv")))
        .set("DOWNLOAD_ICON", web::icon("download"))
        .set("ACTION_URL", context.url(path_of(batch, "pruefen")))
        .set("TOKEN", web::form_token(context, pattern))
        .set("PAGE_NUMBER", paging.page)
        .set("COLUMNS_URL", context.url(path_of(batch, "spalten")));
    if (!batch.message.empty())
        page.add("MESSAGE")
            .set("WARNING_ICON", web::icon("warning"))
            .set("MESSAGE_TEXT", i18n::translate_template_text(context.language, batch.message));
    if (batch.target == Target::people)
        page.add("LOCKED").set("INFO_ICON", web::icon("info"));
    const auto& mapping = batch.mapping;
    if (batch.target == Target::people && batch.only_villages &&
        std::find(mapping.begin(), mapping.end(), "email") != mapping.end())
        page.add("MAILBOXES").set("INFO_ICON", web::icon("info"));
    const auto counts = context.pool().read([&](db::Reader& reader) {
        draw_places(context, page, batch, reader);
        draw_table(context, page, batch, shown, paging, reader);
        const auto& network = context.network.id;
        return Counts{store::count_outcomes(reader, network, batch.id),
                      store::count_rows(reader, network, batch.id, store::Shown::questions),
                      store::count_rows(reader, network, batch.id, shown),
                      store::refused_rows(reader, network, batch.id, 1)};
    });
    draw_figures(context, page, batch, counts);
    draw_actions(context, page, batch, counts);
    draw_views(context, page, shown);
    page.set("PAGING", web::paging_links(context, paging, counts.shown));
    return web::page(context, {.title = context.t("Vorschau prüfen"_de), .index = false},
                     context.render("import_preview", page));
}

Result<http::Response> decide_preview(web::Context& context)
{
    auto batch = TRY(asked_batch(context));
    if (batch.state != State::checked)
        return web::redirect(context, path_of(batch));
    const auto what = context.form.text("was");
    const bool publish = context.form.has("veroeffentlichen") && !batch.only_villages;
    batch.publish = publish;
    batch.leave_out_refused = batch.leave_out_refused || what == "ohne";
    const bool changed = TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<bool> {
        const auto now = store::batch_by_id(tx, context.network.id, batch.id);
        if (!now || now->state != State::checked)
            return being_worked_on();
        store::save_options(tx, context.network.id, batch);
        const bool means_others = save_meanings(tx, context, *now);
        return save_choices(tx, context, *now) || means_others;
    }));
    // What was shown must be what happens: other choices are shown again first.
    if (changed)
        return start_check(context, batch);
    if (what == "uebernehmen")
        return start_apply(context, batch);
    return web::redirect(context, path_of(batch, "pruefen"));
}

} // namespace dorfnetz::transfer
