#include "features/activities/needs_api.hpp"
#include "features/messages/lists.hpp"
#include "features/signups/api.hpp"

#include <set>

// Who promised to help on one day of an activity. For its hosts; those without mail stand on the list to call
// that signups has.
namespace dorfnetz::messages {

namespace {

using activities::Listed;
using web::Context;

std::optional<Listed> hosted_date(db::Reader& reader, const Context& context)
{
    auto listed =
        activities::date_by_id(reader, context.network.id, activities::DateId{context.query.text("tag")});
    if (!listed || !signups::may_host(reader, context, *listed))
        return std::nullopt;
    return listed;
}

PersonalWords words_of_promise(const signups::Signup& signup)
{
    return {.first_name = signup.name.substr(0, signup.name.find(' ')), .name = signup.name};
}

bool is_open_to_host(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) { return hosted_date(reader, context).has_value(); });
}

std::vector<Recipient> find_promises(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) {
        std::vector<Recipient> recipients;
        const auto listed = hosted_date(reader, context);
        if (!listed)
            return recipients;
        std::set<std::string> seen; // who promised twice for the day gets it once
        for (const auto& promise : signups::promises_of_date(reader, context.network.id, listed->date.id)) {
            const auto& signup = promise.signup;
            const auto& email = signup.email.seen_by(accounts::the_program());
            if (!signup.stands() || (!email.empty() && !seen.insert(email).second))
                continue;
            Recipient recipient{.id = signup.id.text(), .words = words_of_promise(signup)};
            if (email.empty())
                recipient.why = Why::no_mail;
            else
                recipient.way = Way::mail;
            recipients.push_back(std::move(recipient));
        }
        return recipients;
    });
}

std::string which_date(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) {
        const auto listed = hosted_date(reader, context);
        return listed ? listed->title + ", " + activities::day_text(context, listed->date) : std::string();
    });
}

std::string back_to_promises(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) {
        const auto listed = hosted_date(reader, context);
        return listed ? "/redaktion/termine/" + listed->date.activity.text() +
                            "/zusagen?tag=" + listed->date.id.text()
                      : std::string("/redaktion/termine");
    });
}

std::optional<MailTarget> promise_mail_target(db::Reader& reader, const Context& context,
                                              const std::string& id, people::Purpose)
{
    const auto signup = signups::signup_by_id(reader, context.network.id, signups::SignupId{id});
    const auto open =
        signup ? activities::shift_by_id(reader, context.network.id, signup->shift) : std::nullopt;
    if (!open || !signup->stands() || signup->email.empty() ||
        !signups::may_host(reader, context, open->listed))
        return std::nullopt;
    return MailTarget{.to = {.address = signup->email.seen_by(accounts::the_program()), .name = signup->name},
                      .words = words_of_promise(*signup)};
}

std::vector<PaperTarget> no_paper(db::Reader&, const Context&, const std::vector<std::string>&)
{
    return {};
}

} // namespace

const List& promises_list()
{
    static const List list{.key = "promises",
                           .in_url = "zusagen",
                           .heading = "Wer zugesagt hat"_de,
                           .is_open = is_open_to_host,
                           .back = back_to_promises,
                           .find = find_promises,
                           .filters = which_date,
                           .mail_target = promise_mail_target,
                           .paper_targets = no_paper};
    return list;
}

} // namespace dorfnetz::messages
