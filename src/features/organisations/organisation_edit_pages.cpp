#include "features/organisations/organisation_pages.hpp"
#include "features/organisations/organisation_values.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/sent_back.hpp"

namespace dorfnetz::organisations {

namespace {

using web::Context;
using web::Field;
using web::FormValues;

constexpr std::string_view new_path = "/redaktion/organisationen/neu";
constexpr std::string_view edit_pattern = "/redaktion/organisationen/{id}";
constexpr std::string_view status_pattern = "/redaktion/organisationen/{id}/stand";

std::vector<web::Crumb> crumbs_of(const Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Vereine und Firmen"_de), std::string(desk_path)}};
}

// ---- A new entry ----

// Whoever makes an entry may edit it afterwards.
accounts::Viewer viewer_of_new(const Context& context)
{
    std::vector<VillageId> own;
    for (auto& village : accounts::villages_for(context.actor, accounts::Right::edit_organisation))
        own.emplace_back(std::move(village));
    return viewer_of(context.actor, {}, own);
}

Field anyway_field(const Context& context)
{
    return {.name = "anyway",
            .label = context.t("Das ist jemand anderes. Trotzdem anlegen."_de),
            .input = web::Input::yes};
}

html::Safe duplicate_list(const Context& context, const Register& entries,
                          const std::vector<Duplicate>& duplicates)
{
    html::Page values;
    values.set("ICON", web::icon("warning"));
    for (const auto& duplicate : duplicates)
        for (const auto& entry : entries.entries)
            if (entry.id == duplicate.id) {
                auto row = values.add("ENTRY");
                row.set("STATUS", context.t(status_label(entry.status)));
                if (may_edit(context.actor, entry.id, entry.villages))
                    row.add("LINK")
                        .set("ENTRY_URL", context.url(edit_path(entry.id)))
                        .set("NAME", entry.name);
                else
                    row.add("PLAIN").set("NAME", entry.name);
            }
    return context.render("organisation_duplicates", values);
}

struct NewForm
{
    FormValues values = {};
    std::vector<FieldError> errors = {};
    std::vector<Duplicate> duplicates = {};
};

http::Response new_page(const Context& context, const NewForm& form, int status = 200)
{
    const auto places = context.pool().read(
        [&](db::Reader& reader) { return villages::all_places(reader, context.network.id); });
    auto fields = entry_fields(context, places, {}, viewer_of_new(context));
    html::Safe content;
    if (!form.duplicates.empty()) {
        content +=
            duplicate_list(context, *shared_register(context.pool(), context.network.id), form.duplicates);
        fields.push_back(anyway_field(context));
    }
    content += web::draw_form(context,
                              {.action = std::string(new_path),
                               .submit = context.t("Eintrag anlegen"_de),
                               .cancel = std::string(desk_path),
                               .keeps_draft = true},
                              fields, form.values, form.errors);
    html::Page values;
    values.set("HEADING", context.t("Neuer Eintrag"_de)).set("CONTENT", content);
    return web::page(context,
                     {.title = context.t("Neuer Eintrag"_de), .crumbs = crumbs_of(context), .index = false},
                     context.render("organisation_form_page", values), status);
}

Result<OrganisationId> create_from_form(const Context& context, const OrganisationDraft& draft)
{
    if (!may_edit(context.actor, {}, draft.villages))
        return Error{.kind = Err::invalid,
                     .fields = {{"villages", "Wähl mindestens das Dorf, für das du schreibst."_de}}};
    return write(context, [&](db::Tx& tx) {
        return create(tx, context.network.id,
                      {.entry = draft, .status = Status::confirmed, .last_confirmed_on = context.today()},
                      author_of(context));
    });
}

FormValues new_values()
{
    const OrganisationDraft empty;
    return FormValues()
        .set("kind", std::string(to_text(empty.kind)))
        .set("phone_audience", std::string(to_text(empty.phone.audience())))
        .set("email_audience", std::string(to_text(empty.email.audience())));
}

Result<http::Response> show_new(Context& context)
{
    return new_page(context, {.values = new_values()});
}

Result<http::Response> post_new(Context& context)
{
    const auto places = context.pool().read(
        [&](db::Reader& reader) { return villages::all_places(reader, context.network.id); });
    auto fields = entry_fields(context, places, {}, viewer_of_new(context));
    fields.push_back(anyway_field(context));
    auto sent = web::read_form(context, fields);
    if (!sent.ok())
        return new_page(context, {.values = sent.values, .errors = sent.errors}, 422);
    const auto draft = entry_from(sent.values, {}, viewer_of_new(context));
    if (!sent.values.has("anyway")) {
        const auto known = shared_register(context.pool(), context.network.id);
        if (auto duplicates = DuplicateFinder(*known).find(draft); !duplicates.empty())
            return new_page(context,
                            {.values = sent.values,
                             .errors = {{"anyway", "Schau nach, ob es den Eintrag schon gibt."_de}},
                             .duplicates = std::move(duplicates)},
                            409);
    }
    auto created = create_from_form(context, draft);
    if (created)
        return web::redirect_with_notice(context, edit_path(*created),
                                         "Angelegt. Prüf den Eintrag und veröffentliche ihn dann."_de);
    if (created.error().kind != Err::invalid)
        return created.error();
    return new_page(context, {.values = sent.values, .errors = created.error().fields}, 422);
}

// ---- An entry that is there ----

struct EditForm
{
    FormValues values = {};
    std::vector<FieldError> errors = {};
    std::optional<Error> refused = {};
};

void show_contacts(html::Page& page, const Context& context, const Organisation& organisation,
                   const std::vector<Contact>& contacts)
{
    for (const auto& contact : contacts) {
        auto row = page.add("CONTACT");
        row.set("NAME", contact.data.name)
            .set("DUTY", contact.data.duty)
            .set("CONTACT_URL",
                 context.url(edit_path(organisation.id) + "/ansprechpersonen/" + contact.id.text()))
            .show_if(contact.data.is_responsible, "RESPONSIBLE")
            .show_if(contact.is_public(), "OPEN")
            .show_if(!contact.is_public(), "INTERNAL");
    }
    page.set("NEW_CONTACT_URL", context.url(edit_path(organisation.id) + "/ansprechpersonen/neu"));
}

html::Safe status_button(const Context& context, const Organisation& organisation, German label,
                         std::string_view action)
{
    return web::draw_button(context,
                            {.action = edit_path(organisation.id) + "/stand",
                             .pattern = std::string(status_pattern),
                             .submit = context.t(label),
                             .danger = action == "archive"},
                            {{"action", std::string(action)}});
}

html::Safe status_buttons(const Context& context, const Organisation& organisation)
{
    // Whether an entry is shown is for others to say than for its own editors.
    if (!web::Access::editors().allows(context.actor))
        return {};
    html::Safe buttons = status_button(context, organisation, "Alles stimmt noch"_de, "confirm");
    if (organisation.status != Status::published)
        buttons += status_button(context, organisation, "Veröffentlichen"_de, "publish");
    if (organisation.status != Status::archived)
        buttons += status_button(context, organisation, "Ins Archiv"_de, "archive");
    return buttons;
}

// What somebody else saved while this form was open, beside what was typed here.
void show_meanwhile(html::Page& page, const Context& context, const std::vector<villages::Village>& places,
                    const Organisation& now, const OrganisationDraft& typed)
{
    auto block = page.add("MEANWHILE");
    block.set("ICON", web::icon("warning"));
    const auto viewer = viewer_of(context, now);
    const auto stored = texts_of(now.entry, viewer);
    const auto mine = texts_of(tidied(typed), viewer);
    for (std::size_t i = 0; i < stored.size(); ++i)
        if (stored[i].second != mine[i].second)
            block.add("DIFFERENCE")
                .set("LABEL", context.t(label_of(stored[i].first)))
                .set("STORED", shown_text(context, places, stored[i].first, stored[i].second));
}

http::Response edit_page(const Context& context, const Organisation& organisation, EditForm form)
{
    const auto viewer = viewer_of(context, organisation);
    const auto [places, contacts] = context.pool().read([&](db::Reader& reader) {
        return std::pair(villages::all_places(reader, context.network.id),
                         contacts_of(reader, context.network.id, organisation.id, viewer));
    });
    html::Page page;
    page.set("NAME", organisation.entry.name)
        .set("STATUS", context.t(status_label(organisation.status)))
        .set("BUTTONS", status_buttons(context, organisation))
        .set("LOGO_URL", context.url(edit_path(organisation.id) + "/logo"))
        .set("PICTURES_URL", context.url(edit_path(organisation.id) + "/bilder"))
        .set("HISTORY_URL", context.url(edit_path(organisation.id) + "/verlauf"));
    if (const auto stale = stale_text(context.language, organisation.last_confirmed_on, context.today());
        !stale.empty())
        page.add("STALE_TAG").set("STALE", stale);
    if (organisation.is_public())
        page.add("PUBLIC").set("PUBLIC_URL",
                               context.url(path_of(organisation.entry.kind, organisation.slug)));
    const int status = web::form_status(form.errors, form.refused);
    web::show_refused(page, context, form.refused);
    if (form.refused && form.refused->kind == Err::stale)
        show_meanwhile(page, context, places, organisation,
                       entry_from(form.values, organisation.entry, viewer));
    form.values.set("version", std::to_string(organisation.version));
    auto fields = entry_fields(context, places, organisation.entry, viewer);
    fields.push_back({.name = "version", .label = "", .input = web::Input::hidden});
    page.set("FORM", web::draw_form(context,
                                    {.action = edit_path(organisation.id),
                                     .pattern = std::string(edit_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = std::string(desk_path)},
                                    fields, form.values, form.errors));
    show_contacts(page, context, organisation, contacts);
    return web::page(context,
                     {.title = organisation.entry.name, .crumbs = crumbs_of(context), .index = false},
                     context.render("organisation_edit", page), status);
}

Result<http::Response> show_edit(Context& context)
{
    const auto organisation =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    return edit_page(context, organisation,
                     {.values = entry_values(organisation.entry, viewer_of(context, organisation))});
}

Result<http::Response> post_edit(Context& context)
{
    const auto [found, places] = context.pool().read([&](db::Reader& reader) {
        return std::pair(editable(context, reader), villages::all_places(reader, context.network.id));
    });
    if (!found)
        return found.error();
    const auto viewer = viewer_of(context, *found);
    const auto sent = web::read_form(context, entry_fields(context, places, found->entry, viewer));
    if (!sent.ok())
        return edit_page(context, *found, {.values = sent.values, .errors = sent.errors});
    const auto version = web::sent_version(context);
    const auto draft = entry_from(sent.values, found->entry, viewer);
    const auto saved = write(context, [&](db::Tx& tx) -> Result<Done> {
        // Somebody may have taken the village away since the page was read.
        if (const auto still = editable(context, tx); !still)
            return still.error();
        return update(tx, context.network.id, found->id, version, draft, author_of(context));
    });
    if (saved)
        return web::redirect_with_notice(context, edit_path(found->id), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    const auto now = TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    EditForm form{.values = sent.values, .errors = saved.error().fields};
    if (saved.error().kind != Err::invalid)
        form.refused = saved.error();
    return edit_page(context, now, std::move(form));
}

Result<http::Response> post_status(Context& context)
{
    const auto action = context.form.text("action");
    auto act = action == "confirm"   ? &confirm
               : action == "publish" ? &publish
               : action == "archive" ? &archive
                                     : nullptr;
    if (!act)
        return Error{.kind = Err::invalid};
    const OrganisationId id{context.parameter("id")};
    const auto saved = write(context, [&](db::Tx& tx) -> Result<Done> {
        if (const auto found = editable(context, tx); !found)
            return found.error();
        return act(tx, context.network.id, id, author_of(context));
    });
    if (!saved)
        return saved.error();
    if (act == &archive)
        return web::redirect_with_notice(
            context, edit_path(id) + "/verlauf",
            "Der Eintrag ist jetzt im Archiv. Hier kannst du es zurücknehmen."_de);
    return web::redirect_with_notice(context, edit_path(id),
                                     act == &publish
                                         ? "Der Eintrag ist jetzt öffentlich."_de
                                         : "Der Eintrag gilt als bestätigt, mit dem Datum von heute."_de);
}

} // namespace

void add_edit_pages(web::Site& site)
{
    site.get(std::string(new_path), web::Access::editors(), show_new);
    site.post(std::string(new_path), web::Access::editors(), post_new);
    site.get(std::string(edit_pattern), web::Access::entry_editors(), show_edit,
             [](db::Reader& reader, const web::Network& network) {
                 std::vector<std::string> paths;
                 for (const auto& entry : load_register(reader, network.id).entries)
                     if (paths.empty())
                         paths.push_back(edit_path(entry.id));
                 return paths;
             });
    site.post(std::string(edit_pattern), web::Access::entry_editors(), post_edit);
    site.post(std::string(status_pattern), web::Access::editors(), post_status);
}

} // namespace dorfnetz::organisations
