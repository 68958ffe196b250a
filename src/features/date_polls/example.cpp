#include "features/date_polls/api.hpp"
#include "features/date_polls/polls_store.hpp"

#include <algorithm>

namespace dorfnetz::date_polls {

Result<Done> enter_example(db::Tx& tx, const web::Context& context, const meetings::MeetingId& meeting,
                           const ExamplePoll& example)
{
    const auto found = meetings::meeting_by_id(tx, context.network.id, meeting);
    if (!found)
        return Error{.kind = Err::missing};
    const auto poll = TRY(start(tx, context, *found, example.note, example.answer_by));
    TRY(add_options(tx, context, poll, example.dates));
    const auto options = store::options_of(tx, context.network.id, poll);
    for (const auto& answered : example.answers) {
        NewReply what{.name = answered.name, .village = answered.village};
        for (std::size_t i = 0; i < std::min(options.size(), answered.said.size()); ++i)
            what.answers.emplace(options[i].id, answered.said[i] == 'j'   ? Answer::yes
                                                : answered.said[i] == 'w' ? Answer::if_needed
                                                                          : Answer::no);
        TRY(reply(tx, context, poll, what));
    }
    return Done{};
}

} // namespace dorfnetz::date_polls
