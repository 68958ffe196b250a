#pragma once

#include "features/minutes/minutes_store.hpp"
#include "foundation/web/context.hpp"

#include <vector>

// What is done with minutes, each in the caller's transaction. The caller has asked who may.
namespace dorfnetz::minutes {

// A matter of the agenda, or the meeting as a whole. What was taken off the agenda is one as long as
// something is written about it.
struct Matter
{
    AgendaItemId item = {};   // empty: the meeting as a whole
    std::string heading = {}; // "2. Teich"
    std::string agenda = {};  // Markdown: what the agenda says
    bool is_on_agenda = false;
    Text text = {};
};

// "2. Teich"
std::string heading_of(int number, const meetings::AgendaItem& item);
// "Nicht mehr auf der Tagesordnung: Teich"
std::string heading_off_agenda(const web::Context& context, db::Reader& reader, const AgendaItemId& item);
// The meeting as a whole comes first, then the agenda in its order.
std::vector<Matter> matters_of(const web::Context& context, db::Reader& reader, const Meeting& meeting);

struct Saved
{
    Verdict verdict = Verdict::taken;
    State state = State::draft; // of the minutes
    Text text = {};             // as it is now
    bool lies_beside = false;   // what this tab wrote last
};

// Err::missing for a matter of another meeting.
Result<Saved> save(db::Tx& tx, const web::Context& context, const Meeting& meeting, const AgendaItemId& item,
                   const Save& save);

// What somebody sees who puts two texts together, so that nothing newer is written over.
struct Seen
{
    BesideId beside = {};
    std::int64_t version = 0; // of the text
    std::int64_t number = 0;  // of what lies beside it
};

// Makes `together` the text, and of what lies beside it something that is done. Err::missing if it is done
// already; Err::stale if one of both is newer than what was seen; Err::conflict while somebody types there,
// or if the minutes are no draft.
Result<Done> put_together(db::Tx& tx, const web::Context& context, const Meeting& meeting, const Seen& seen,
                          std::string_view together);
// Err::missing, Err::stale.
Result<Done> drop_beside(db::Tx& tx, const web::Context& context, const Meeting& meeting, const Seen& seen);

} // namespace dorfnetz::minutes
