#include "features/exchange/calendar.hpp"
#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"

#include <algorithm>

// Asking for a thing.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Context;
using web::Field;
using web::FormValues;

constexpr std::string_view ask_pattern = "/leihen/{slug}/anfragen";

struct Askable
{
    Thing thing;
    std::vector<web::Choice> borrowers; // own organisations that may borrow it
    std::shared_ptr<const Register> entries;
};

Result<Askable> askable(const Context& context, db::Reader& reader)
{
    auto thing = thing_by_slug(reader, context.network.id, context.parameter("slug"));
    auto entries = organisations::shared_register(context, reader);
    if (!thing || !is_public(*entries, *thing))
        return Error{.kind = Err::missing};
    auto own = own_organisations(context, *entries);
    std::erase_if(own, [&](const web::Choice& choice) {
        return !may_borrow(*entries, *thing, OrganisationId{choice.value});
    });
    if (own.empty())
        return Error{.kind = Err::missing};
    return Askable{.thing = *std::move(thing), .borrowers = std::move(own), .entries = std::move(entries)};
}

std::vector<Field> ask_fields(const Context& context, const Askable& found)
{
    std::vector<Field> fields;
    if (found.borrowers.size() > 1)
        fields.push_back({.name = "verein",
                          .label = context.t("Für wen leihst du?"_de),
                          .input = web::Input::one_of,
                          .required = true,
                          .choices = found.borrowers});
    for (auto& field : span_fields(context))
        fields.push_back(std::move(field));
    fields.push_back(
        {.name = "text",
         .label = context.t("Wozu braucht ihr es?"_de),
         .input = web::Input::long_text,
         .help =
             context.t("Kurz, und ohne Namen und Nummern: Wie ihr euch erreicht, steht auf euren Seiten."_de),
         .longest = 1000});
    return fields;
}

http::Response ask_page(const Context& context, const Askable& found, const SentBack& form)
{
    html::Page page;
    page.set("HEADING", context.t("Anfragen"_de))
        .set("LEAD", found.thing.draft.title)
        .set("ORIGIN", html::Safe());
    show_refused(page, context, form.refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = path_of(found.thing) + "/anfragen",
                                     .pattern = std::string(ask_pattern),
                                     .submit = context.t("Anfrage senden"_de),
                                     .cancel = path_of(found.thing)},
                                    ask_fields(context, found), form.values, form.errors))
        .set("CALENDAR", context.pool().read([&](db::Reader& reader) {
            return draw_calendar(context, reader, found.thing);
        }));
    auto crumbs = public_crumbs(context);
    crumbs.push_back({found.thing.draft.title, path_of(found.thing)});
    return web::page(context,
                     {.title = context.t("Anfragen"_de), .crumbs = std::move(crumbs), .index = false},
                     context.render("exchange_ask", page), status_of(form));
}

Result<http::Response> show_ask(Context& context)
{
    const auto found = TRY(context.pool().read([&](db::Reader& reader) { return askable(context, reader); }));
    FormValues values;
    values.set("von", std::string(context.query.text("von")))
        .set("bis", std::string(context.query.text("bis")));
    values.set("von_halb", "0").set("bis_halb", "1");
    return ask_page(context, found, {.values = values});
}

Result<http::Response> post_ask(Context& context, web::RateLimiter& mails)
{
    const auto found = TRY(context.pool().read([&](db::Reader& reader) { return askable(context, reader); }));
    const auto sent = web::read_form(context, ask_fields(context, found));
    const auto span = span_from(sent.values);
    if (!sent.ok() || !span)
        return ask_page(context, found, {.values = sent.values, .errors = sent.errors});
    if (const auto may = may_write_now(context, mails); !may)
        return ask_page(context, found, sent_back(sent.values, may.error()));
    const auto borrower =
        found.borrowers.size() > 1 ? sent.values.text("verein") : found.borrowers.front().value;
    const auto asked = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<BookingId> {
        const auto still = TRY(askable(context, tx));
        if (std::ranges::none_of(still.borrowers,
                                 [&](const web::Choice& choice) { return choice.value == borrower; }))
            return Error{.kind = Err::missing};
        return request(tx, context,
                       {.thing = still.thing.id,
                        .borrower = OrganisationId{borrower},
                        .used = *span,
                        .words = sent.values.text("text")});
    });
    if (asked)
        return web::redirect_with_notice(context, booking_path(*asked),
                                         found.thing.draft.owner.text() == borrower
                                             ? "Eingetragen. Die Zeit gehört jetzt euch."_de
                                             : "Die Anfrage ist unterwegs. Ihr bekommt Bescheid."_de);
    if (asked.error().kind == Err::missing)
        return asked.error();
    return ask_page(context, found, sent_back(sent.values, asked.error()));
}

} // namespace

void add_request_pages(web::Site& site, const std::shared_ptr<web::RateLimiter>& mails)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(ask_pattern), editors, show_ask,
             [](db::Reader& reader, const web::Network& network) {
                 const auto entries = organisations::load_register(reader, network.id);
                 for (const auto& entry : entries.entries)
                     for (const auto& thing : things_of(reader, network.id, entry.id))
                         if (is_public(entries, thing))
                             return std::vector<std::string>{path_of(thing) + "/anfragen"};
                 return std::vector<std::string>{};
             });
    site.post(std::string(ask_pattern), editors,
              [mails](Context& context) { return post_ask(context, *mails); });
}

} // namespace dorfnetz::exchange
