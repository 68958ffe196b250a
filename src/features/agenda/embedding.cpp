#include "features/agenda/agenda.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/html/html.hpp"
#include "foundation/http/codec.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

// Dates on other sites: what their pages load, and the page that makes the snippet for them.
namespace dorfnetz::agenda {

namespace {

using web::Context;

constexpr std::string_view data_path = "/termine.json";
constexpr std::string_view page_path = "/termine/einbinden";
constexpr std::string_view script_path = "/assets/js/dorfnetz-events.js";
constexpr std::int64_t usual_count = 5;
constexpr std::int64_t most_shown = 20;
constexpr int days_offered = 400;

std::int64_t count_of(std::string_view text)
{
    std::int64_t count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    return read.ec == std::errc() && count > 0 ? std::min(count, most_shown) : usual_count;
}

// The calendar with the same filter.
std::string all_path(const Context& context, const Chosen& chosen)
{
    std::string query;
    for (const auto& [name, value] : {std::pair<std::string_view, std::string>{"dorf", chosen.village},
                                      {"verein", chosen.host},
                                      {"feld", chosen.filter.field},
                                      {"art", chosen.filter.kind}})
        if (!value.empty())
            query += fmt::format("{}{}={}", query.empty() ? "?" : "&", name, http::percent_encode(value));
    return context.absolute_url(std::string(list_path) + query);
}

std::string off_word(const Context& context, const Listed& listed)
{
    if (!listed.is_called_off())
        return {};
    const bool is_postponed = listed.date.status == activities::DateStatus::postponed &&
                              listed.status != activities::Status::cancelled;
    return is_postponed ? context.t("verschoben"_de) : context.t("abgesagt"_de);
}

std::string json_of(const Context& context, const organisations::Register& entries, const Listed& listed)
{
    const auto off = off_word(context, listed);
    return fmt::format(R"({{"title":{},"url":{},"when":{},"start":"{}","place":{},"hosts":{}{}}})",
                       html::json_text(listed.title),
                       html::json_text(context.absolute_url(activities::path_of(listed.date))),
                       html::json_text(activities::when_text(context, listed.date, listed.all_day)),
                       listed.all_day ? to_iso(listed.date.first_day) : to_iso(listed.date.starts_at),
                       html::json_text(activities::place_text(entries, listed)),
                       html::json_text(activities::names_of(activities::public_hosts(entries, listed))),
                       off.empty() ? std::string() : ",\"off\":" + html::json_text(off));
}

// Public, the same for everybody, and without a word about who asks: any page may read it.
Result<http::Response> show_data(Context& context)
{
    std::string dates;
    std::string all;
    context.pool().read([&](db::Reader& reader) {
        const auto entries = organisations::shared_register(context, reader);
        auto chosen = chosen_by(context, reader, *entries);
        all = all_path(context, chosen);
        chosen.filter.from = context.today();
        chosen.filter.until = add_days(context.today(), days_offered);
        chosen.filter.most = count_of(context.query.text("anzahl"));
        for (const auto& listed : next_dates(reader, context.network.id, chosen.filter))
            dates += (dates.empty() ? "" : ",") + json_of(context, *entries, listed);
    });
    auto response =
        web::download(fmt::format(R"({{"network":{},"all":{},"words":{{"all":{},"empty":{}}},"dates":[{}]}})",
                                  html::json_text(context.network.name), html::json_text(all),
                                  html::json_text(context.t("Alle Termine"_de)),
                                  html::json_text(context.t("Gerade steht nichts an."_de)), dates),
                      "application/json; charset=utf-8", "termine.json");
    response.headers.set("Access-Control-Allow-Origin", "*");
    return response;
}

// ---- The page that makes the snippet ----

std::vector<web::Choice> with_all(const Context& context, std::vector<web::Choice> choices)
{
    choices.insert(choices.begin(), {"", context.t("alle"_de)});
    return choices;
}

struct Choices
{
    std::vector<web::Choice> villages;
    std::vector<web::Choice> hosts;
    std::vector<web::Choice> fields;
};

Choices choices_of(const Context& context, const organisations::Register& entries)
{
    Choices choices;
    for (const auto& village : entries.villages)
        if (village.in_network)
            choices.villages.push_back({village.slug, village.name});
    for (const auto& entry : entries.entries)
        if (entry.is_public())
            choices.hosts.push_back({entry.slug, entry.name});
    for (const auto& entry : vocabularies::entries("fields"))
        choices.fields.push_back({entry.key, entry.label(context.language)});
    return choices;
}

void show_choice(html::Page& page, const Context& context, std::string_view section,
                 std::vector<web::Choice> choices, std::string_view chosen)
{
    for (const auto& choice : with_all(context, std::move(choices))) {
        auto option = page.add(section);
        option.set("VALUE", choice.value)
            .set("LABEL", choice.label)
            .show_if(choice.value == chosen, "CHOSEN");
    }
}

// As it is pasted into a page.
std::string snippet_of(const Context& context, const Chosen& chosen, std::int64_t count)
{
    std::string attributes;
    for (const auto& [name, value] : {std::pair<std::string_view, std::string>{"village", chosen.village},
                                      {"host", chosen.host},
                                      {"field", chosen.filter.field},
                                      {"count", count == usual_count ? "" : std::to_string(count)},
                                      {"lang", context.language == i18n::Language::en ? "en" : ""}})
        if (!value.empty())
            attributes += fmt::format(" {}=\"{}\"", name, html::escaped(value).text());
    const auto origin = context.absolute_url("/");
    const auto host_end = origin.find('/', origin.find("://") + 3);
    return fmt::format("<script src=\"{}{}\" defer></script>\n<dorfnetz-events{}>\n  <a href=\"{}\">{}</a>\n"
                       "</dorfnetz-events>\n",
                       origin.substr(0, host_end), script_path, attributes,
                       html::escaped(all_path(context, chosen)).text(),
                       html::escaped(context.t("Termine: {1}"_de, {context.network.name})).text());
}

Result<http::Response> show_page(Context& context)
{
    html::Page page;
    const auto count = count_of(context.query.text("anzahl"));
    context.pool().read([&](db::Reader& reader) {
        const auto entries = organisations::shared_register(context, reader);
        const auto chosen = chosen_by(context, reader, *entries);
        auto choices = choices_of(context, *entries);
        show_choice(page, context, "VILLAGE_OPTION", std::move(choices.villages), chosen.village);
        show_choice(page, context, "HOST_OPTION", std::move(choices.hosts), chosen.host);
        show_choice(page, context, "FIELD_OPTION", std::move(choices.fields), chosen.filter.field);
        page.set("SNIPPET", snippet_of(context, chosen, count));
    });
    page.set("COUNT", count).set("FORM_URL", context.url(page_path)).set("ORIGIN", context.absolute_url("/"));
    return web::page(context,
                     {.title = context.t("Termine auf der eigenen Seite"_de),
                      .description = context.t("Zeig die nächsten Termine auf der Seite deines Vereins."_de),
                      .crumbs = {{context.t("Termine"_de), std::string(list_path)}}},
                     context.render("agenda_embedding", page));
}

} // namespace

void add_embedding(web::Site& site)
{
    site.page(std::string(data_path), show_data);
    site.page(std::string(page_path), show_page);
}

} // namespace dorfnetz::agenda
