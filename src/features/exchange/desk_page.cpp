#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"

#include <algorithm>
#include <set>

// The desk: what waits for oneself, what is lent and borrowed, and what is one's own.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Context;

constexpr std::chrono::days ended_shown{60};

struct Desk
{
    std::shared_ptr<const Register> entries;
    std::vector<web::Choice> own = {};
    std::set<std::string> own_ids = {};
    std::vector<Booking> bookings = {};

    bool is_own(const OrganisationId& id) const { return own_ids.contains(id.text()); }
};

Desk desk_of(const Context& context, db::Reader& reader)
{
    Desk desk{.entries = organisations::shared_register(context, reader)};
    desk.own = own_organisations(context, *desk.entries);
    for (const auto& choice : desk.own)
        desk.own_ids.insert(choice.value);
    desk.bookings = store::bookings_since(reader, context.network.id, context.now() - ended_shown);
    std::erase_if(desk.bookings, [&](const Booking& booking) {
        return !desk.is_own(booking.owner) && !desk.is_own(booking.borrower);
    });
    return desk;
}

std::string name_in(const Register& entries, const OrganisationId& id)
{
    const auto* entry = entries.entry(id);
    return entry ? entry->name : std::string();
}

// Those bookings of which it is true; nothing if there are none. Says the other side of each.
template <class F>
bool show_block(html::Page& page, const Context& context, db::Reader& reader, const Desk& desk,
                German heading, bool shows_borrower, F&& belongs, std::string_view section = "BLOCK")
{
    std::optional<html::Values> block;
    const auto now = half_day_at(context.region(), context.now());
    for (const auto& booking : desk.bookings) {
        if (!belongs(booking))
            continue;
        if (!block) {
            block = page.add(section);
            block->set("BLOCK_HEADING", context.t(heading))
                .set("WHO_HEADING", context.t(shows_borrower ? "Wer leiht?"_de : "Von wem?"_de));
        }
        const auto thing = thing_by_id(reader, context.network.id, booking.thing);
        block->add("BOOKING")
            .set("TITLE", thing ? thing->draft.title : std::string())
            .set("BOOKING_URL", context.url(booking_path(booking.id)))
            .set("WHEN", span_text(context.region(), booking.used))
            .set("WHO", name_in(*desk.entries, shows_borrower ? booking.borrower : booking.owner))
            .set("COLOUR", colour_of(booking.status))
            .set("STATUS", context.t(label_of(booking.status)))
            .show_if(booking.status == BookingStatus::handed_over && booking.used.last < now, "LATE");
    }
    return block.has_value();
}

// Promised, and nobody has said what became of it. Own use ends by itself.
bool is_left_open(const Context& context, const Booking& booking)
{
    return booking.status == BookingStatus::agreed && booking.borrower != booking.owner &&
           is_past(context, booking);
}

bool show_bookings(html::Page& page, const Context& context, db::Reader& reader, const Desk& desk)
{
    bool any = show_block(page, context, reader, desk, "Wartet auf eure Zusage"_de, true,
                          [&](const Booking& booking) {
                              return booking.status == BookingStatus::requested &&
                                     desk.is_own(booking.owner) && !is_past(context, booking);
                          });
    any |= show_block(page, context, reader, desk, "Ist es zurück?"_de, true, [&](const Booking& booking) {
        return desk.is_own(booking.owner) && is_left_open(context, booking);
    });
    any |= show_block(page, context, reader, desk, "Ihr verleiht"_de, true, [&](const Booking& booking) {
        return booking.holds() && desk.is_own(booking.owner) && !is_left_open(context, booking);
    });
    any |= show_block(page, context, reader, desk, "Ihr leiht"_de, false, [&](const Booking& booking) {
        return !booking.ended_at && desk.is_own(booking.borrower) && !desk.is_own(booking.owner);
    });
    return any;
}

bool show_answers(html::Page& page, const Context& context, db::Reader& reader, const Desk& desk)
{
    std::optional<html::Values> list;
    for (const auto& answer : store::open_answers(reader, context.network.id)) {
        if (!desk.is_own(answer.organisation))
            continue;
        const auto post = post_by_id(reader, context.network.id, answer.post);
        // Who coordinates sees both sides; the answer stands on the page of the post then.
        if (!post || desk.is_own(post->draft.organisation))
            continue;
        if (!list)
            list = page.add("ANSWERS");
        list->add("ANSWER")
            .set("TITLE", post->draft.title)
            .set("POST_URL", context.url(path_of(*post)))
            .set("WORDS", answer.words)
            .set("BUTTON",
                 web::draw_button(context,
                                  {.action = std::string(desk_path) + "/antworten/" + answer.id.text(),
                                   .pattern = std::string(answer_pattern),
                                   .submit = context.t("Zurückziehen"_de),
                                   .plain = true},
                                  {{"schritt", "zurueckziehen"}}));
    }
    return list.has_value();
}

bool show_posts(html::Page& page, const Context& context, db::Reader& reader, const Desk& desk)
{
    std::optional<html::Values> list;
    for (const auto& organisation : desk.own)
        for (const auto& post : posts_of(reader, context.network.id, OrganisationId{organisation.value})) {
            if (post.status != PostStatus::open && post.updated_at < context.now() - ended_shown)
                continue;
            if (!list)
                list = page.add("POSTS");
            const auto closed = closed_text(context, post);
            const bool is_need = post.draft.kind == PostKind::need;
            list->add("POST")
                .set("TITLE", post.draft.title)
                .set("POST_URL", context.url(post_edit_path(post.id)))
                .set("WHO", organisation.label)
                .set("ANSWER_COUNT", std::ssize(answers_to(reader, context.network.id, post.id)))
                .set("COLOUR", closed.empty() ? "pine" : "amber")
                .set("STATUS",
                     !closed.empty() ? closed : context.t(is_need ? "wird gesucht"_de : "wird angeboten"_de));
        }
    return list.has_value();
}

bool show_things(html::Page& page, const Context& context, db::Reader& reader, const Desk& desk)
{
    std::optional<html::Values> list;
    for (const auto& organisation : desk.own)
        for (const auto& thing : things_of(reader, context.network.id, OrganisationId{organisation.value})) {
            if (!list) {
                list = page.add("THINGS");
                list->set("LABELS_URL", context.url(std::string(desk_path) + "/etiketten.pdf"))
                    .set("PRINT_ICON", web::icon("print"));
            }
            list->add("THING")
                .set("TITLE", thing.draft.title)
                .set("THING_URL", context.url(thing_edit_path(thing.id)))
                .set("WHO", organisation.label)
                .show_if(thing.status == ThingStatus::offered, "OFFERED")
                .show_if(thing.status == ThingStatus::withdrawn, "WITHDRAWN");
        }
    return list.has_value();
}

Result<http::Response> show_desk(Context& context)
{
    html::Page page;
    const std::string path(desk_path);
    page.set("NEED_URL", context.url(path + "/gesuche/neu"))
        .set("OFFER_URL", context.url(path + "/gesuche/neu?art=offer"))
        .set("THING_URL", context.url(path + "/sachen/neu"))
        .set("BOARD_URL", context.url(board_path));
    context.pool().read([&](db::Reader& reader) {
        const auto desk = desk_of(context, reader);
        bool any = show_bookings(page, context, reader, desk);
        any |= show_answers(page, context, reader, desk);
        any |= show_posts(page, context, reader, desk);
        any |= show_things(page, context, reader, desk);
        const auto is_over = [](const Booking& booking) { return booking.ended_at.has_value(); };
        any |= show_block(page, context, reader, desk, "Was vorbei ist"_de, true, is_over, "PAST");
        page.show_if(!any, "NOTHING");
    });
    return web::page(context,
                     {.title = context.t("Leihen und helfen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("exchange_desk", page));
}

// What waits for an organisation's yes, what should be back, and what nobody has said anything about.
std::vector<web::Waiting> waiting(const Context& context, db::Reader& reader)
{
    if (!web::Access::entry_editors().allows(context.actor))
        return {};
    const auto entries = organisations::shared_register(context, reader);
    const auto now = half_day_at(context.region(), context.now());
    web::Waiting requests{.link = context.t("Ansehen"_de), .path = std::string(desk_path)};
    web::Waiting overdue{
        .state = web::Waiting::State::late, .link = context.t("Ansehen"_de), .path = std::string(desk_path)};
    web::Waiting open{.link = context.t("Sagen, wie es ausging"_de), .path = std::string(desk_path)};
    web::Waiting answers{.link = context.t("Ansehen"_de), .path = std::string(desk_path)};
    const auto count = [](web::Waiting& what, std::optional<Timestamp> since) {
        ++what.count;
        if (since)
            what.oldest = std::min(what.oldest.value_or(*since), *since);
    };
    for (const auto& booking : store::live_bookings(reader, context.network.id)) {
        if (!may_edit(context, *entries, booking.owner))
            continue;
        if (booking.status == BookingStatus::requested && !is_past(context, booking)) {
            count(requests, booking.requested_at);
        } else if (is_left_open(context, booking)) {
            open.path = open.count == 0 ? booking_path(booking.id) : std::string(desk_path);
            count(open, {});
        } else if (booking.status == BookingStatus::handed_over && booking.used.last < now) {
            count(overdue, {});
        }
    }
    for (const auto& answer : store::open_answers(reader, context.network.id))
        if (const auto post = post_by_id(reader, context.network.id, answer.post);
            post && post->status == PostStatus::open &&
            may_edit(context, *entries, post->draft.organisation)) {
            answers.path = answers.count == 0 ? post_edit_path(post->id) : std::string(desk_path);
            count(answers, answer.created_at);
        }
    const auto counted = [&](German one, German many, const web::Waiting& what) {
        return i18n::translate_count(context.language, one, many, what.count);
    };
    std::vector<web::Waiting> all;
    if (requests.count > 0) {
        requests.heading = counted("Anfrage zum Leihen"_de, "Anfragen zum Leihen"_de, requests);
        requests.text = context.t("Sagt zu oder ab."_de);
        all.push_back(std::move(requests));
    }
    if (overdue.count > 0) {
        overdue.heading = counted("Noch nicht zurück"_de, "Noch nicht zurück"_de, overdue);
        overdue.text = context.t("Fragt nach, oder tragt ein, dass es wieder da ist."_de);
        all.push_back(std::move(overdue));
    }
    if (open.count > 0) {
        open.heading = counted("Ist es zurück?"_de, "Ist es zurück?"_de, open);
        open.text = context.t("Die Zeit ist um, und es steht noch als zugesagt da."_de);
        all.push_back(std::move(open));
    }
    if (answers.count > 0) {
        answers.heading = counted("Antwort auf euer Gesuch"_de, "Antworten auf eure Gesuche"_de, answers);
        answers.text = context.t("Schaut, ob es passt."_de);
        all.push_back(std::move(answers));
    }
    return all;
}

} // namespace

void add_desk_page(web::Site& site)
{
    site.get(std::string(desk_path), web::Access::entry_editors(), show_desk);
    site.add(web::DeskItems{.order = 45, .waiting = waiting});
}

} // namespace dorfnetz::exchange
