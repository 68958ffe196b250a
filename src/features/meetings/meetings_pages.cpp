#include "features/meetings/meetings_pages.hpp"
#include "foundation/web/sent_back.hpp"

namespace dorfnetz::meetings {

using web::Context;

web::Examples some_meeting(std::string end)
{
    return [end = std::move(end)](db::Reader& reader, const web::Network& network) {
        std::vector<std::string> paths;
        for (const auto& meeting : coming_meetings(reader, network.id))
            if (paths.empty())
                paths.push_back(path_on_desk(meeting, end));
        return paths;
    };
}

std::vector<web::Crumb> crumbs_of(const Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"}, {context.t("Treffen"_de), std::string(desk_path)}};
}

std::vector<web::Crumb> crumbs_of(const Context& context, const Meeting& meeting)
{
    auto crumbs = crumbs_of(context);
    crumbs.push_back({meeting.draft.title, desk_path_of(meeting)});
    return crumbs;
}

Result<Meeting> meeting_for(const Context& context, db::Reader& reader, Needs needs)
{
    auto meeting = meeting_by_id(reader, context.network.id, MeetingId{context.parameter("id")});
    if (!meeting)
        return Error{.kind = Err::missing};
    const bool may = needs == Needs::taking_part          ? may_write(context, reader, *meeting)
                     : needs == Needs::editing_the_agenda ? may_edit_agenda(context, reader, *meeting)
                                                          : may_lead(context, reader, *meeting);
    if (!may)
        return Error{.kind = Err::missing};
    return *std::move(meeting);
}

http::Response form_page(const Context& context, const FormPage& page)
{
    html::Page values;
    values.set("HEADING", page.heading)
        .set("FORM", web::draw_form(context, page.settings, page.fields, page.values, page.errors))
        .set("ABOVE", page.above)
        .set("MORE", page.more);
    if (!page.lead.empty())
        values.add("LEAD").set("LEAD_TEXT", page.lead);
    web::show_refused(values, context, page.refused);
    const int status = web::form_status(page.errors, page.refused);
    return web::page(context, {.title = page.heading, .crumbs = page.crumbs, .index = false},
                     context.render("meeting_form", values), status);
}

http::Response refused_page(const Context& context, FormPage page, const Error& error)
{
    if (error.kind == Err::invalid && !error.fields.empty())
        page.errors = error.fields;
    else
        page.refused = error;
    return form_page(context, page);
}

} // namespace dorfnetz::meetings
