#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"
#include "foundation/pdf/pdf.hpp"
#include "foundation/web/share.hpp"

// The poll on paper: a sheet to put up with a code, and a list to fill in by hand.
namespace dorfnetz::date_polls {

namespace {

using web::Context;

constexpr std::string_view poster_end = "/aushang";
constexpr std::string_view list_end = "/liste.pdf";
constexpr std::size_t rows_to_fill_in = 18;
constexpr double height_of_a_row = 24; // points

Result<http::Response> show_poll_poster(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found = TRY(seen_poll(context, reader));
        web::Shared shared{.title = context.t("Wann kannst du?"_de),
                           .path =
                               path_with(token_of(context.environment, context.network.id, found.poll->id)),
                           .lead = found.meeting.draft.title};
        for (const auto& option : store::options_of(reader, context.network.id, found.poll->id))
            shared.more.push_back(option_text(context, found.meeting, option));
        return web::poster_page(context, shared, crumbs_of(context, found.meeting));
    });
}

// Names of people are written by themselves, so the sheet holds none.
Result<http::Response> show_list_to_fill_in(Context& context)
{
    pdf::TableDocument list;
    const auto found = TRY(context.pool().read([&](db::Reader& reader) {
        auto searched = seen_poll(context, reader);
        if (searched)
            for (const auto& option : store::options_of(reader, context.network.id, searched->poll->id))
                list.columns.push_back({.title = option_text(context, searched->meeting, option)});
        return searched;
    }));
    list.columns.insert(list.columns.begin(), {{.title = context.t("Name"_de), .width = 2},
                                               {.title = context.t("Dorf"_de), .width = 1.4}});
    list.properties = {.title = found.meeting.draft.title,
                       .author = context.network.name,
                       .language = std::string(i18n::code(context.language)),
                       .created = context.now(),
                       .page_text = context.t("Seite {1} von {2}"_de, {"{1}", "{2}"})};
    list.subtitle =
        context.t("Wann kannst du? Schreib in jedes Feld: J für ja, W für wenn nötig, N für nein."_de);
    list.rows.resize(rows_to_fill_in);
    list.row_height = height_of_a_row;
    list.orientation = pdf::Orientation::landscape;
    return web::download(TRY(pdf::render_table(list)), "application/pdf", found.meeting.slug + ".pdf");
}

} // namespace

void add_print_pages(web::Site& site)
{
    const auto anybody = web::Access::signed_in();
    site.get(poll_pattern(poster_end), anybody, show_poll_poster, example_of(std::string(poster_end)));
    site.get(poll_pattern(list_end), anybody, show_list_to_fill_in, example_of(std::string(list_end)));
}

} // namespace dorfnetz::date_polls
