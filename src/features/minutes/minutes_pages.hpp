#pragma once

#include "features/minutes/approval.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>

// What the pages share.
namespace dorfnetz::minutes {

void add_writing_pages(web::Site& site);
void add_beside_pages(web::Site& site);
void add_reading_pages(web::Site& site, const SharedLines& lines);
void add_approval_pages(web::Site& site, const SharedLines& lines);
void add_parts(web::Site& site);

// "/redaktion/treffen/{id}/protokoll" with an end: "/stand.json"
std::string desk_pattern(std::string_view end = {});
std::string desk_path(const Meeting& meeting, std::string_view end = {});
// "/treffen/netzwerktreffen-im-advent/protokoll"
std::string public_path(const Meeting& meeting, std::string_view end = {});
std::vector<web::Crumb> crumbs_of(const web::Context& context, const Meeting& meeting);

// The meeting of a desk address, if the actor takes part; Err::missing otherwise.
Result<Meeting> own_meeting(const web::Context& context, db::Reader& reader);
// If the actor leads it.
Result<Meeting> led_meeting(const web::Context& context, db::Reader& reader);

// Of a POST with the longest text, in signs of four bytes, percent-encoded.
inline constexpr std::uint64_t body_limit = 512 * 1024;

// Who has typed something, so that it goes out and is shown under no other name in a browser that several
// people use.
std::string writer_mark(const web::Context& context);

// For a text that has no place any more: it is shown, so that it can be copied, and what became of it.
http::Response text_not_taken(const web::Context& context, const Meeting& meeting, German reason,
                              const std::string& text);

// Where a matter stands on the page on which it is written.
std::string anchor_of(const AgendaItemId& item);

// Who did something, as others see it.
class Names
{
public:
    Names(db::Reader& reader, const web::Context& context);

    // "jemand" for who has no account any more.
    std::string of(const web::UserId& user) const;

private:
    std::map<std::string, std::string> m_names;
    std::string m_nobody;
};

} // namespace dorfnetz::minutes
