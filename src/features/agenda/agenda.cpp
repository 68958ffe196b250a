#include "features/agenda/agenda.hpp"

#include "features/vocabularies/api.hpp"
#include "foundation/core/kept.hpp"
#include "foundation/core/text.hpp"
#include "foundation/html/html.hpp"
#include "foundation/pdf/card.hpp"

namespace dorfnetz::agenda {

using web::Context;

Chosen chosen_by(const Context& context, db::Reader& reader, const organisations::Register& entries)
{
    Chosen chosen;
    const auto village = context.query.text("dorf");
    for (const auto& known : entries.villages)
        if (known.in_network && known.slug == village) {
            chosen.village = known.slug;
            chosen.filter.village = known.id;
        }
    if (const auto host = context.query.text("verein"); !host.empty())
        if (const auto found = organisations::organisation_by_slug(reader, context.network.id, host);
            found && found->is_public()) {
            chosen.host = found->slug;
            chosen.filter.host = found->id;
        }
    const std::string kind(context.query.text("art"));
    if (vocabularies::find("activity_kinds", kind))
        chosen.filter.kind = kind;
    const std::string field(context.query.text("feld"));
    if (vocabularies::find("fields", field))
        chosen.filter.field = field;
    return chosen;
}

std::vector<Listed> next_dates(db::Reader& reader, const NetworkId& network, Filter filter)
{
    constexpr int few_weeks = 35;
    const auto furthest = filter.until;
    std::vector<Listed> dates;
    for (int days = few_weeks;; days *= 3) {
        filter.until = std::min(furthest, add_days(filter.from, days));
        dates = activities::dates_between(reader, network, filter);
        if (filter.until == furthest || static_cast<std::int64_t>(dates.size()) >= filter.most)
            return dates;
    }
}

void fill_row(html::Values row, const Context& context, const organisations::Register& entries,
              const Listed& listed)
{
    const auto weekday = std::chrono::weekday(std::chrono::sys_days(listed.date.first_day)).iso_encoding();
    const auto& names = vocabularies::entries("weekdays");
    row.set("TITLE", listed.title)
        .set("DAY", static_cast<std::int64_t>(static_cast<unsigned>(listed.date.first_day.day())))
        .set("WEEKDAY", std::string(truncate(names[weekday - 1].label(context.language), 2)))
        .set("WHEN", activities::when_text(context, listed.date, listed.all_day))
        .set("DATE_URL", context.url(activities::path_of(listed.date)))
        .set("KIND", vocabularies::label("activity_kinds", listed.kind, context.language))
        .show_if(organisations::needs_example_tag(listed.is_example, listed.title), "EXAMPLE")
        .show_if(listed.is_called_off() && listed.date.status != activities::DateStatus::postponed,
                 "CANCELLED")
        .show_if(listed.date.status == activities::DateStatus::postponed &&
                     listed.status == activities::Status::published,
                 "POSTPONED");
    if (const auto place = activities::place_text(entries, listed); !place.empty())
        row.add("WHERE").set("PLACE", place);
    if (const auto hosts = activities::names_of(activities::public_hosts(entries, listed)); !hosts.empty())
        row.add("BY").set("HOSTS", hosts);
    if (!listed.date.note.empty())
        row.add("NOTE").set("NOTE_TEXT", listed.date.note);
}

http::Response picture_of(const Context& context, std::string heading, std::vector<std::string> lines)
{
    constexpr std::size_t most_kept = 60; // some 40 KB each
    static Kept<std::string> kept(most_kept);
    const pdf::Card card{.network = context.network.name,
                         .heading = std::move(heading),
                         .lines = std::move(lines),
                         .language = std::string(i18n::code(context.language))};
    const auto words =
        card.language + '\n' + card.network + '\n' + card.heading + '\n' + join(card.lines, "\n");
    http::Response response;
    response.body = *kept.of(words, 0, [&] { return pdf::draw_card(card); });
    response.headers.set("Content-Type", "image/png");
    return response;
}

std::string plain_text(const std::string& markdown, std::size_t characters)
{
    return std::string(truncate(html::markdown_as_text(markdown), characters));
}

namespace {

// Of the description of an activity, for calendars. Worked out once for all its dates and all feeds.
std::shared_ptr<const std::string> description_of(const Listed& listed)
{
    constexpr std::size_t most_kept = 4'000;
    constexpr std::size_t longest = 1'000;
    static Kept<std::string> kept(most_kept);
    return kept.of(listed.date.activity.text(), static_cast<std::uint64_t>(listed.version),
                   [&] { return plain_text(listed.description, longest); });
}

} // namespace

calendar::Event event_of(const Context& context, const organisations::Register& entries, Listed listed)
{
    const auto& date = listed.date;
    calendar::Event event{.uid = date.id.text(),
                          .sequence = date.sequence,
                          .changed_at = date.changed_at,
                          .title = std::move(listed.title),
                          .description = listed.description.empty() ? std::string() : *description_of(listed),
                          .place = activities::place_text(entries, listed),
                          .point = listed.point,
                          .url = context.absolute_url(activities::path_of(date))};
    if (listed.all_day)
        event.when = calendar::Days{date.first_day, date.last_day};
    else
        event.when = calendar::Between{date.starts_at, date.ends_at};
    if (!date.note.empty())
        event.description = date.note + (event.description.empty() ? "" : "\n\n" + event.description);
    event.categories = {vocabularies::label("activity_kinds", listed.kind, context.language)};
    if (listed.is_called_off())
        event.status = calendar::Event::Status::cancelled;
    return event;
}

} // namespace dorfnetz::agenda
