#include "features/meetings/revocations.hpp"

#include "features/meetings/meetings_store.hpp"

namespace dorfnetz::meetings {

bool narrow_audience_again(db::Tx& tx, const Revocation& revocation, Timestamp now)
{
    const auto audience = audience_from_text(revocation.word);
    auto meeting = lock_meeting(tx, revocation.network, MeetingId{revocation.id});
    // From all to few, as the enum has them.
    if (!audience || !meeting || meeting->draft.audience >= *audience)
        return false;
    meeting->draft.audience = *audience;
    meeting->updated_at = now;
    if (!store::update(tx, revocation.network, *meeting))
        return false;
    accounts::note_revocation(tx, audience_kind, revocation);
    return true;
}

bool remove_document_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    return remove_document(tx, network, DocumentId{id});
}

} // namespace dorfnetz::meetings
