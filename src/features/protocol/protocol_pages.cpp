#include "features/protocol/protocol_pages.hpp"

#include "accounts/audit.hpp"
#include "accounts/audit_sentences.hpp"
#include "accounts/desk.hpp"
#include "accounts/policy.hpp"
#include "features/protocol/subjects.hpp"
#include "foundation/web/page.hpp"

#include <fmt/format.h>

namespace dorfnetz::protocol {

namespace {

using web::Context;

// "person:01890000-…": the one subject that the list is narrowed down to.
struct About
{
    std::string kind;
    std::string id;
};

std::optional<About> about(const Context& context)
{
    const auto text = context.query.text("ueber");
    const auto colon = text.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    return About{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

// The moment at which a day begins in the network.
std::optional<Timestamp> start_of(const Context& context, std::optional<Date> day)
{
    if (!day)
        return std::nullopt;
    return i18n::local_time(context.region(), *day, std::chrono::minutes(0));
}

accounts::AuditFilter filter_of(const Context& context)
{
    accounts::AuditFilter filter{.user = std::string(context.query.text("wer"))};
    if (auto subject = about(context)) {
        filter.subject_kind = std::move(subject->kind);
        filter.subject = std::move(subject->id);
    }
    for (const auto& sentence : accounts::audit_sentences())
        if (accounts::to_text(sentence.topic) == context.query.text("art"))
            filter.actions.emplace_back(sentence.action);
    filter.from = start_of(context, date_from_iso(context.query.text("von")));
    if (const auto last = date_from_iso(context.query.text("bis")))
        filter.until = start_of(context, add_days(*last, 1));
    return filter;
}

void show_choices(html::Page& page, const Context& context, const Names& names)
{
    page.set("LIST_URL", context.url(protocol_path))
        .set("FROM", context.query.text("von"))
        .set("UNTIL", context.query.text("bis"));
    for (const auto topic : accounts::all_audit_topics)
        page.add("TOPIC")
            .set("VALUE", accounts::to_text(topic))
            .set("LABEL", context.t(accounts::label(topic)))
            .show_if(context.query.text("art") == accounts::to_text(topic), "CHOSEN");
    for (const auto& [id, name] : names.users())
        page.add("USER")
            .set("VALUE", id)
            .set("LABEL", name)
            .show_if(context.query.text("wer") == id, "CHOSEN");
}

void show_about(html::Page& page, const Context& context, Names& names)
{
    const auto subject = about(context);
    if (!subject)
        return;
    const auto [name, path] = names.subject(subject->kind, subject->id);
    auto shown = page.add("ABOUT");
    shown.set("ABOUT_VALUE", subject->kind + ':' + subject->id)
        .set("ABOUT_TEXT", context.t("Nur, was {1} betrifft."_de, {name}))
        .set("ALL_URL", context.url(protocol_path));
    if (!path.empty())
        shown.add("SUBJECT").set("SUBJECT_URL", context.url(path));
}

std::string sentence(const Context& context, Names& names, const accounts::AuditRecord& record)
{
    const auto* const known = accounts::audit_sentence_of(record.action);
    if (!known)
        return context.t("Etwas, das eine andere Fassung des Programms aufgeschrieben hat: {1}"_de,
                         {record.action});
    if (!record.entry)
        return context.t(known->text, {context.t("Jemand"_de), context.t("N. N. (gelöscht)"_de)});
    return context.t(known->text, {names.user(record.entry->user),
                                   names.subject(record.entry->subject_kind, record.entry->subject).name});
}

void show_row(html::Page& page, const Context& context, Names& names, const accounts::AuditRecord& record)
{
    auto row = page.add("ROW");
    row.set("WHEN", i18n::format_moment(context.region(), record.at))
        .set("SENTENCE", sentence(context, names, record));
    if (!record.entry)
        return;
    if (const auto details = names.details(*record.entry); !details.empty())
        row.add("DETAILS").set("DETAILS_TEXT", details);
    const auto& entry = *record.entry;
    const auto subject = names.subject(entry.subject_kind, entry.subject);
    if (!subject.path.empty() && !about(context)) // else the list holds nothing else
        row.add("MORE").set("ONLY_URL", context.url(fmt::format("{}?ueber={}:{}", protocol_path,
                                                                entry.subject_kind, entry.subject)));
}

Result<http::Response> show_protocol(Context& context)
{
    if (!accounts::may(context.actor, accounts::Right::read_audit_log, {}))
        return Error{.kind = Err::missing};
    const auto filter = filter_of(context);
    const auto paging = web::paging(context);
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        Names names(reader, context);
        const auto total = accounts::count_audit(reader, context.network.id, filter);
        show_choices(page, context, names);
        show_about(page, context, names);
        page.set("COUNT", i18n::format_number(context.language, total))
            .set("COUNT_LABEL", context.t(total == 1 ? "Eintrag"_de : "Einträge"_de))
            .set("PAGES", web::paging_links(context, paging, total))
            .show_if(total == 0, "NOTHING");
        for (const auto& record :
             accounts::audit_page(reader, context.network.id, filter, paging.per_page, paging.offset()))
            show_row(page, context, names, record);
    });
    return web::page(context,
                     {.title = context.t("Protokoll"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("protocol_list", page));
}

} // namespace

void add_protocol_pages(web::Site& site)
{
    site.get(std::string(protocol_path), web::Access::coordinator(), show_protocol);
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 910,
                                  .path = std::string(protocol_path),
                                  .label = "Wer was geändert hat"_de,
                                  .access = web::Access::coordinator(),
                                  .group = accounts::desk_group::access});
}

} // namespace dorfnetz::protocol
