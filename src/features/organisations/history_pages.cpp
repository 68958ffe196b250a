#include "features/organisations/organisation_history.hpp"
#include "features/organisations/organisation_pages.hpp"
#include "features/organisations/organisations_service.hpp"

#include <algorithm>

namespace dorfnetz::organisations {

namespace {

using web::Context;

constexpr std::string_view history_pattern = "/redaktion/organisationen/{id}/verlauf";

German action_label(std::string_view action)
{
    static constexpr std::pair<std::string_view, German> labels[] = {
        {"created", "Eintrag angelegt"_de},
        {"changed", "geändert"_de},
        {"confirmed", "bestätigt: Alles stimmt noch"_de},
        {"published", "veröffentlicht"_de},
        {"archived", "ins Archiv gelegt"_de},
        {"hidden_again", "wieder verborgen"_de},
        {"reported_gone", "gemeldet: Gibt es nicht mehr"_de},
        {"undone", "eine Änderung zurückgenommen"_de},
        {"logo_changed", "Logo eingesetzt"_de},
        {"logo_removed", "Logo entfernt"_de},
        {"picture_added", "Bild hochgeladen"_de},
        {"picture_removed", "Bild entfernt"_de},
        {"contact_added", "Ansprechperson eingetragen"_de},
        {"contact_changed", "Ansprechperson geändert"_de},
        {"contact_removed", "Ansprechperson entfernt"_de},
    };
    for (const auto& [name, label] : labels)
        if (name == action)
            return label;
    return "geändert"_de;
}

void show_changes(html::Values& row, const Context& context, const std::vector<villages::Village>& places,
                  const HistoryRow& history)
{
    for (const auto& change : history.changes) {
        auto line = row.add("CHANGE");
        line.set("LABEL", context.t(label_of(change.field)));
        if (const auto before = shown_text(context, places, change.field, change.before); !before.empty())
            line.add("BEFORE").set("OLD", before);
        if (const auto after = shown_text(context, places, change.field, change.after); !after.empty())
            line.add("AFTER").set("NEW", after);
    }
}

Result<http::Response> show_history(Context& context)
{
    struct Read
    {
        Organisation organisation;
        std::vector<HistoryRow> history;
        std::vector<villages::Village> places;
    };

    auto loaded = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Read> {
        Read all{.organisation = TRY(editable(context, tx)), .history = {}, .places = {}};
        all.history =
            history_of(tx, context.network.id, all.organisation.id, viewer_of(context, all.organisation));
        all.places = villages::all_places(tx, context.network.id);
        // Old numbers of contact persons are contact data too.
        if (std::any_of(all.history.begin(), all.history.end(),
                        [](const HistoryRow& row) { return row.contact && !row.changes.empty(); }))
            record_history_view(tx, context, all.organisation.id);
        return all;
    });
    const auto read = TRY(std::move(loaded));
    html::Page page;
    page.set("NAME", read.organisation.entry.name);
    for (const auto& history : read.history) {
        auto row = page.add("ROW");
        row.set("WHEN", i18n::format_moment(context.region(), history.at))
            .set("WHO", history.actor_name.empty() ? context.t("ohne Anmeldung"_de) : history.actor_name)
            .set("ACTION", context.t(action_label(history.action)));
        show_changes(row, context, read.places, history);
        if (history.may_be_undone())
            row.add("UNDO").set("BUTTON",
                                web::draw_button(context,
                                                 {.action = edit_path(read.organisation.id) + "/verlauf",
                                                  .pattern = std::string(history_pattern),
                                                  .submit = context.t("Zurücknehmen"_de)},
                                                 {{"row", history.id}}));
    }
    return web::page(context,
                     {.title = context.t("Verlauf"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Vereine und Firmen"_de), std::string(desk_path)},
                                 {read.organisation.entry.name, edit_path(read.organisation.id)}},
                      .index = false},
                     context.render("organisation_history", page));
}

Result<http::Response> undo_to(Context& context)
{
    const auto done = write(context, [&](db::Tx& tx) -> Result<Done> {
        const auto found = editable(context, tx);
        if (!found)
            return found.error();
        return undo(tx, context.network.id, found->id, context.form.text("row"), viewer_of(context, *found),
                    author_of(context));
    });
    if (!done)
        return done.error();
    return web::redirect_with_notice(context, edit_path(OrganisationId{context.parameter("id")}) + "/verlauf",
                                     "Zurückgenommen."_de);
}

} // namespace

void add_history_pages(web::Site& site)
{
    site.get(std::string(history_pattern), web::Access::entry_editors(), show_history);
    site.post(std::string(history_pattern), web::Access::entry_editors(), undo_to);
}

} // namespace dorfnetz::organisations
