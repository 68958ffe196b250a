#include "features/minutes/feature.hpp"

#include "accounts/api.hpp"
#include "features/minutes/api.hpp"
#include "features/minutes/minutes_pages.hpp"
#include "foundation/core/kept.hpp"

#include <fmt/format.h>

namespace dorfnetz::minutes {

Names::Names(db::Reader& reader, const web::Context& context)
    : m_names(accounts::account_names(reader, context.network.id)), m_nobody(context.t("jemand"_de))
{
}

std::string Names::of(const web::UserId& user) const
{
    const auto found = m_names.find(user.text());
    return found == m_names.end() || found->second.empty() ? m_nobody : found->second;
}

std::string desk_pattern(std::string_view end)
{
    return fmt::format("/redaktion/treffen/{{id}}/protokoll{}", end);
}

std::string desk_path(const Meeting& meeting, std::string_view end)
{
    return fmt::format("{}/protokoll{}", meetings::desk_path_of(meeting), end);
}

std::string public_path(const Meeting& meeting, std::string_view end)
{
    return fmt::format("{}/protokoll{}", meetings::path_of(meeting), end);
}

std::vector<web::Crumb> crumbs_of(const web::Context& context, const Meeting& meeting)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Treffen"_de), "/redaktion/treffen"},
            {meeting.draft.title, meetings::desk_path_of(meeting)}};
}

html::Safe markup_of(const std::string& text)
{
    constexpr std::size_t most_kept = 500; // some 2 KB each
    constexpr std::size_t longest_kept = 8'000;
    static Kept<html::Safe> kept(most_kept);
    if (text.size() > longest_kept)
        return html::markdown(text);
    return *kept.of(text, 0, [&] { return html::markdown(text); });
}

std::string anchor_of(const AgendaItemId& item)
{
    return item.empty() ? "punkt" : "punkt-" + item.text();
}

Result<Meeting> own_meeting(const web::Context& context, db::Reader& reader)
{
    auto meeting = meetings::meeting_by_id(reader, context.network.id, MeetingId{context.parameter("id")});
    if (!meeting || !meetings::may_write(context, reader, *meeting))
        return Error{.kind = Err::missing};
    return *std::move(meeting);
}

Result<Meeting> led_meeting(const web::Context& context, db::Reader& reader)
{
    auto meeting = TRY(own_meeting(context, reader));
    if (!meetings::may_lead(context, reader, meeting))
        return Error{.kind = Err::missing};
    return meeting;
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    store::forget_user(tx, network, user);
}

void register_feature(web::Site& site)
{
    register_with(site, {});
}

void register_with(web::Site& site, std::vector<meetings::ItemLines> lines)
{
    const auto shared = std::make_shared<const std::vector<meetings::ItemLines>>(std::move(lines));
    add_writing_pages(site);
    add_beside_pages(site);
    add_reading_pages(site, shared);
    add_approval_pages(site, shared);
    add_parts(site);
}

} // namespace dorfnetz::minutes
