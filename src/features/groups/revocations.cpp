#include "features/groups/revocations.hpp"

#include "features/groups/groups_store.hpp"

namespace dorfnetz::groups {

bool keep_text_inside_again(db::Tx& tx, const Revocation& revocation, Timestamp now)
{
    const auto page = store::page_by_id(tx, revocation.network, GroupPageId(revocation.id));
    if (!page || page->draft.audience == Audience::members ||
        audience_from_text(revocation.word) == Audience::everybody)
        return false;
    auto draft = page->draft;
    draft.audience = Audience::members;
    if (!update_page(tx, revocation.network, *page, page->version, draft, now))
        return false;
    accounts::note_revocation(tx, text_audience_kind, revocation);
    return true;
}

bool remove_text_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    const auto page = store::page_by_id(tx, network, GroupPageId(id));
    if (page)
        remove_page(tx, network, *page);
    return page.has_value();
}

bool remove_member_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    return remove_member(tx, network, MemberId(id)).has_value();
}

} // namespace dorfnetz::groups
