#include "features/exchange/notices.hpp"

#include "accounts/api.hpp"
#include "features/exchange/exchange_pages.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/outbox.hpp"

#include <algorithm>

namespace dorfnetz::exchange {

namespace {

// Mails to editors are German, as all others to them.
constexpr auto german = i18n::Language::de;

std::string say(German text, const std::vector<std::string>& values = {})
{
    return i18n::translate(german, text, values);
}

void add_accounts(std::vector<mail::Mailbox>& all, db::Reader& reader, const web::Context& context,
                  web::Role role, const std::string& subject)
{
    for (const auto& account :
         accounts::accounts_with_role(reader, context.network.id, role, subject, context.now()))
        if (mail::is_mail_address(account.login) &&
            std::none_of(all.begin(), all.end(),
                         [&](const auto& known) { return known.address == account.login; }))
            all.push_back({.address = account.login, .name = account.name});
}

// Who edits the entry; if nobody does, who leads its villages; if nobody does either, where mail to the entry
// goes.
std::vector<mail::Mailbox> mailboxes_of(db::Reader& reader, const web::Context& context,
                                        const OrganisationId& id)
{
    std::vector<mail::Mailbox> all;
    const auto organisation = organisations::organisation_by_id(reader, context.network.id, id);
    if (!organisation)
        return all;
    add_accounts(all, reader, context, web::Role::organisation_editor, id.text());
    if (all.empty())
        for (const auto& village : organisation->entry.villages)
            add_accounts(all, reader, context, web::Role::lead_editor, village.text());
    if (all.empty())
        if (auto mailbox = organisations::mailbox_of(reader, context.network.id, *organisation,
                                                     organisations::MailTo::person_first))
            all.push_back(*std::move(mailbox));
    return all;
}

std::string name_of(db::Reader& reader, const web::Context& context, const OrganisationId& id)
{
    const auto organisation = organisations::organisation_by_id(reader, context.network.id, id);
    return organisation ? organisation->entry.name : std::string();
}

struct Words
{
    std::string subject = {};
    std::string text = {};
    std::string path = {};
    std::string purpose = {};
    mail::Urgency urgency = mail::Urgency::must_arrive;
};

void send(db::Tx& tx, const web::Context& context, const OrganisationId& to, const Words& words)
{
    const auto link =
        say("Hier seht ihr alles und könnt antworten:\n{1}\n\nDafür braucht ihr einen Zugang. Habt ihr "
            "keinen, hilft euch die Koordination."_de,
            {context.absolute_url(words.path)});
    // Reminders of one morning go out as one mail; whoever waits for an answer gets it at once.
    const bool gathers = words.urgency == mail::Urgency::may_be_lost;
    for (const auto& mailbox : mailboxes_of(tx, context, to))
        // A wrong address of one keeps the others from nothing.
        static_cast<void>(mail::enqueue(tx,
                                        {.network = context.network.id,
                                         .to = mailbox,
                                         .subject = words.subject,
                                         .text = say("Guten Tag,"_de) + "\n\n" + words.text + "\n\n" + link +
                                                 "\n\n" + context.network.name + '\n',
                                         .purpose = words.purpose,
                                         .urgency = words.urgency,
                                         .digest_group = gathers ? "exchange" : ""},
                                        context.environment.clock, context.environment.random));
}

// With what was written, if something was.
std::string with(std::string text, German label, const std::string& words)
{
    return words.empty() ? text : text + "\n\n" + say(label, {words});
}

struct Facts
{
    std::string thing;
    std::string when;
    std::string owner;
    std::string borrower;
};

Words words_of(const Facts& facts, const Booking& booking, Occasion occasion)
{
    const auto& [thing, when, owner, borrower] = facts;
    switch (occasion) {
    case Occasion::requested:
        return {.subject = say("Anfrage: {1}, {2}"_de, {thing, when}),
                .text = with(say("{1} möchte „{2}“ leihen: {3}. Sagt bitte bald zu oder ab."_de,
                                 {borrower, thing, when}),
                             "Dazu schreiben sie: {1}"_de, booking.wish),
                .purpose = "exchange_request"};
    case Occasion::agreed:
        return {.subject = say("Zugesagt: {1}, {2}"_de, {thing, when}),
                .text = say("{1} leiht euch „{2}“: {3}. Macht noch aus, wann und wo ihr es abholt."_de,
                            {owner, thing, when}),
                .purpose = "exchange_agreed"};
    case Occasion::declined:
        return {.subject = say("Geht leider nicht: {1}, {2}"_de, {thing, when}),
                .text = with(say("{1} kann euch „{2}“ diesmal nicht leihen: {3}."_de, {owner, thing, when}),
                             "Der Grund: {1}"_de, booking.reason),
                .purpose = "exchange_declined"};
    case Occasion::off_by_owner:
        return {.subject = say("Abgesagt: {1}, {2}"_de, {thing, when}),
                .text =
                    with(say("{1} muss absagen: „{2}“ bekommt ihr nicht, {3}. Schaut, wer es sonst hat."_de,
                             {owner, thing, when}),
                         "Der Grund: {1}"_de, booking.reason),
                .purpose = "exchange_off"};
    case Occasion::off_by_borrower:
        return {.subject = say("Wird nicht gebraucht: {1}, {2}"_de, {thing, when}),
                .text = with(say("{1} braucht „{2}“ doch nicht: {3}. Die Zeit ist wieder frei."_de,
                                 {borrower, thing, when}),
                             "Der Grund: {1}"_de, booking.reason),
                .purpose = "exchange_off"};
    case Occasion::new_owner:
        return {.subject = say("Mit neuem Besitzer: {1}, {2}"_de, {thing, when}),
                .text = say("„{1}“ gehört jetzt: {2}. Was ihr abgemacht oder angefragt habt, bleibt: {3}."_de,
                            {thing, owner, when}),
                .purpose = "exchange_owner"};
    case Occasion::damaged:
        return {
            .subject = say("Etwas ist kaputt: {1}"_de, {thing}),
            .text = with(
                say("{1} hat „{2}“ zurückgenommen ({3}) und etwas vermerkt. Meldet euch bitte und klärt es "
                    "miteinander."_de,
                    {owner, thing, when}),
                "Vermerkt ist: {1}"_de, booking.damage),
            .purpose = "exchange_damage"};
    case Occasion::handover_soon:
        return {.subject = say("Morgen: {1}"_de, {thing}),
                .text = say("„{1}“ geht von {2} an {3}: {4}. Steht fest, wann und wo ihr euch trefft?"_de,
                            {thing, owner, borrower, when}),
                .purpose = "exchange_reminder",
                .urgency = mail::Urgency::may_be_lost};
    case Occasion::return_today:
        return {.subject = say("Heute zurück: {1}"_de, {thing}),
                .text =
                    say("„{1}“ geht heute von {2} zurück an {3}. Tragt danach ein, dass es wieder da ist."_de,
                        {thing, borrower, owner}),
                .purpose = "exchange_reminder",
                .urgency = mail::Urgency::may_be_lost};
    case Occasion::overdue:
        return {
            .subject = say("Noch nicht zurück: {1}"_de, {thing}),
            .text = say(
                "„{1}“ sollte schon wieder bei {2} sein ({3}). Ist es zurück, dann tragt es ein. Sonst ruft "
                "einander an."_de,
                {thing, owner, when}),
            .purpose = "exchange_reminder",
            .urgency = mail::Urgency::may_be_lost};
    }
    return {};
}

bool goes_to_owner(Occasion occasion)
{
    return occasion == Occasion::requested || occasion == Occasion::off_by_borrower;
}

bool goes_to_both(Occasion occasion)
{
    return occasion == Occasion::handover_soon || occasion == Occasion::return_today ||
           occasion == Occasion::overdue;
}

} // namespace

void tell(db::Tx& tx, const web::Context& context, const Thing& thing, const Booking& booking,
          Occasion occasion)
{
    const i18n::Region region{german, context.network.time_zone};
    auto words = words_of({.thing = thing.draft.title,
                           .when = span_text(region, booking.used),
                           .owner = name_of(tx, context, booking.owner),
                           .borrower = name_of(tx, context, booking.borrower)},
                          booking, occasion);
    words.path = booking_path(booking.id);
    if (goes_to_owner(occasion) || goes_to_both(occasion))
        send(tx, context, booking.owner, words);
    if (!goes_to_owner(occasion))
        send(tx, context, booking.borrower, words);
}

void tell(db::Tx& tx, const web::Context& context, const Post& post, const Answer& answer,
          AnswerOccasion occasion)
{
    const auto& title = post.draft.title;
    const auto who = name_of(tx, context, answer.organisation);
    const auto poster = name_of(tx, context, post.draft.organisation);
    switch (occasion) {
    case AnswerOccasion::answered: {
        auto text =
            with(say("{1} meldet sich auf „{2}“."_de, {who, title}), "Sie schreiben: {1}"_de, answer.words);
        send(tx, context, post.draft.organisation,
             {.subject = say("Antwort auf „{1}“"_de, {title}),
              .text = std::move(text),
              .path = post_edit_path(post.id),
              .purpose = "exchange_answer"});
        return;
    }
    case AnswerOccasion::taken:
        send(tx, context, answer.organisation,
             {.subject = say("Ja, gern: {1}"_de, {title}),
              .text =
                  say("{1} nimmt an, was ihr zu „{2}“ geschrieben habt. Danke. Macht miteinander aus, wie es "
                      "weitergeht."_de,
                      {poster, title}),
              .path = answer.booking ? booking_path(*answer.booking) : path_of(post),
              .purpose = "exchange_taken"});
        return;
    case AnswerOccasion::declined:
        send(tx, context, answer.organisation,
             {.subject = say("Diesmal nicht: {1}"_de, {title}),
              .text = say(
                  "{1} braucht euer Angebot zu „{2}“ diesmal nicht. Danke, dass ihr euch gemeldet habt."_de,
                  {poster, title}),
              .path = path_of(post),
              .purpose = "exchange_declined"});
        return;
    case AnswerOccasion::found_already:
        send(tx, context, answer.organisation,
             {.subject = say("Hat sich erledigt: {1}"_de, {title}),
              .text = say("„{1}“ von {2} hat sich erledigt. Danke, dass ihr euch gemeldet habt."_de,
                          {title, poster}),
              .path = path_of(post),
              .purpose = "exchange_declined"});
        return;
    }
}

} // namespace dorfnetz::exchange
