#include "features/exchange/asking.hpp"
#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/finding_things.hpp"
#include "features/exchange/thanks.hpp"
#include "features/pictures/api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

// What everybody sees first: what is lent, looked for and offered.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Context;

constexpr std::int64_t things_per_page = 24;
constexpr std::size_t times_shown = 4; // of a thing that is free only now and then
constexpr std::int64_t radii[] = {5, 10, 20, 50};
constexpr ThingKind thing_kinds_offered[] = {ThingKind::thing, ThingKind::room, ThingKind::transport};

// What the address asks for: the fields, and what the typed question says beside them.
struct BoardQuestion
{
    ThingSearch search = {};
    std::optional<Days> days = {};
    std::string hint = {}; // what could not be understood

    bool is_empty() const { return search.words.empty() && !search.kind && !days && !search.around; }
};

std::optional<Date> day_in(const Context& context, std::string_view name, BoardQuestion& question)
{
    const auto typed = context.query.text(name);
    if (typed.empty())
        return std::nullopt;
    if (auto day = web::day_from_typed(typed, context.today()))
        return *day;
    question.hint = context.t("Den Tag „{1}“ haben wir nicht verstanden. Schreib ihn so: 24.12."_de,
                              {std::string(truncate(typed, 40))});
    return std::nullopt;
}

void read_days(const Context& context, BoardQuestion& question)
{
    const auto first = day_in(context, "von", question);
    const auto last = day_in(context, "bis", question);
    if (first || last)
        question.days = Days{first.value_or(last.value_or(Date{})), std::max(last, first).value_or(Date{})};
    if (question.days && question.days->last < context.today()) {
        question.hint = context.t("Diese Tage sind schon vorbei. Wir zeigen alles."_de);
        question.days.reset();
    }
    if (question.days) {
        question.days->last = std::min(
            question.days->last, add_months(std::max(question.days->first, context.today()), months_ahead));
        question.search.when =
            whole_days(std::max(question.days->first, context.today()), question.days->last);
    }
}

void read_place(const Context& context, const Register& entries, const Asked& asked, BoardQuestion& question)
{
    auto& search = question.search;
    search.around = asked.village;
    for (const auto& village : entries.villages)
        if (village.slug == context.query.text("dorf"))
            search.around = village.id;
    search.radius_km = asked.radius_km;
    if (const auto km = web::FormValues().set("km", std::string(context.query.text("km"))).number("km"))
        search.radius_km = std::clamp<std::int64_t>(*km, 0, 500);
    // Who edits one village means that one.
    const auto own = context.actor.subjects(web::Role::lead_editor);
    if (search.radius_km.value_or(0) > 0 && !search.around) {
        if (own.size() == 1)
            search.around = VillageId{own.front()};
        else
            question.hint = context.t(
                "Von welchem Dorf aus? Schreib es dazu oder wähl es unter „Tage und Entfernung“."_de);
    }
    if (search.radius_km == 0)
        search.radius_km.reset();
}

BoardQuestion question_of(const Context& context, const Register& entries)
{
    BoardQuestion question;
    const auto asked = understand(context.query.text("q"), entries.villages, context.today());
    question.search.words = asked.words;
    question.search.kind = thing_kind_from_text(context.query.text("art"));
    read_days(context, question);
    if (!question.days && asked.days) {
        question.days = asked.days;
        question.search.when = whole_days(asked.days->first, asked.days->last);
    }
    read_place(context, entries, asked, question);
    return question;
}

// "„10 m Zelt“, Di., 1. Juni bis Mi., 30. Juni, höchstens 10 km von Aue"
std::string question_text(const Context& context, const Register& entries, const BoardQuestion& question)
{
    std::vector<std::string> parts;
    if (!question.search.words.empty())
        parts.push_back(context.t("„{1}“"_de, {question.search.words}));
    if (question.days)
        parts.push_back(days_text(context, *question.days));
    const auto* village = question.search.around ? entries.village(*question.search.around) : nullptr;
    if (village)
        parts.push_back(question.search.radius_km
                            ? context.t("höchstens {1} km von {2}"_de,
                                        {std::to_string(*question.search.radius_km), village->name})
                            : village->name);
    return join(parts, ", ");
}

void show_form(html::Values& page, const Context& context, const Register& entries,
               const BoardQuestion& question)
{
    page.set("BOARD_URL", context.url(board_path))
        .set("Q", context.query.text("q"))
        .set("FROM", context.query.text("von"))
        .set("UNTIL", context.query.text("bis"))
        .set("FILTER_ICON", web::icon("filter"));
    const auto& search = question.search;
    const auto chosen = (question.days ? 1 : 0) + (search.around ? 1 : 0) + (search.kind ? 1 : 0);
    page.set("CHOSEN_TEXT",
             chosen == 0 ? std::string() : context.t("{1} gewählt"_de, {std::to_string(chosen)}))
        .show_if(!question.hint.empty(), "OPEN");
    for (const auto& village : entries.villages)
        if (village.in_network)
            page.add("VILLAGE_OPTION")
                .set("VALUE", village.slug)
                .set("LABEL", village.name)
                .show_if(search.around == village.id, "CHOSEN");
    page.add("RADIUS_OPTION").set("VALUE", "0").set("LABEL", context.t("nur dort"_de));
    for (const auto km : radii)
        page.add("RADIUS_OPTION")
            .set("VALUE", km)
            .set("LABEL", context.t("{1} km"_de, {std::to_string(km)}))
            .show_if(search.radius_km == km, "CHOSEN");
    for (const auto kind : thing_kinds_offered)
        page.add("KIND_OPTION")
            .set("VALUE", to_text(kind))
            .set("LABEL", context.t(label_of(kind)))
            .show_if(search.kind == kind, "CHOSEN");
    if (!question.hint.empty())
        page.add("HINT").set("ICON", web::icon("warning")).set("HINT_TEXT", question.hint);
}

// When it is free, and how it looks in the list.
void show_availability(html::Values& row, const Context& context, const Thing& thing, const FoundThing& found,
                       const FoundRows& rows, const Span& when)
{
    if (found.is_free) {
        row.show("FREE");
        return;
    }
    const auto taken = rows.taken.find(thing.id);
    const auto times =
        usable(when, thing.draft.around, taken == rows.taken.end() ? std::set<HalfDay>{} : taken->second);
    row.show(times.empty() ? "TAKEN" : "PARTLY");
    if (times.empty())
        return;
    std::vector<std::string> texts;
    for (const auto& time : times)
        if (texts.size() < times_shown)
            texts.push_back(span_text(context.region(), time));
    row.add("TIMES").set(
        "TIMES_TEXT",
        context.t(times.size() > times_shown ? "Frei: {1} …"_de : "Frei: {1}"_de, {join(texts, "; ")}));
}

void show_thing(html::Values& page, const Context& context, const Register& entries, const FoundThing& found,
                const FoundRows& rows, const std::optional<Span>& when)
{
    const auto known = rows.things.find(found.id);
    if (known == rows.things.end())
        return;
    const auto& thing = known->second;
    auto row = page.add("THING");
    const auto* owner = entries.entry(thing.draft.owner);
    const auto* village = entries.village(thing.draft.village);
    std::vector<std::string> about;
    if (!thing.draft.size.empty())
        about.push_back(thing.draft.size);
    if (owner)
        about.push_back(owner->name);
    row.set("TITLE", thing.draft.title)
        .set("THING_URL", context.url(path_of(thing)))
        .set("ABOUT", join(about, " · "))
        .set("VILLAGE", village ? village->name : std::string())
        .show_if(organisations::needs_example_tag(thing.draft.is_example, thing.draft.title), "EXAMPLE");
    if (found.km && *found.km > 0)
        row.add("DISTANCE")
            .set("DISTANCE_TEXT",
                 context.t("{1} km entfernt"_de, {i18n::format_number(context.language, *found.km, 1)}));
    if (thing.draft.kind != ThingKind::thing)
        row.add("KIND").set("KIND_TEXT", context.t(label_of(thing.draft.kind)));
    if (when)
        show_availability(row, context, thing, found, rows, *when);
    const auto picture = rows.pictures.find(picture_album(thing));
    row.show_if(picture != rows.pictures.end(), "WITH_PICTURE");
    if (picture != rows.pictures.end())
        row.add("PICTURE").set("PICTURE_URL", pictures::picture_url(picture->second, 400));
}

void show_things(html::Values& page, const Context& context, db::Reader& reader, const Register& entries)
{
    auto part = page.add("THINGS");
    const auto question = question_of(context, entries);
    show_form(part, context, entries, question);
    const auto paging = web::paging(context, things_per_page);
    auto search = question.search;
    search.wanted = static_cast<std::size_t>(paging.offset() + paging.per_page);
    const auto found = find_things(reader, context.network.id, entries, search);
    const auto total = std::ssize(found);
    part.set("COUNT_TEXT",
             i18n::translate_count(context.language, "ein Eintrag"_de, "{1} Einträge"_de, total))
        .set("PAGES", web::paging_links(context, paging, total))
        .show_if(total == 0, "NOTHING")
        .show_if(!question.is_empty(), "FILTERED");
    if (const auto text = question_text(context, entries, question); !text.empty())
        part.add("ASKED").set("ASKED_TEXT", text);
    const auto first = std::min(total, paging.offset());
    const auto shown = std::span(found).subspan(
        static_cast<std::size_t>(first), static_cast<std::size_t>(std::min(total - first, paging.per_page)));
    const auto rows = rows_of(reader, context.network.id, shown, question.search.when);
    for (const auto& each : shown)
        show_thing(part, context, entries, each, rows, question.search.when);
}

void show_posts(html::Values& page, const Context& context, const Register& entries,
                const std::vector<Post>& posts, PostKind kind)
{
    auto part = page.add("POSTS");
    const bool is_need = kind == PostKind::need;
    part.set("LIST_HEADING", context.t(is_need ? "Gesuche"_de : "Angebote"_de));
    bool any = false;
    for (const auto& post : posts) {
        if (post.draft.kind != kind)
            continue;
        any = true;
        auto slip = part.add("POST");
        const auto* village = entries.village(post.draft.village);
        slip.set("TITLE", post.draft.title)
            .set("POST_URL", context.url(path_of(post)))
            .set("COLOUR", is_need ? "lake" : "pine")
            .set("WHO", entries.entry(post.draft.organisation)->name)
            .set("CATEGORY", context.t(label_of(post.draft.category)))
            .set("VILLAGE", village ? village->name : std::string())
            .set("ACTION", answer_label(context, post))
            .show_if(organisations::needs_example_tag(post.draft.is_example, post.draft.title), "EXAMPLE");
        if (post.draft.days)
            slip.add("WHEN").set("WHEN_TEXT", days_text(context, *post.draft.days));
    }
    if (!any)
        part.add("NOTHING").set("NOTHING_TEXT", context.t(is_need ? "Gerade sucht niemand etwas."_de
                                                                  : "Gerade steht hier nichts."_de));
}

void show_ways(html::Page& page, const Context& context, const std::vector<Post>& posts,
               std::string_view view)
{
    const auto count = [&](PostKind kind) {
        return std::to_string(
            std::ranges::count(posts, kind, [](const Post& post) { return post.draft.kind; }));
    };
    const std::string path(board_path);
    page.set("SEARCH_ICON", web::icon("search"))
        .set("THINGS_URL", context.url(path))
        .set("NEEDS_URL", context.url(path + "?ansicht=gesuche"))
        .set("OFFERS_URL", context.url(path + "?ansicht=angebote"))
        .set("NEEDS_TEXT", context.t("Gesuche ({1})"_de, {count(PostKind::need)}))
        .set("OFFERS_TEXT", context.t("Angebote ({1})"_de, {count(PostKind::offer)}))
        .show_if(view == "gesuche", "IS_NEEDS")
        .show_if(view == "angebote", "IS_OFFERS")
        .show_if(view.empty(), "IS_THINGS");
    if (web::Access::entry_editors().allows(context.actor)) {
        const std::string desk(desk_path);
        page.add("EDITOR")
            .set("NEED_URL", context.url(desk + "/gesuche/neu"))
            .set("OFFER_URL", context.url(desk + "/gesuche/neu?art=offer"))
            .set("THING_URL", context.url(desk + "/sachen/neu"));
    } else if (!context.actor.signed_in()) {
        page.add("VISITOR").set("SIGN_IN_URL", context.url("/anmelden?weiter=" + http::percent_encode(path)));
    }
}

Result<http::Response> show_board(Context& context)
{
    auto view = std::string(context.query.text("ansicht"));
    if (view != "gesuche" && view != "angebote")
        view.clear();
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        const auto entries = organisations::shared_register(context, reader);
        auto posts = open_posts(reader, context.network.id, context.today());
        std::erase_if(posts, [&](const Post& post) { return !is_public(*entries, context, post); });
        show_ways(page, context, posts, view);
        if (view.empty())
            show_things(page, context, reader, *entries);
        else
            show_posts(page, context, *entries, posts, view == "gesuche" ? PostKind::need : PostKind::offer);
        page.set("THANKS", draw_thanks(context, reader));
    });
    return web::page(
        context,
        {.title = context.t("Leihen und helfen"_de),
         .description = context.t("Was sich Vereine und Dörfer leihen und womit sie einander helfen."_de),
         .crumbs = {{context.t("Start"_de), "/"}},
         .index = context.request.query.empty()},
        context.render("exchange_board", page));
}

} // namespace

void add_board_page(web::Site& site)
{
    site.page(std::string(board_path), show_board);
}

} // namespace dorfnetz::exchange
