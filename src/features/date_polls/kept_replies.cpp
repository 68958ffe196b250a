#include "accounts/accounts_store.hpp"
#include "accounts/audit.hpp"
#include "features/date_polls/api.hpp"
#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>

// Whose answers are, so that they are told and erased with the person.
namespace dorfnetz::date_polls {

namespace {

// Of their account, or of the link that their entry of the register was mailed.
bool is_theirs(const Reply& reply, const std::vector<accounts::Account>& accounts,
               const people::Traces& traces)
{
    if (!reply.who)
        return false;
    if (const auto* person = std::get_if<people::PersonId>(&*reply.who))
        return traces.is_entry(person->text());
    const auto user = groups::as<web::UserId>(*reply.who);
    return user && std::ranges::any_of(accounts, [&](const accounts::Account& account) {
               return account.id == *user && traces.has_email(account.login);
           });
}

std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{
        .key = "date_polls", .heading = context.t("Deine Antworten in Terminumfragen"_de), .entries = {}};
    const auto accounts = accounts::all_accounts(reader, context.network.id);
    for (const auto& named : store::replies_with_names(reader, context.network.id)) {
        if (!is_theirs(named, accounts, traces))
            continue;
        const auto poll = store::poll_by_id(reader, context.network.id, named.poll);
        const auto meeting =
            poll ? meetings::meeting_by_id(reader, context.network.id, poll->meeting) : std::nullopt;
        const auto reply = store::reply_by_id(reader, context.network.id, named.id);
        if (!meeting || !reply)
            continue;
        std::vector<people::OwnFact> facts{{context.t("Treffen"_de), meeting->draft.title},
                                           {context.t("Name"_de), reply->name}};
        for (const auto& option : store::options_of(reader, context.network.id, poll->id))
            if (const auto answer = reply->answers.find(option.id); answer != reply->answers.end())
                facts.push_back(
                    {option_text(context, *meeting, option), answer_word(context, answer->second)});
        section.entries.push_back(std::move(facts));
    }
    return {std::move(section)};
}

// Folded; people write their middle names or leave them out.
std::string first_word_of(const std::string& name)
{
    const auto folded = search::fold(name);
    return folded.substr(0, folded.find(' '));
}

// Most answers have nothing but a name. Whose it is cannot be said for certain, but it goes in a few weeks
// anyway and nothing is missing without it; so it goes now.
void erase_theirs(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    const auto names = traces.names();
    const auto accounts = accounts::all_accounts(tx, network);
    for (const auto& reply : store::replies_with_names(tx, network)) {
        const bool has_their_name = traces.ends_with_family_name(reply.name) &&
                                    std::ranges::any_of(names, [&](const std::string& name) {
                                        return first_word_of(name) == first_word_of(reply.name);
                                    });
        if (!has_their_name && !is_theirs(reply, accounts, traces))
            continue;
        accounts::erase_details(tx, network, "date_poll_reply", reply.id.text());
        store::forget_name(tx, network, reply.id);
    }
    for (const auto& invitation : store::invitations_of_people(tx, network))
        if (const auto person = std::get<people::PersonId>(invitation.who); traces.is_entry(person.text()))
            store::delete_invitations_of(tx, network, person);
}

} // namespace

people::Elsewhere kept_replies()
{
    auto kept = people::told_only("date_poll", tell);
    kept.erase = erase_theirs;
    return kept;
}

} // namespace dorfnetz::date_polls
