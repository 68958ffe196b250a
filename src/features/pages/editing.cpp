#include "features/pages/editing_form.hpp"
#include "features/pages/pages_service.hpp"
#include "features/pages/pages_store.hpp"
#include "features/pages/public_pages.hpp"
#include "features/pages/text.hpp"
#include "foundation/web/page.hpp"

#include <charconv>
#include <fmt/format.h>

namespace dorfnetz::pages {

namespace {

using web::Context;

constexpr std::uint64_t text_limit = 1024 * 1024; // bytes: two texts of 60,000 characters, encoded

std::int64_t number_in(const Context& context, std::string_view name)
{
    const auto text = context.form.text(name);
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// Pages and news are edited alike; only addresses and words differ.
struct Desk
{
    Kind kind = Kind::page;
    std::string base;    // "/redaktion/seiten"
    German heading;      // of the list
    German new_one = {}; // of the form for a new one
    Settings settings = {};

    std::string pattern() const { return base + "/{slug}"; }

    std::vector<web::Crumb> crumbs(const Context& context, bool inside) const
    {
        std::vector<web::Crumb> crumbs{{context.t("Schreibtisch"_de), "/redaktion"}};
        if (inside)
            crumbs.push_back({context.t(heading), base});
        return crumbs;
    }

    http::Response page(const Context& context, const std::string& title, const html::Safe& content,
                        int status = 200, bool inside = true) const
    {
        return web::page(context, {.title = title, .crumbs = crumbs(context, inside), .index = false},
                         content, status);
    }

    Result<http::Response> list(Context& context) const
    {
        const auto all = context.pool().read(
            [&](db::Reader& reader) { return newest_of_all(reader, context.network.id, kind); });
        html::Page values;
        values.set("HEADING", context.t(heading))
            .set("NEW_URL", context.url(base + "/neu"))
            .set("NEW_TEXT", context.t(new_one))
            .set("PLUS_ICON", web::icon("plus"));
        if (all.empty()) {
            values.show("NOTHING");
        } else {
            auto table = values.add("LIST");
            for (const auto& item : all)
                table.add("ITEM")
                    .set("EDIT_URL", context.url(base + '/' + item.draft.slug))
                    .set("TITLE", text_in(item.draft, context.language).text.title)
                    .set("ADDRESS", path_of(kind, item.draft.slug))
                    .set("STATE", state_text(context, item))
                    .set("WHEN", i18n::format_moment(context.region(), item.saved_at))
                    .show_if(item.is_published() && !item.has_newer_draft(), "SHOWN")
                    .show_if(!item.is_published() || item.has_newer_draft(), "DRAFT");
        }
        return page(context, context.t(heading), context.render("page_desk", values), 200, false);
    }

    http::Response new_form(const Context& context, const TypedDraft& typed, bool preview,
                            int status = 200) const
    {
        const auto content = context.pool().read([&](db::Reader& reader) {
            return draw_editing_form(context, reader,
                                     {.heading = context.t(new_one),
                                      .action = base + "/neu",
                                      .pattern = base + "/neu",
                                      .list = base,
                                      .preview = preview_of(context, reader, typed.draft, preview)},
                                     typed);
        });
        return page(context, context.t(new_one), content, status);
    }

    html::Safe preview_of(const Context& context, db::Reader& reader, const Draft& draft, bool wanted) const
    {
        if (!wanted)
            return {};
        const auto villages =
            settings.count_villages ? settings.count_villages(reader, context.network.id) : 0;
        return draw_preview(context, reader, draft, villages);
    }

    Result<http::Response> show_new(Context& context) const
    {
        TypedDraft empty{.draft = {.kind = kind}};
        if (kind == Kind::news)
            empty.draft.shown_on = context.today();
        return new_form(context, empty, false);
    }

    Result<http::Response> save_new(Context& context) const
    {
        auto typed = read_draft(context, {.kind = kind});
        const auto action = context.form.text("aktion");
        if (action == "vorschau") {
            typed.errors.clear();
            return new_form(context, typed, true);
        }
        if (!typed.errors.empty())
            return new_form(context, typed, false, web::status_of(Err::invalid));
        const auto created = context.pool().write(context.scope(), [&](db::Tx& tx) {
            return create(tx, context.network.id, typed.draft, saving_of(action), author_of(context));
        });
        if (!created) {
            typed.errors = created.error().fields;
            return new_form(context, typed, false, web::status_of(created.error().kind));
        }
        return saved(context, created->draft.slug, action);
    }

    static Saving saving_of(std::string_view action)
    {
        return action == "veroeffentlichen" ? Saving::and_publish : Saving::as_draft;
    }

    http::Response saved(const Context& context, const std::string& slug, std::string_view action) const
    {
        return web::redirect_with_notice(context, base + '/' + slug,
                                         saving_of(action) == Saving::and_publish
                                             ? "Gespeichert und öffentlich."_de
                                             : "Als Entwurf gespeichert. Noch sieht es niemand."_de);
    }

    std::optional<Page> stored(const Context& context) const
    {
        return context.pool().read([&](db::Reader& reader) {
            return newest_by_slug(reader, context.network.id, kind, context.parameter("slug"));
        });
    }

    http::Response form(const Context& context, const Page& known, const TypedDraft& typed, bool preview,
                        const Page* theirs = nullptr, int status = 200) const
    {
        const auto title = text_in(known.draft, context.language).text.title;
        const auto content = context.pool().read([&](db::Reader& reader) {
            return draw_editing_form(context, reader,
                                     {.heading = title,
                                      .action = base + '/' + known.draft.slug,
                                      .pattern = pattern(),
                                      .list = base,
                                      .stored = &known,
                                      .theirs = theirs,
                                      .preview = preview_of(context, reader, typed.draft, preview)},
                                     typed);
        });
        return page(context, title, content, status);
    }

    Result<http::Response> show(Context& context) const
    {
        const auto known = stored(context);
        if (!known)
            return Error{.kind = Err::missing};
        return form(context, *known, {.draft = known->draft, .version = known->version}, false);
    }

    Result<http::Response> save_known(Context& context) const
    {
        const auto known = stored(context);
        if (!known)
            return Error{.kind = Err::missing};
        auto typed = read_draft(context, known->draft);
        const auto action = context.form.text("aktion");
        if (action == "vorschau") {
            typed.errors.clear();
            return form(context, *known, typed, true);
        }
        if (!typed.errors.empty())
            return form(context, *known, typed, false, nullptr, web::status_of(Err::invalid));
        const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) {
            return save(tx, context.network.id, known->id, typed.version, typed.draft, saving_of(action),
                        author_of(context));
        });
        if (done)
            return saved(context, known->draft.slug, action);
        if (done.error().kind != Err::stale)
            return done.error();
        const auto theirs = stored(context);
        if (!theirs)
            return Error{.kind = Err::missing};
        return form(context, *theirs, typed, false, &*theirs, web::status_of(Err::stale));
    }

    Result<http::Response> history(Context& context) const
    {
        const auto known = stored(context);
        if (!known)
            return Error{.kind = Err::missing};
        const auto versions = context.pool().read(
            [&](db::Reader& reader) { return versions_of(reader, context.network.id, known->id); });
        html::Page values;
        values.set("TITLE", text_in(known->draft, context.language).text.title);
        for (const auto& version : versions)
            fill_version(values.add("ITEM"), context, *known, version);
        return page(context, context.t("Frühere Fassungen"_de), context.render("page_history", values));
    }

    void fill_version(html::Values row, const Context& context, const Page& newest, const Page& version) const
    {
        row.set("WHEN", i18n::format_moment(context.region(), version.saved_at))
            .set("NUMBER", version.version)
            .show_if(version.version == newest.published_version, "PUBLISHED")
            .show_if(version.version == newest.version, "NEWEST");
        if (!version.author.empty())
            row.add("BY").set("WHO", version.author);
        for (const auto& [language, text] : version.draft.texts)
            row.add("SIDE")
                .set("LANGUAGE_NAME", language_name(context, language))
                .set("CODE", i18n::code(language))
                .set("SIDE_TITLE", text.title)
                .set("MARKUP", html::markdown(text.body));
        if (version.version != newest.version)
            row.add("OLD").set(
                "RESTORE", web::draw_button(context,
                                            {.action = base + '/' + newest.draft.slug + "/wiederherstellen",
                                             .pattern = pattern() + "/wiederherstellen",
                                             .submit = context.t("Als neuen Entwurf zurückholen"_de)},
                                            {{"alt", std::to_string(version.version)},
                                             {"fassung", std::to_string(newest.version)}}));
    }

    Result<http::Response> bring_back(Context& context) const
    {
        const auto known = stored(context);
        if (!known)
            return Error{.kind = Err::missing};
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) {
            return restore(tx, context.network.id, known->id, number_in(context, "fassung"),
                           number_in(context, "alt"), author_of(context));
        }));
        return web::redirect_with_notice(
            context, base + '/' + known->draft.slug,
            "Zurückgeholt als Entwurf. Sieh ihn durch und veröffentliche ihn."_de);
    }

    Result<http::Response> hide(Context& context) const
    {
        const auto known = stored(context);
        if (!known)
            return Error{.kind = Err::missing};
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) {
            return withdraw(tx, context.network.id, known->id, context.now());
        }));
        return web::redirect_with_notice(context, base + '/' + known->draft.slug,
                                         "Verborgen. Noch ist alles da."_de);
    }

    Result<http::Response> drop(Context& context) const
    {
        const auto known = stored(context);
        if (!known)
            return Error{.kind = Err::missing};
        TRY(context.pool().write(context.scope(),
                                 [&](db::Tx& tx) { return remove(tx, context.network.id, known->id); }));
        return web::redirect_with_notice(context, base, "Gelöscht."_de);
    }
};

// What Markdown becomes, for the preview beside the form.
Result<http::Response> preview(Context& context)
{
    return http::text_response(200, html::markdown(context.form.text("text")).text(),
                               "text/html; charset=utf-8");
}

std::vector<std::string> edit_paths(db::Reader& reader, const web::Network& network, const Desk& desk,
                                    std::string_view more)
{
    std::vector<std::string> paths;
    for (const auto& page : newest_of_all(reader, network.id, desk.kind))
        paths.push_back(fmt::format("{}/{}{}", desk.base, page.draft.slug, more));
    return paths;
}

void register_desk(web::Site& site, const Desk& desk)
{
    const auto may = web::Access::coordinator();
    const auto at = [&desk](std::string_view more) { return desk.pattern() + std::string(more); };
    const auto examples = [desk](std::string more) {
        return [desk, more](db::Reader& reader, const web::Network& network) {
            return edit_paths(reader, network, desk, more);
        };
    };
    site.get(desk.base, may, [desk](Context& context) { return desk.list(context); });
    site.get(desk.base + "/neu", may, [desk](Context& context) { return desk.show_new(context); });
    site.post(
        desk.base + "/neu", may, [desk](Context& context) { return desk.save_new(context); }, text_limit);
    site.get(
        at(""), may, [desk](Context& context) { return desk.show(context); }, examples(""));
    site.post(
        at(""), may, [desk](Context& context) { return desk.save_known(context); }, text_limit);
    site.get(
        at("/verlauf"), may, [desk](Context& context) { return desk.history(context); },
        examples("/verlauf"));
    site.post(at("/wiederherstellen"), may, [desk](Context& context) { return desk.bring_back(context); });
    site.post(at("/verbergen"), may, [desk](Context& context) { return desk.hide(context); });
    site.post(at("/loeschen"), may, [desk](Context& context) { return desk.drop(context); });
}

} // namespace

void register_editing(web::Site& site, const Settings& settings)
{
    register_desk(site, {.kind = Kind::page,
                         .base = "/redaktion/seiten",
                         .heading = "Seiten"_de,
                         .new_one = "Neue Seite"_de,
                         .settings = settings});
    register_desk(site, {.kind = Kind::news,
                         .base = "/redaktion/neues",
                         .heading = "Neues"_de,
                         .new_one = "Neue Meldung"_de,
                         .settings = settings});
    site.post("/redaktion/vorschau", web::Access::coordinator(), preview, text_limit);
}

} // namespace dorfnetz::pages
