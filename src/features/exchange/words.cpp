#include "features/exchange/exchange_pages.hpp"
#include "features/organisations/choosing_api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

// What the pages say alike, and the fields that several forms have.
namespace dorfnetz::exchange {

namespace {

using web::Choice;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

std::vector<Choice> half_choices(const Context& context)
{
    return {{"0", context.t("vormittags"_de)}, {"1", context.t("nachmittags"_de)}};
}

} // namespace

std::string thing_edit_path(const ThingId& id)
{
    return fmt::format("{}/sachen/{}", desk_path, id.text());
}

std::string post_edit_path(const PostId& id)
{
    return fmt::format("{}/gesuche/{}", desk_path, id.text());
}

std::string booking_path(const BookingId& id)
{
    return fmt::format("{}/buchungen/{}", desk_path, id.text());
}

std::vector<web::Crumb> public_crumbs(const Context& context)
{
    return {{context.t("Start"_de), "/"}, {context.t("Leihen und helfen"_de), std::string(board_path)}};
}

std::vector<web::Crumb> desk_crumbs(const Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Leihen und helfen"_de), std::string(desk_path)}};
}

bool may_edit(const Context& context, const organisations::Register& entries, const OrganisationId& id)
{
    const auto* entry = entries.entry(id);
    return entry && organisations::may_edit(context.actor, id, entry->villages);
}

std::vector<Choice> own_organisations(const Context& context, const organisations::Register& entries)
{
    std::vector<Choice> own;
    for (const auto* entry : organisations::own_first(context.actor, entries))
        if (entry->status != organisations::Status::archived &&
            organisations::may_edit(context.actor, entry->id, entry->villages))
            own.push_back({entry->id.text(), entry->name});
    return own;
}

bool is_public(const organisations::Register& entries, const Thing& thing)
{
    const auto* owner = entries.entry(thing.draft.owner);
    return thing.status == ThingStatus::offered && owner && owner->is_public();
}

bool is_public(const organisations::Register& entries, const Context& context, const Post& post)
{
    const auto* who = entries.entry(post.draft.organisation);
    return post.is_shown(context.today()) && who && who->is_public();
}

bool may_see(const Context& context, const organisations::Register& entries, const Thing& thing)
{
    return is_public(entries, thing) || may_edit(context, entries, thing.draft.owner);
}

bool may_see(const Context& context, const organisations::Register& entries, const Post& post)
{
    const auto* who = entries.entry(post.draft.organisation);
    const bool is_said = who && who->is_public() && post.status != PostStatus::withdrawn;
    return is_said || may_edit(context, entries, post.draft.organisation);
}

Result<Done> may_write_now(const Context& context, web::RateLimiter& mails)
{
    if (mails.take(context.actor.user.text(), context.now()))
        return Done{};
    return Error{.kind = Err::too_often,
                 .text =
                     "Das waren viele Anfragen auf einmal. Warte ein paar Minuten, dann geht es weiter."_de};
}

Result<Thing> editable_thing(const Context& context, db::Reader& reader)
{
    auto thing = thing_by_id(reader, context.network.id, ThingId{context.parameter("id")});
    if (!thing || !may_edit(context, *organisations::shared_register(context, reader), thing->draft.owner))
        return Error{.kind = Err::missing};
    return *std::move(thing);
}

Result<Post> editable_post(const Context& context, db::Reader& reader)
{
    auto post = post_by_id(reader, context.network.id, PostId{context.parameter("id")});
    if (!post ||
        !may_edit(context, *organisations::shared_register(context, reader), post->draft.organisation))
        return Error{.kind = Err::missing};
    return *std::move(post);
}

German label_of(ThingKind kind)
{
    switch (kind) {
    case ThingKind::thing:
        return "Sache"_de;
    case ThingKind::room:
        return "Raum"_de;
    case ThingKind::transport:
        return "Fahrzeug oder Anhänger"_de;
    }
    return {};
}

German label_of(Category category)
{
    switch (category) {
    case Category::thing:
        return "Etwas zum Leihen"_de;
    case Category::hands:
        return "Helfende Hände"_de;
    case Category::know_how:
        return "Wissen und Können"_de;
    case Category::room:
        return "Raum oder Platz"_de;
    case Category::transport:
        return "Fahrt oder Transport"_de;
    }
    return {};
}

std::optional<ThingKind> kind_for(Category category)
{
    switch (category) {
    case Category::thing:
        return ThingKind::thing;
    case Category::room:
        return ThingKind::room;
    case Category::transport:
        return ThingKind::transport;
    case Category::hands:
    case Category::know_how:
        break;
    }
    return std::nullopt;
}

std::string answer_label(const Context& context, const Post& post)
{
    if (post.draft.kind != PostKind::need)
        return context.t("Das brauchen wir"_de);
    return context.t(kind_for(post.draft.category) ? "Wir haben das"_de : "Wir können helfen"_de);
}

German label_of(Borrowers borrowers)
{
    switch (borrowers) {
    case Borrowers::network:
        return "alle Vereine, Gruppen und Firmen im Netzwerk"_de;
    case Borrowers::clubs:
        return "Vereine und Gruppen, keine Firmen"_de;
    case Borrowers::village:
        return "nur wer in diesem Dorf aktiv ist"_de;
    }
    return {};
}

German label_of(BookingStatus status)
{
    switch (status) {
    case BookingStatus::requested:
        return "angefragt"_de;
    case BookingStatus::agreed:
        return "zugesagt"_de;
    case BookingStatus::handed_over:
        return "verliehen"_de;
    case BookingStatus::returned:
        return "wieder da"_de;
    case BookingStatus::declined:
        return "geht nicht"_de;
    case BookingStatus::cancelled:
        return "abgesagt"_de;
    case BookingStatus::no_show:
        return "nicht abgeholt"_de;
    }
    return {};
}

std::string_view colour_of(BookingStatus status)
{
    switch (status) {
    case BookingStatus::requested:
        return "amber";
    case BookingStatus::agreed:
    case BookingStatus::returned:
        return "pine";
    case BookingStatus::handed_over:
        return "lake";
    case BookingStatus::declined:
    case BookingStatus::cancelled:
    case BookingStatus::no_show:
        return "rust";
    }
    return {};
}

std::string half_days_text(const Context& context, std::int64_t half_days)
{
    if (half_days == 0)
        return {};
    if (half_days == 1)
        return context.t("ein halber Tag"_de);
    if (half_days % 2 == 0)
        return i18n::translate_count(context.language, "ein Tag"_de, "{1} Tage"_de, half_days / 2);
    return context.t("{1} Tage"_de,
                     {i18n::format_number(context.language, static_cast<double>(half_days) / 2, 1)});
}

std::string money_text(const Context& context, std::int64_t cents)
{
    const bool is_round = cents % 100 == 0;
    return i18n::format_number(context.language, static_cast<double>(cents) / 100, is_round ? 0 : 2) + " €";
}

std::string place_text(const organisations::Register& entries, const Thing& thing)
{
    const auto* village = entries.village(thing.draft.village);
    const auto name = village ? village->name : std::string();
    return thing.draft.place.empty() ? name : thing.draft.place + ", " + name;
}

std::string days_text(const Context& context, const Days& days)
{
    return span_text(context.region(), whole_days(days.first, days.last));
}

std::optional<std::int64_t> cents_from(std::string_view text)
{
    auto typed = squeeze(text);
    for (const std::string_view word : {"€", "Euro", "EUR", "euro"})
        typed = replace_all(typed, word, "");
    typed = replace_all(squeeze(typed), ",", ".");
    if (typed.empty())
        return 0;
    const auto point = typed.find('.');
    const auto euros_text = typed.substr(0, point);
    auto cents_text = point == std::string::npos ? std::string() : typed.substr(point + 1);
    if (cents_text == "-" || cents_text == "–")
        cents_text.clear();
    if (cents_text.size() == 1)
        cents_text += '0';
    const auto number = [](const std::string& digits) -> std::optional<std::int64_t> {
        std::int64_t value = 0;
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (read.ec != std::errc() || read.ptr != digits.data() + digits.size() || value < 0)
            return std::nullopt;
        return value;
    };
    const auto euros = number(euros_text);
    const auto cents = cents_text.empty() ? std::optional<std::int64_t>(0) : number(cents_text);
    if (!euros || !cents || cents_text.size() > 2 || *euros > highest_deposit)
        return std::nullopt;
    return *euros * 100 + *cents;
}

std::vector<Choice> village_choices(const organisations::Register& entries)
{
    std::vector<Choice> choices;
    for (const auto& village : entries.villages)
        if (village.in_network)
            choices.push_back({village.id.text(), village.name});
    return choices;
}

Field form_number_field()
{
    return {.name = std::string(form_number), .label = "", .input = web::Input::hidden};
}

std::string new_form_number(const Context& context)
{
    return new_uuid_v7(context.environment.clock, context.environment.random);
}

std::string form_key(const Context& context, const std::vector<Field>& fields, const web::FormValues& values)
{
    if (!values.has(form_number))
        return {};
    std::vector<std::string> typed{context.actor.user.text()};
    for (const auto& field : fields)
        typed.push_back(values.text(field.name));
    return web::keyed_hash(context.environment, "exchange-form", join(typed, "\n"));
}

std::vector<Field> span_fields(const Context& context, bool is_required)
{
    return {
        {.name = "von", .label = context.t("Erster Tag"_de), .input = Input::date, .required = is_required},
        {.name = "von_halb",
         .label = context.t("Ab wann an diesem Tag?"_de),
         .input = Input::one_of,
         .required = is_required,
         .choices = half_choices(context)},
        {.name = "bis",
         .label = context.t("Letzter Tag"_de),
         .input = Input::date,
         .help = context.t("Leer, wenn es nur ein Tag ist."_de)},
        {.name = "bis_halb",
         .label = context.t("Bis wann an diesem Tag?"_de),
         .input = Input::one_of,
         .required = is_required,
         .choices = half_choices(context)}};
}

void set_span(FormValues& values, const Span& span)
{
    values.set("von", to_iso(day_of(span.first)))
        .set("von_halb", half_of(span.first) == Half::morning ? "0" : "1")
        .set("bis", to_iso(day_of(span.last)))
        .set("bis_halb", half_of(span.last) == Half::morning ? "0" : "1");
}

std::optional<Span> span_from(const FormValues& values)
{
    const auto first = values.date("von");
    if (!first)
        return std::nullopt;
    const auto half = [&](std::string_view name) {
        return values.text(name) == "1" ? Half::afternoon : Half::morning;
    };
    return Span{half_day_of(*first, half("von_halb")),
                half_day_of(values.date("bis").value_or(*first), half("bis_halb"))};
}

} // namespace dorfnetz::exchange
