#include "accounts/api.hpp"
#include "accounts/desk.hpp"
#include "features/messages/messages_pages.hpp"
#include "features/messages/messages_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>

// What was sent: a list, and each message with its papers and the minute to take it back.
namespace dorfnetz::messages {

namespace {

using web::Context;

constexpr std::string_view message_pattern = "/redaktion/nachrichten/{id}";
constexpr std::string_view take_back_pattern = "/redaktion/nachrichten/{id}/zurueckholen";
constexpr std::string_view letters_pattern = "/redaktion/nachrichten/{id}/briefe";
constexpr std::string_view calls_pattern = "/redaktion/nachrichten/{id}/telefonliste";

std::string state_text(const Context& context, const Message& message)
{
    switch (message.status) {
    case Status::waiting:
        return message.waits_for_the_day() ? context.t("geht am Morgen hinaus"_de)
                                           : context.t("geht gleich hinaus"_de);
    case Status::sending:
        return context.t("geht gerade hinaus"_de);
    case Status::sent:
        return context.t("verschickt"_de);
    case Status::withdrawn:
        return context.t("zurückgeholt"_de);
    }
    return {};
}

std::string sender_name(const Context& context, const std::map<std::string, std::string>& names,
                        const web::UserId& user)
{
    const auto found = names.find(user.text());
    return found == names.end() ? context.t("Ein Zugang, den es nicht mehr gibt"_de) : found->second;
}

std::string list_name(const Context& context, const Message& message)
{
    const auto* const list = list_with_key(message.list);
    const auto name = list ? context.t(list->heading) : message.list;
    return message.filters.empty() ? name : name + ", " + message.filters;
}

Result<http::Response> show_log(Context& context)
{
    const auto paging = web::paging(context);
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        const auto names = accounts::account_names(reader, context.network.id);
        const auto total = count_visible_messages(reader, context);
        const auto messages = visible_messages(reader, context, paging.per_page, paging.offset());
        page.set("PAGES", web::paging_links(context, paging, total)).show_if(messages.empty(), "NOTHING");
        for (const auto& message : messages)
            page.add("ROW")
                .set("MESSAGE_URL", context.url(message_path(message.id)))
                .set("SUBJECT",
                     message.subject.empty() ? context.t("(nicht mehr aufgehoben)"_de) : message.subject)
                .set("WHEN", i18n::format_moment(context.region(), message.created_at))
                .set("SENDER", sender_name(context, names, message.sent_by))
                .set("LIST_NAME", list_name(context, message))
                .set("WAYS", ways_text(context.language, message.mails, message.letters, message.calls))
                .set("STATE", state_text(context, message));
    });
    page.set("PEOPLE_URL", context.url("/redaktion/engagierte"))
        .set("ENTRIES_URL", context.url("/redaktion/organisationen"));
    return web::page(context,
                     {.title = context.t("Nachrichten"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("message_log", page));
}

Result<Message> message_here(db::Reader& reader, const Context& context)
{
    return visible_message(reader, context, MessageId{context.parameter("id")});
}

html::Safe paper_button(const Context& context, const Message& message, std::string_view end,
                        std::string_view pattern, const std::string& label)
{
    return web::draw_button(context, {.action = message_path(message.id) + std::string(end),
                                      .pattern = std::string(pattern),
                                      .submit = label});
}

void add_papers(html::Page& page, const Context& context, const Message& message)
{
    // Only as long as it is known who they are for.
    if (message.status == Status::withdrawn || message.text.empty())
        return;
    if (message.letters > 0)
        page.add("PAPER").set(
            "BUTTON", paper_button(context, message, "/briefe", letters_pattern,
                                   i18n::translate_count(context.language, "Einen Brief drucken (PDF)"_de,
                                                         "{1} Briefe drucken (PDF)"_de, message.letters)));
    if (message.calls > 0)
        page.add("PAPER").set(
            "BUTTON",
            paper_button(context, message, "/telefonliste", calls_pattern,
                         i18n::translate_count(context.language, "Telefonliste mit einem Namen (PDF)"_de,
                                               "Telefonliste mit {1} Namen (PDF)"_de, message.calls)));
}

Result<http::Response> show_message(Context& context)
{
    std::map<std::string, std::string> names;
    const auto message = TRY(context.pool().read([&](db::Reader& reader) {
        names = accounts::account_names(reader, context.network.id);
        return message_here(reader, context);
    }));
    html::Page page;
    const auto subject = message.subject.empty() ? context.t("Nachricht"_de) : message.subject;
    page.set("SUBJECT", subject)
        .set("STATE", state_text(context, message))
        .set("SENDER", sender_name(context, names, message.sent_by))
        .set("WHEN", i18n::format_moment(context.region(), message.created_at))
        .set("LIST_NAME", list_name(context, message))
        .set("WAYS", ways_text(context.language, message.mails, message.letters, message.calls));
    if (message.status == Status::waiting && message.goes_at > context.now())
        page.add("WAITING")
            .set("ICON", web::icon("clock"))
            .show_if(message.waits_for_the_day(), "BY_DAY")
            .show_if(!message.waits_for_the_day(), "SOON")
            .set("TAKE_BACK", web::draw_button(context, {.action = message_path(message.id) + "/zurueckholen",
                                                         .pattern = std::string(take_back_pattern),
                                                         .submit = context.t("Zurückholen"_de)}));
    if (const auto* const list = list_with_key(message.list); list && message.status == Status::withdrawn)
        page.add("WITHDRAWN")
            .set("AGAIN_URL", context.url(fmt::format("/redaktion/nachricht/{}?vorlage={}", list->in_url,
                                                      message.id.text())));
    if (message.text.empty())
        page.show("EMPTIED");
    else
        page.add("CONTENT").set("MESSAGE_TEXT", message.text);
    add_papers(page, context, message);
    return web::page(context,
                     {.title = subject,
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Nachrichten"_de), std::string(log_path)}},
                      .index = false},
                     context.render("message_show", page));
}

Result<http::Response> take_message_back(Context& context)
{
    const MessageId id{context.parameter("id")};
    const auto taken =
        context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) { return take_back(tx, context, id); });
    TRY(taken);
    return web::redirect_with_notice(context, message_path(id), "Zurückgeholt. Niemand bekommt sie."_de);
}

template <Result<std::string> (*render)(db::Tx&, const Context&, const Message&)>
Result<http::Response> print_paper(Context& context, std::string_view name)
{
    auto paper = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<std::string> {
        const auto message = message_here(tx, context);
        if (!message)
            return message.error();
        if (message->status == Status::withdrawn)
            return Error{.kind = Err::conflict, .text = "Diese Nachricht ist zurückgeholt."_de};
        return render(tx, context, *message);
    });
    return web::download(TRY(std::move(paper)), "application/pdf",
                         fmt::format("{}-{}.pdf", name, to_iso(context.today())));
}

} // namespace

std::string message_path(const MessageId& id)
{
    return std::string(log_path) + '/' + id.text();
}

std::string ways_text(i18n::Language language, std::int64_t mails, std::int64_t letters, std::int64_t calls)
{
    std::vector<std::string> parts;
    if (mails > 0)
        parts.push_back(i18n::translate_count(language, "eine Mail"_de, "{1} Mails"_de, mails));
    if (letters > 0)
        parts.push_back(i18n::translate_count(language, "ein Brief"_de, "{1} Briefe"_de, letters));
    if (calls > 0)
        parts.push_back(i18n::translate_count(language, "ein Anruf"_de, "{1} Anrufe"_de, calls));
    return join(parts, ", ");
}

void add_message_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(log_path), editors, show_log);
    site.get(std::string(message_pattern), editors, show_message);
    site.post(std::string(take_back_pattern), editors, take_message_back);
    site.post(std::string(letters_pattern), editors,
              [](Context& context) { return print_paper<letters_of>(context, "briefe"); });
    site.post(std::string(calls_pattern), editors,
              [](Context& context) { return print_paper<call_list_of>(context, "telefonliste"); });
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 38,
                                  .path = std::string(log_path),
                                  .label = "Nachrichten"_de,
                                  .access = editors,
                                  .group = accounts::desk_group::people});
}

} // namespace dorfnetz::messages
