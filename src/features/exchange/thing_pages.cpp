#include "features/exchange/calendar.hpp"
#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "features/pictures/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/share.hpp"

// The page of a thing, to which its label leads too.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Context;

constexpr std::string_view thing_pattern = "/leihen/{slug}";

void add_fact(html::Page& page, const Context& context, German label, const std::string& text)
{
    if (!text.empty())
        page.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
}

void show_facts(html::Page& page, const Context& context, const Register& entries, const Thing& thing)
{
    const auto& draft = thing.draft;
    add_fact(page, context, "Größe"_de, draft.size);
    add_fact(page, context, "Wo?"_de, place_text(entries, thing));
    add_fact(page, context, "Zustand"_de, draft.condition);
    add_fact(page, context, "Pfand"_de,
             draft.deposit_cents == 0 ? context.t("keins"_de) : money_text(context, draft.deposit_cents));
    add_fact(page, context, "Kosten"_de, draft.costs);
    add_fact(page, context, "Wer kann es leihen?"_de, context.t(label_of(draft.borrowers)));
    add_fact(page, context, "Zeit zum Vorbereiten"_de, half_days_text(context, draft.around.before));
    add_fact(page, context, "Zeit zum Zurückbringen"_de, half_days_text(context, draft.around.after));
}

// Of those bookings that are this person's business.
void show_bookings(html::Page& page, const Context& context, db::Reader& reader, const Register& entries,
                   const Thing& thing)
{
    const bool is_owner = may_edit(context, entries, thing.draft.owner);
    std::optional<html::Values> list;
    const auto since = half_day_of(add_months(context.today(), -2), Half::morning);
    for (const auto& booking : bookings_of(reader, context.network.id, thing.id, since)) {
        if (booking.ended_at || !(is_owner || may_edit(context, entries, booking.borrower)))
            continue;
        if (!list)
            list = page.add("RUNNING");
        const auto* who = entries.entry(booking.borrower);
        list->add("BOOKING")
            .set("BOOKING_URL", context.url(booking_path(booking.id)))
            .set("WHEN", span_text(context.region(), booking.used))
            .set("WHO", who ? who->name : std::string())
            .set("COLOUR", colour_of(booking.status))
            .set("STATUS", context.t(label_of(booking.status)));
    }
}

void show_ways_to_ask(html::Page& page, const Context& context, const Register& entries, const Thing& thing)
{
    if (thing.status != ThingStatus::offered)
        return;
    for (const auto& own : own_organisations(context, entries))
        if (may_borrow(entries, thing, OrganisationId{own.value})) {
            page.add("ASK").set("ASK_URL", context.url(path_of(thing) + "/anfragen"));
            return;
        }
    if (context.actor.signed_in())
        return;
    const auto* owner = entries.entry(thing.draft.owner);
    page.add("ASK_OTHERWISE")
        .set("SIGN_IN_URL",
             context.url("/anmelden?weiter=" + http::percent_encode(path_of(thing) + "/anfragen")))
        .set("MESSAGE_URL", context.url(organisations::path_of(owner->kind, owner->slug) + "/nachricht"));
}

web::Shared shared_thing(const Context& context, const Register& entries, const Thing& thing)
{
    const auto* owner = entries.entry(thing.draft.owner);
    return {.title = thing.draft.title,
            .path = path_of(thing),
            .lead = owner ? context.t("Zu leihen von {1}"_de, {owner->name}) : std::string(),
            .more = {place_text(entries, thing)}};
}

http::Response thing_page(const Context& context, db::Reader& reader, const Register& entries,
                          const Thing& thing)
{
    const auto& draft = thing.draft;
    const auto* owner = entries.entry(draft.owner);
    std::vector<std::string> lead{place_text(entries, thing)};
    if (!draft.size.empty())
        lead.insert(lead.begin(), draft.size);
    html::Page page;
    page.set("TITLE", draft.title)
        .set("LEAD", join(lead, " · "))
        .set("KIND", context.t(label_of(draft.kind)))
        .set("OWNER", owner->name)
        .set("OWNER_URL", context.url(organisations::path_of(owner->kind, owner->slug)))
        .set("GALLERY", pictures::draw_gallery(
                            context, pictures::pictures_of(reader, context.network.id, picture_album(thing))))
        .set("CALENDAR",
             thing.status == ThingStatus::offered ? draw_calendar(context, reader, thing) : html::Safe())
        .set("LOCATION", villages::draw_location(context, entries.villages, {draft.village}))
        .set("LINEAGE", lineage::draw(context, reader, lineage_record(thing)))
        .set("SHARE", web::share_row(context, shared_thing(context, entries, thing)))
        .show_if(thing.status == ThingStatus::offered, "OFFERED")
        .show_if(thing.status == ThingStatus::withdrawn, "WITHDRAWN")
        .show_if(organisations::needs_example_tag(draft.is_example, draft.title), "EXAMPLE");
    if (!draft.description.empty())
        page.add("TEXT").set("BODY", html::markdown(draft.description));
    if (!draft.instructions.empty())
        page.add("INSTRUCTIONS").set("HOW", html::markdown(draft.instructions));
    show_facts(page, context, entries, thing);
    show_ways_to_ask(page, context, entries, thing);
    show_bookings(page, context, reader, entries, thing);
    if (may_edit(context, entries, draft.owner))
        page.add("EDIT")
            .set("EDIT_URL", context.url(thing_edit_path(thing.id)))
            .set("EDIT_ICON", web::icon("edit"))
            .set("LABEL_URL", context.url(thing_edit_path(thing.id) + "/etikett.pdf"))
            .set("PRINT_ICON", web::icon("print"));
    auto response = web::page(context,
                              {.title = draft.title,
                               .description = context.t("Zu leihen von {1}"_de, {owner->name}),
                               .crumbs = public_crumbs(context),
                               .index = thing.status == ThingStatus::offered},
                              context.render("exchange_thing", page));
    villages::allow_real_map(response, context.network);
    return response;
}

Result<Thing> visible_thing(const Context& context, db::Reader& reader)
{
    auto thing = thing_by_slug(reader, context.network.id, context.parameter("slug"));
    if (!thing || !may_see(context, *organisations::shared_register(context, reader), *thing))
        return Error{.kind = Err::missing};
    return *std::move(thing);
}

Result<http::Response> show_thing_page(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto thing = TRY(visible_thing(context, reader));
        return thing_page(context, reader, *organisations::shared_register(context, reader), thing);
    });
}

Result<http::Response> show_thing_poster(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto thing = TRY(visible_thing(context, reader));
        return web::poster_page(
            context, shared_thing(context, *organisations::shared_register(context, reader), thing),
            public_crumbs(context));
    });
}

std::vector<std::string> some_thing(db::Reader& reader, const web::Network& network, std::string_view end)
{
    const auto entries = organisations::load_register(reader, network.id);
    for (const auto& entry : entries.entries)
        for (const auto& thing : things_of(reader, network.id, entry.id))
            if (is_public(entries, thing))
                return {path_of(thing) + std::string(end)};
    return {};
}

} // namespace

void add_thing_pages(web::Site& site)
{
    const auto examples = [](std::string_view end) {
        return [end](db::Reader& reader, const web::Network& network) {
            return some_thing(reader, network, end);
        };
    };
    site.page(std::string(thing_pattern), show_thing_page, examples(""));
    site.page(std::string(thing_pattern) + std::string(web::poster_end), show_thing_poster,
              examples(web::poster_end));
}

} // namespace dorfnetz::exchange
