#pragma once

#include "features/meetings/feature.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <fmt/format.h>
#include <memory>

// What the pages share.
namespace dorfnetz::meetings {

using SharedExtensions = std::shared_ptr<const Extensions>;

void add_list_pages(web::Site& site);
void add_edit_pages(web::Site& site);
void add_public_pages(web::Site& site);
void add_desk_page(web::Site& site, SharedExtensions extensions);
void add_agenda_pages(web::Site& site, SharedExtensions extensions);
void add_document_pages(web::Site& site);
void add_invite_pages(web::Site& site, SharedExtensions extensions);
void add_attendance_pages(web::Site& site, SharedExtensions extensions);
void add_voter_pages(web::Site& site, SharedExtensions extensions);
void add_way_back_pages(web::Site& site, SharedExtensions extensions);
void add_reply_pages(web::Site& site);
void add_rules_pages(web::Site& site);
void add_desk_items(web::Site& site);
void add_parts_elsewhere(web::Site& site);

// What the desk page shows of the agenda's pages.
void show_agenda_buttons(html::Values row, const web::Context& context, const AgendaItem& item,
                         std::size_t place, std::size_t count);
// "/redaktion/treffen/…/punkte/…", with what comes after.
std::string item_path(const AgendaItem& item, std::string_view end = {});
// Whoever proposed something may change it as long as nobody has answered.
bool is_own_proposal(const web::Context& context, const AgendaItem& item);
void show_proposal_buttons(html::Values row, const web::Context& context, const AgendaItem& item);
html::Safe matter_button(const web::Context& context, const Meeting& meeting, const Matter& matter);
html::Url new_item_url(const web::Context& context, const Meeting& meeting);

// "I am here for …", for who votes for a village of which nobody is there yet.
html::Safe draw_here_buttons(const web::Context& context, db::Reader& reader, const Meeting& meeting);

// The button that undoes a beginning or a calling off; empty where there is nothing to undo.
html::Safe draw_way_back(const web::Context& context, const Meeting& meeting);
// Empty where somebody was invited.
html::Safe draw_delete_button(const web::Context& context, const Meeting& meeting);

// Where whoever is signed in says whether they come; empty for who is not asked, or not any more.
std::string own_reply_path(const web::Context& context, db::Reader& reader, const Meeting& meeting);
// "Wer kommt? 3 Zusagen"
std::string count_of_replies(const web::Context& context, db::Reader& reader, const Meeting& meeting);

inline constexpr std::string_view desk_path = "/redaktion/treffen";
inline constexpr std::string_view new_item_end = "/punkte/neu";
inline constexpr std::string_view new_path = "/redaktion/treffen/neu";

// Pattern and path of a page of one meeting on the desk.
inline std::string desk_pattern(std::string_view end = {})
{
    return fmt::format("{}/{{id}}{}", desk_path, end);
}

inline std::string path_on_desk(const Meeting& meeting, std::string_view end = {})
{
    return desk_path_of(meeting).append(end);
}

// For examples of addresses: some meeting's path on the desk, with this end.
web::Examples some_meeting(std::string end = {});

std::vector<web::Crumb> crumbs_of(const web::Context& context);
// With that of the meeting.
std::vector<web::Crumb> crumbs_of(const web::Context& context, const Meeting& meeting);

enum class Needs { taking_part, editing_the_agenda, leading };

// The meeting of the address if the actor may do that with it; Err::missing otherwise.
Result<Meeting> meeting_for(const web::Context& context, db::Reader& reader, Needs needs);

// Works on the meeting of the address if the actor may still do so in that moment.
template <class F>
auto write_for(const web::Context& context, Needs needs, F&& work)
    -> std::invoke_result_t<F&, db::Tx&, const Meeting&>
{
    return context.pool().write(context.scope(),
                                [&](db::Tx& tx) -> std::invoke_result_t<F&, db::Tx&, const Meeting&> {
                                    const auto meeting = meeting_for(context, tx, needs);
                                    if (!meeting)
                                        return meeting.error();
                                    return work(tx, *meeting);
                                });
}

// A page with one form.
struct FormPage
{
    std::string heading = {};
    std::string lead = {};
    web::FormSettings settings = {};
    std::vector<web::Field> fields = {};
    web::FormValues values = {};
    std::vector<FieldError> errors = {};
    std::optional<Error> refused = {}; // for another reason than a field
    std::vector<web::Crumb> crumbs = {};
    html::Safe above = {}; // above the form, and below it
    html::Safe more = {};
};

http::Response form_page(const web::Context& context, const FormPage& page);
// The same page with what came of a refusal: at the fields, or above the form.
http::Response refused_page(const web::Context& context, FormPage page, const Error& error);

} // namespace dorfnetz::meetings
