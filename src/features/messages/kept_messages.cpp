#include "features/messages/api.hpp"
#include "features/messages/messages_store.hpp"

// Which messages somebody got. That they did goes with the person by itself.
namespace dorfnetz::messages {

namespace {

std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{
        .key = "messages", .heading = context.t("Nachrichten an dich"_de), .entries = {}};
    for (const auto& message : store::sent_to(reader, context.network.id, traces.id))
        section.entries.push_back(
            {{context.t("Wann"_de), i18n::format_moment(context.region(), message.created_at)},
             {context.t("Betreff"_de), message.subject}});
    return {std::move(section)};
}

} // namespace

people::Elsewhere kept_messages()
{
    return people::told_only("message", tell);
}

} // namespace dorfnetz::messages
