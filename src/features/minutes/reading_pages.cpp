#include "features/minutes/minutes_pages.hpp"
#include "features/minutes/printed.hpp"
#include "features/minutes/reading.hpp"
#include "foundation/core/kept.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>
#include <fmt/format.h>

// The minutes as they are read: page, paper, and the text that their digest is taken of.
namespace dorfnetz::minutes {

namespace {

using web::Context;
using AllLines = std::vector<meetings::ItemLines>;

struct Shown
{
    Meeting meeting = {};
    std::optional<Minutes> minutes = {};
    Paper paper = {};
    bool takes_part = false;

    State state() const { return minutes ? minutes->state : State::draft; }
};

Result<Meeting> visible_meeting(const Context& context, db::Reader& reader)
{
    auto meeting = meetings::meeting_by_slug(reader, context.network.id, context.parameter("slug"));
    if (!meeting || !meetings::may_see(context, reader, *meeting))
        return Error{.kind = Err::missing};
    return *std::move(meeting);
}

// Drafts are for who takes part.
Result<Shown> visible_minutes(const Context& context, db::Reader& reader, Meeting meeting,
                              const AllLines& lines)
{
    Shown shown{.meeting = std::move(meeting)};
    shown.minutes = store::minutes_of(reader, context.network.id, shown.meeting.id);
    shown.takes_part = meetings::may_write(context, reader, shown.meeting);
    if (shown.state() == State::draft && !shown.takes_part)
        return Error{.kind = Err::missing};
    shown.paper = paper_now(context, reader, shown.meeting, shown.minutes, lines);
    return shown;
}

// "Sa., 5. Dezember" of the meeting that approved them
std::string approved_text(const Context& context, db::Reader& reader, const Minutes& minutes)
{
    const auto day = i18n::format_date(context.region(), *minutes.approved_at, i18n::DateStyle::plain);
    const auto in = minutes.approved_in
                        ? meetings::meeting_by_id(reader, context.network.id, *minutes.approved_in)
                        : std::nullopt;
    return in && meetings::may_see(context, reader, *in)
               ? context.t("Genehmigt am {1}: {2}."_de, {day, in->draft.title})
               : context.t("Genehmigt am {1}."_de, {day});
}

void show_status(html::Page& page, const Context& context, db::Reader& reader, const Shown& shown)
{
    switch (shown.state()) {
    case State::draft:
        page.add("DRAFT");
        break;
    case State::sent:
        page.add("SENT").set("SENT_TEXT",
                             context.t("Verschickt am {1}. Beim nächsten Treffen wird es genehmigt."_de,
                                       {i18n::format_date(context.region(), *shown.minutes->sent_at,
                                                          i18n::DateStyle::plain)}));
        break;
    case State::approved:
        page.add("APPROVED")
            .set("APPROVED_TEXT", approved_text(context, reader, *shown.minutes))
            .set("DIGEST", shown.minutes->digest)
            .set("FILE_URL", context.url(public_path(shown.meeting, ".txt")))
            .show_if(!is_unchanged(*shown.minutes, shown.paper), "FORGED");
        break;
    }
}

// Names of people, for who takes part.
void show_names(html::Page& page, const Context& context, db::Reader& reader, const Shown& shown)
{
    if (!shown.takes_part)
        return;
    const auto entries = organisations::shared_register(context, reader);
    std::vector<std::string> names;
    for (const auto& voter : meetings::voters_of(reader, context.network.id, shown.meeting.id))
        if (const auto* village = entries->village(voter.village); village && !voter.represented_by.empty())
            names.push_back(fmt::format("{} ({})", voter.represented_by, village->name));
    for (const auto& attendee : meetings::attendees_of(reader, context.network.id, shown.meeting.id))
        names.push_back(attendee.for_whom.empty() ? attendee.name
                                                  : fmt::format("{} ({})", attendee.name, attendee.for_whom));
    if (names.empty())
        return;
    auto panel = page.add("NAMES");
    for (const auto& name : names)
        panel.add("NAME").set("NAME_TEXT", name);
}

html::Safe draw_anew(const Context& context, const Paper& paper)
{
    html::Page page;
    for (const auto& fact : paper.facts)
        page.add("FACT").set("FACT_TEXT", fact);
    for (const auto& matter : paper.matters) {
        auto row = page.add("MATTER");
        row.set("HEADING", matter.heading).set("TEXT", html::markdown(matter.text));
        if (matter.results.empty())
            continue;
        auto results = row.add("RESULTS");
        for (const auto& result : matter.results)
            results.add("RESULT").set("RESULT_TEXT", result);
    }
    return context.render("minutes_paper", page);
}

// Drawn once for each wording: minutes are read oftener than they change. It has no words of the page's
// language.
html::Safe draw_paper(const Context& context, const Paper& paper)
{
    constexpr std::size_t most_kept = 20; // 150 KB for a long evening
    constexpr std::size_t longest_kept = 300'000;
    static Kept<html::Safe> drawn(most_kept);
    const auto key = plain_file(paper);
    if (key.size() > longest_kept)
        return draw_anew(context, paper);
    return *drawn.of(key, 0, [&] { return draw_anew(context, paper); });
}

Result<http::Response> show_page(const Context& context, const AllLines& lines)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        return minutes_page(context, reader, TRY(visible_meeting(context, reader)), lines);
    });
}

Result<http::Response> show_pdf(const Context& context, const AllLines& lines)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        auto meeting = TRY(visible_meeting(context, reader));
        const auto shown = TRY(visible_minutes(context, reader, std::move(meeting), lines));
        auto file = TRY(printed(context, reader, shown.meeting, shown.minutes, shown.paper));
        return web::download(std::move(file), "application/pdf",
                             fmt::format("protokoll-{}.pdf", shown.meeting.slug));
    });
}

// What the digest is taken of.
Result<http::Response> show_file(const Context& context, const AllLines& lines)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        auto meeting = TRY(visible_meeting(context, reader));
        const auto shown = TRY(visible_minutes(context, reader, std::move(meeting), lines));
        if (shown.state() != State::approved)
            return Error{.kind = Err::missing};
        return web::download(plain_file(shown.paper), "text/plain; charset=utf-8",
                             fmt::format("protokoll-{}.txt", shown.meeting.slug));
    });
}

// Of minutes that everybody sees and that have come as far as that.
web::Examples some_minutes(std::string_view end, State least)
{
    return [end, least](db::Reader& reader, const web::Network& network) {
        std::vector<std::string> paths;
        for (const auto& minutes : store::all_minutes(reader, network.id)) {
            const auto meeting = meetings::meeting_by_id(reader, network.id, minutes.meeting);
            const bool is_public =
                meeting && meeting->invited_at && meeting->draft.audience == meetings::Audience::public_;
            if (is_public && minutes.state >= least)
                paths.push_back(public_path(*meeting, end));
        }
        return paths;
    };
}

} // namespace

Result<http::Response> minutes_page(const Context& context, db::Reader& reader, Meeting meeting,
                                    const AllLines& lines, const std::optional<Error>& refused)
{
    const auto shown = TRY(visible_minutes(context, reader, std::move(meeting), lines));
    html::Page page;
    page.set("MEETING_URL", context.url(meetings::path_of(shown.meeting)))
        .set("PDF_URL", context.url(public_path(shown.meeting, ".pdf")))
        .set("PRINT_ICON", web::icon("print"))
        .set("INFO_ICON", web::icon("info"));
    web::show_refused(page, context, refused);
    // What assets/js/minutes.js could not send: where minutes are written nobody comes once they are sent.
    if (shown.takes_part)
        page.add("LEFT")
            .set("WRITE_URL", context.url(desk_path(shown.meeting)))
            .set("WRITER_MARK", writer_mark(context))
            .set("LEFT_TEXTS", context.render("minutes_left", {}));
    show_status(page, context, reader, shown);
    page.set("TITLE", shown.paper.title)
        .set("PAPER", draw_paper(context, shown.paper))
        .show_if(shown.paper.matters.empty(), "NOTHING");
    show_names(page, context, reader, shown);
    show_notes(page, context, reader, shown.meeting, shown.state());
    show_steps(page, context, reader, shown.meeting, shown.minutes.value_or(Minutes{}));
    const bool is_public = shown.meeting.draft.audience == meetings::Audience::public_;
    return web::page(context,
                     {.title = shown.paper.title,
                      .crumbs = {{context.t("Treffen und Beschlüsse"_de), "/treffen"},
                                 {shown.meeting.draft.title, meetings::path_of(shown.meeting)}},
                      .index = is_public && !refused},
                     context.render("minutes_show", page), web::form_status({}, refused));
}

void add_reading_pages(web::Site& site, const SharedLines& lines)
{
    const auto with = [&](auto show) {
        return [lines, show](Context& context) { return show(context, *lines); };
    };
    site.page("/treffen/{slug}/protokoll", with(show_page), some_minutes("", State::sent));
    site.get("/treffen/{slug}/protokoll.pdf", web::Access::everyone(), with(show_pdf),
             some_minutes(".pdf", State::sent));
    site.get("/treffen/{slug}/protokoll.txt", web::Access::everyone(), with(show_file),
             some_minutes(".txt", State::approved));
}

} // namespace dorfnetz::minutes
