#include "features/activities/import_pages.hpp"

#include "features/activities/activities_pages.hpp"
#include "features/activities/activity_form.hpp"
#include "features/activities/import_store.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/calendar/foreign_calendar.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <mutex>

// A calendar from elsewhere is brought.
namespace dorfnetz::activities {

namespace {

using web::Context;
using web::Field;
using web::FormValues;

constexpr std::uint64_t largest_upload = calendar::largest_calendar + 64 * 1024; // the form around it

std::shared_ptr<const organisations::Register> shared_entries(const Context& context)
{
    return organisations::shared_register(context.pool(), context.network.id);
}

std::vector<Field> start_fields(const Context& context, const organisations::Register& entries)
{
    std::vector<web::Choice> kinds;
    for (const auto& entry : vocabularies::entries("activity_kinds"))
        kinds.push_back({entry.key, entry.label(context.language)});
    return {
        {.name = "datei",
         .label = context.t("Datei"_de),
         .input = web::Input::file,
         .help = context.t(
             "Sie endet auf .ics. Dein Kalender schreibt sie, wenn du dort „Exportieren“ wählst."_de),
         .accept = ".ics,text/calendar",
         .mark_optional = false},
        {.name = "adresse",
         .label = context.t("Oder die Adresse des Kalenders"_de),
         .help = context.t("Sie beginnt mit https:// oder webcal:// und ist ohne Anmeldung zu öffnen."_de),
         .longest = 1'000,
         .mark_optional = false},
        {.name = "gastgeber",
         .label = context.t("Wer lädt ein?"_de),
         .input = web::Input::one_of,
         .required = true,
         .choices = form_ground(context, entries).own_hosts},
        {.name = "art",
         .label = context.t("Was sind es meistens für Termine?"_de),
         .input = web::Input::one_of,
         .required = true,
         .help = context.t("Was im Kalender selbst steht, geht vor."_de),
         .choices = std::move(kinds)},
        {.name = "oeffentlich",
         .label = context.t("Neue Termine gleich veröffentlichen"_de),
         .input = web::Input::yes,
         .help = context.t("Ohne Kreuz werden es Entwürfe."_de),
         .mark_optional = false}};
}

http::Response start_page(const Context& context, const FormValues& values,
                          const std::vector<FieldError>& errors, int status)
{
    const auto entries = shared_entries(context);
    html::Page page;
    page.set("FORM", web::draw_form(context,
                                    {.action = std::string(import_path),
                                     .submit = context.t("Ansehen"_de),
                                     .cancel = std::string(desk_path)},
                                    start_fields(context, *entries), values, errors));
    return web::page(
        context, {.title = context.t("Kalender einlesen"_de), .crumbs = crumbs_of(context), .index = false},
        context.render("activity_import_start", page), status);
}

Result<http::Response> show_start(Context& context)
{
    FormValues values;
    if (const auto hosts = form_ground(context, *shared_entries(context)).own_hosts; hosts.size() == 1)
        values.set("gastgeber", hosts.front().value);
    return start_page(context, values, {}, 200);
}

// The address as it can be asked for; calendar programs write webcal: for "https, and subscribe".
std::string askable(std::string address)
{
    constexpr std::string_view webcal = "webcal://";
    if (to_lower_ascii(address).starts_with(webcal))
        address.replace(0, webcal.size(), "https://");
    return address;
}

// Who asks other servers for calendars: one after the other, since each may take as long as it likes.
struct Asking
{
    std::shared_ptr<fetch::Client> client = {};
    std::mutex turn = {};
};

Result<std::string> fetched(Asking& asking, const std::string& address)
{
    const std::unique_lock turn(asking.turn, std::try_to_lock);
    if (!turn)
        return Error{.kind = Err::invalid,
                     .text =
                         "Gerade wird schon ein Kalender geholt. Versuch es in einer Minute noch einmal."_de};
    const auto reply = asking.client->ask({.address = askable(address)});
    if (!reply && reply.error().kind == Err::forbidden)
        return Error{
            .kind = Err::invalid,
            .text =
                "Diese Adresse rufe ich nicht ab. Sie muss mit https:// beginnen und im Internet für alle erreichbar sein."_de};
    if (!reply && reply.error().kind == Err::too_large)
        return Error{.kind = Err::invalid,
                     .text = "Der Kalender ist zu groß: höchstens {1} MB."_de,
                     .values = {std::to_string(calendar::largest_calendar >> 20)}};
    if (!reply || reply->status != 200)
        return Error{
            .kind = Err::invalid,
            .text =
                "Unter dieser Adresse kommt gerade kein Kalender. Öffne sie im Browser: Lädt er eine Datei, dann wähl sie hier oben aus."_de};
    return reply->body;
}

// The bytes of the upload or of the address, or what is wrong at which field.
struct Brought
{
    std::string bytes = {};
    std::vector<FieldError> errors = {};
    std::string field = "datei"; // where the bytes came from
};

Brought brought(const Context& context, const FormValues& values, Asking& asking)
{
    Brought result;
    const auto* upload = context.form.upload("datei");
    if (upload != nullptr && !upload->content.empty()) {
        result.bytes = upload->content;
        return result;
    }
    const auto address = values.text("adresse");
    if (address.empty()) {
        result.errors.push_back({"datei", "Wähl eine Datei aus, oder nenn eine Adresse."_de});
        return result;
    }
    result.field = "adresse";
    auto fetched_bytes = fetched(asking, address);
    if (fetched_bytes)
        result.bytes = *std::move(fetched_bytes);
    else
        result.errors.push_back({"adresse", fetched_bytes.error().text, fetched_bytes.error().values});
    return result;
}

Result<http::Response> receive(Context& context, Asking& asking)
{
    const auto entries = shared_entries(context);
    auto sent = web::read_form(context, start_fields(context, *entries));
    if (!sent.ok())
        return start_page(context, sent.values, sent.errors, web::status_of(Err::invalid));
    const auto file = brought(context, sent.values, asking);
    if (!file.errors.empty())
        return start_page(context, sent.values, file.errors, web::status_of(Err::invalid));
    const auto read = calendar::read_foreign(context.environment.reader_program, file.bytes, context.today());
    if (!read)
        return start_page(context, sent.values, {{file.field, read.error().text, read.error().values}},
                          web::status_of(read.error().kind));
    const import_store::Waiting waiting{
        .id = new_id<Id<struct CalendarImportTag>>(context.environment.clock, context.environment.random)
                  .text(),
        .choice = {.host = OrganisationId{sent.values.text("gastgeber")},
                   .kind = sent.values.text("art"),
                   .publish = sent.values.has("oeffentlich")},
        .content = calendar::to_wire(*read)};
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        if (!may_edit(context, tx, {waiting.choice.host}))
            return Error{.kind = Err::missing};
        import_store::keep(tx, context.network.id, waiting, context.now());
        return Done{};
    }));
    return web::redirect(context, std::string(import_path) + '/' + waiting.id);
}

} // namespace

std::shared_ptr<fetch::Client> calendar_client()
{
    return fetch::client({.reach = fetch::Reach::public_internet,
                          .whole = std::chrono::milliseconds{15'000},
                          .longest_reply = calendar::largest_calendar,
                          .accept = "text/calendar"});
}

void add_import_pages(web::Site& site, std::shared_ptr<fetch::Client> client)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(import_path), editors, show_start);
    const auto asking = std::make_shared<Asking>();
    asking->client = std::move(client);
    // Waits for another server, and keeps nobody else waiting meanwhile.
    site.add(web::Route{.method = http::Method::post,
                        .pattern = std::string(import_path),
                        .access = editors,
                        .handler = [asking](Context& context) { return receive(context, *asking); },
                        .body_limit = largest_upload,
                        .takes_long = true});
    add_preview_pages(site);
}

} // namespace dorfnetz::activities
