#include "accounts/audit.hpp"
#include "features/signups/calendars.hpp"
#include "features/signups/notices.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_store.hpp"
#include "features/signups/words.hpp"

#include <algorithm>

// Whose promises are, so that they are told and erased with the person.
namespace dorfnetz::signups {

namespace {

using people::Belonging;

bool is_named_among_companions(const Signup& signup, const people::Traces& traces)
{
    const auto names = traces.names();
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return !name.empty() && (signup.companions.find(name) != std::string::npos ||
                                 signup.note.find(name) != std::string::npos);
    });
}

Belonging belonging_of(const Signup& signup, const people::Traces& traces)
{
    if (signup.person && traces.is_entry(signup.person->text()))
        return Belonging::theirs;
    const auto belonging = traces.whose(signup.name, store::mailbox_of(signup), {signup.phone});
    if (belonging == Belonging::not_theirs && is_named_among_companions(signup, traces))
        return Belonging::perhaps;
    return belonging;
}

// Those of the register, whose names may be gone by now, and all that still have names.
std::vector<Signup> signups_that(db::Reader& reader, const NetworkId& network, const people::Traces& traces,
                                 Belonging belonging)
{
    auto signups = store::with_names(reader, network);
    std::erase_if(signups, [&](const Signup& signup) { return belonging_of(signup, traces) != belonging; });
    if (belonging != Belonging::theirs)
        return signups;
    auto entries = traces.merged;
    entries.push_back(traces.id);
    for (const auto& entry : entries)
        for (auto& signup : store::of_person(reader, network, entry))
            if (signup.name.empty())
                signups.push_back(std::move(signup));
    return signups;
}

// A shared mailbox has a shared calendar. Whoever stays makes a new one.
std::vector<std::string> mailboxes_with_calendar(db::Reader& reader, const NetworkId& network,
                                                 const people::Traces& traces)
{
    std::vector<std::string> mailboxes;
    for (const auto& email : traces.emails)
        if (calendar_of(reader, network, email))
            mailboxes.push_back(email);
    return mailboxes;
}

std::vector<people::OwnFact> facts_for(db::Reader& reader, const web::Context& context, const Signup& signup,
                                       const accounts::Viewer& viewer)
{
    std::vector<people::OwnFact> facts;
    const auto say = [&](German label, const std::string& text) {
        if (!text.empty())
            facts.push_back({context.t(label), text});
    };
    if (const auto open = activities::shift_by_id(reader, context.network.id, signup.shift)) {
        say("Wofür"_de, title_of(*open));
        say("Wann"_de, activities::shift_when_text(context, open->shift));
    }
    say("Stand"_de, status_text(context, signup));
    say("Name"_de, signup.name);
    say("Wie viele"_de, i18n::format_number(context.language, signup.people));
    say("Wer kommt mit"_de, signup.companions);
    say("E-Mail"_de, signup.email.seen_by(viewer));
    say("Telefon"_de, signup.phone.seen_by(viewer));
    say("Nachricht"_de, signup.note);
    if (signup.minutes)
        say("Minuten"_de, i18n::format_number(context.language, *signup.minutes));
    say("Zugesagt"_de, i18n::format_moment(context.region(), signup.created_at));
    return facts;
}

std::vector<people::OwnSection> tell_theirs(db::Reader& reader, const web::Context& context,
                                            const people::Traces& traces)
{
    people::OwnSection section{.key = "signups", .heading = context.t("Deine Zusagen"_de), .entries = {}};
    for (const auto& signup : signups_that(reader, context.network.id, traces, Belonging::theirs))
        section.entries.push_back(facts_for(reader, context, signup, accounts::the_owner()));
    people::OwnSection calendars{
        .key = "signup_calendar", .heading = context.t("Kalender deiner Zusagen"_de), .entries = {}};
    for (const auto& mailbox : mailboxes_with_calendar(reader, context.network.id, traces))
        calendars.entries.push_back({{context.t("E-Mail"_de), mailbox},
                                     {context.t("Kalender"_de), context.t("hat eine eigene Adresse"_de)}});
    return {std::move(section), std::move(calendars)};
}

// Whoever is gone does not come any more. The job lets the next ones move up.
void give_places_back(db::Tx& tx, const NetworkId& network, const SignupId& id)
{
    const auto before = store::by_id(tx, network, id);
    if (!before || !activities::lock_shift(tx, network, before->shift))
        return;
    auto signup = store::by_id(tx, network, id).value();
    if (signup.status == Status::declined || signup.status == Status::cancelled ||
        signup.status == Status::attended || signup.status == Status::absent)
        return;
    if (signup.holds)
        activities::give_back(tx, network, signup.shift, signup.people);
    signup.holds = false;
    signup.held_until.reset();
    signup.status = Status::cancelled;
    store::update(tx, network, signup);
}

// Counts and hours of who was there stay without a name.
void erase_one(db::Tx& tx, const NetworkId& network, const std::string& key)
{
    const SignupId id(key);
    accounts::erase_details(tx, network, "signup", key);
    give_places_back(tx, network, id);
    store::forget_names(tx, network, id);
    store::forget_person(tx, network, id);
}

// Who came by and gave nothing but a name, with or without a middle one. Whose it was cannot be said for
// certain, and without it nothing is missing.
void forget_walk_ups(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    const auto names = traces.names();
    for (const auto& signup : store::with_names(tx, network))
        if (signup.origin == Origin::walk_up && signup.phone.empty() && signup.email.empty() &&
            signup.name.find(' ') != std::string::npos &&
            std::any_of(names.begin(), names.end(),
                        [&](const std::string& name) { return may_be_the_same(name, signup.name); }))
            store::forget_names(tx, network, signup.id);
}

void erase_theirs(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    forget_walk_ups(tx, network, traces);
    for (const auto& mailbox : mailboxes_with_calendar(tx, network, traces))
        end_calendar(tx, network, mailbox);
    for (const auto& signup : signups_that(tx, network, traces, Belonging::theirs))
        erase_one(tx, network, signup.id.text());
}

std::vector<std::string> perhaps_theirs(db::Reader& reader, const NetworkId& network,
                                        const people::Traces& traces)
{
    std::vector<std::string> keys;
    for (const auto& signup : signups_that(reader, network, traces, Belonging::perhaps))
        keys.push_back(signup.id.text());
    return keys;
}

std::optional<std::vector<people::OwnFact>> show_one(db::Reader& reader, const web::Context& context,
                                                     const std::string& key)
{
    const auto signup = store::by_id(reader, context.network.id, SignupId(key));
    if (!signup || signup->name.empty())
        return std::nullopt;
    auto facts = facts_for(reader, context, *signup, accounts::anybody());
    facts.insert(facts.begin(), {context.t("Was"_de), context.t("Zusage für einen Termin"_de)});
    return facts;
}

} // namespace

people::Elsewhere kept_signups()
{
    return {.place = "signup",
            .tell = tell_theirs,
            .erase = erase_theirs,
            .perhaps = perhaps_theirs,
            .show = show_one,
            .erase_one = erase_one};
}

} // namespace dorfnetz::signups
