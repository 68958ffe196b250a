#include "features/freshness/freshness_service.hpp"

#include "features/freshness/api.hpp"
#include "foundation/core/log.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/form.hpp"

namespace dorfnetz::freshness {

namespace {

using organisations::Entry;

// Who is asked: the one who answers for the entry, or else the organisation.
std::optional<mail::Mailbox> recipient(db::Reader& reader, const NetworkId& network, const Entry& entry)
{
    const auto organisation = organisations::organisation_by_id(reader, network, entry.id);
    if (!organisation)
        return std::nullopt;
    return organisations::mailbox_of(reader, network, *organisation, organisations::MailTo::person_first);
}

mail::Mail mail_of(const web::Network& network, const Entry& entry, const mail::Mailbox& to,
                   const std::string& link)
{
    const auto de = i18n::Language::de;
    return {.network = network.id,
            .to = to,
            .subject = i18n::translate(de, "Stimmt euer Eintrag noch? {1}"_de, {entry.name}),
            .text = i18n::translate(
                de,
                "Guten Tag,\n\nder Eintrag „{1}“ im {2} wurde seit einem Jahr nicht bestätigt. "
                "Stimmt er noch?\n\nHier kannst du ihn bestätigen, ändern oder sagen, dass es "
                "ihn nicht mehr gibt. Du brauchst keinen Zugang:\n{3}\n\nDer Link gilt 60 Tage. "
                "Danke für deine Hilfe."_de,
                {entry.name, network.name, link}),
            .purpose = "confirm_entry",
            .urgency = mail::Urgency::may_be_lost,
            .from = std::nullopt,
            .reply_to = std::nullopt,
            .unsubscribe_url = std::nullopt,
            .attachments = {}};
}

Result<bool> ask_about(web::Environment& environment, const web::Network& network, const Entry& entry)
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<bool> {
        const auto now = environment.clock.now();
        if (was_asked_since(tx, network.id, entry.id, now - pause_between_mails))
            return false;
        const auto to = recipient(tx, network.id, entry);
        if (!to)
            return false;
        const auto token = random_token(environment.random);
        insert_question(tx, network.id,
                        {.id = new_uuid_v7(environment.clock, environment.random),
                         .organisation = entry.id,
                         .asked_at = now},
                        hash_of(environment, token));
        const auto sent = mail::enqueue(
            tx, mail_of(network, entry, *to, environment.public_address + "/bestaetigen/" + token),
            environment.clock, environment.random);
        if (!sent)
            return sent.error();
        return true;
    });
}

// Runs what the answer does to the entry, as the one who was asked.
template <class F>
Result<Done> answer(const web::Context& context, Answer what, F&& change)
{
    auto author = organisations::author_of(context);
    author.name = i18n::translate(i18n::Language::de, "Antwort auf unsere Nachfrage"_de);
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto open = TRY(open_question(context, tx));
        if (!save_answer(tx, context.network.id, open.question, what, context.now()))
            return Error{.kind = Err::missing};
        return change(tx, open.organisation.id, author);
    });
}

} // namespace

std::string hash_of(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "confirm-entry", token);
}

std::int64_t ask_for_confirmation(web::Environment& environment, const web::Network& network)
{
    if (environment.public_address.empty()) {
        log::warning("nobody is asked about old entries: the installation has no public address");
        return 0;
    }
    const i18n::Region region{i18n::Language::de, network.time_zone};
    const auto today = i18n::local_date(region, environment.clock.now());
    const auto entries = environment.pool.read(
        [&](db::Reader& reader) { return organisations::load_register(reader, network.id); });
    std::int64_t asked = 0;
    for (const auto& entry : entries.entries) {
        if (!entry.is_public() || entry.is_example ||
            !organisations::is_stale(entry.last_confirmed_on, today))
            continue;
        // A wrong address of one entry must not keep the others from being asked.
        if (const auto done = ask_about(environment, network, entry); done && *done)
            ++asked;
    }
    return asked;
}

Result<OpenQuestion> open_question(const web::Context& context, db::Reader& reader)
{
    const auto question =
        question_of(reader, context.network.id, hash_of(context.environment, context.parameter("token")));
    if (!question || question->answered || question->asked_at + link_lives < context.now())
        return Error{.kind = Err::missing,
                     .text = "Dieser Link gilt nicht mehr. Vielleicht wurde er schon benutzt."_de};
    auto organisation = organisations::organisation_by_id(reader, context.network.id, question->organisation);
    if (!organisation || !organisation->is_public())
        return Error{.kind = Err::missing, .text = "Diesen Eintrag gibt es nicht mehr."_de};
    return OpenQuestion{*question, std::move(*organisation)};
}

Result<Done> answer_right(const web::Context& context)
{
    return answer(context, Answer::right, [&](db::Tx& tx, const OrganisationId& id, const auto& author) {
        return organisations::confirm(tx, context.network.id, id, author);
    });
}

Result<Done> answer_gone(const web::Context& context)
{
    return answer(context, Answer::gone, [&](db::Tx& tx, const OrganisationId& id, const auto& author) {
        return organisations::send_to_review(tx, context.network.id, id, author);
    });
}

Result<Done> answer_changed(const web::Context& context, std::int64_t version,
                            const organisations::OrganisationDraft& draft)
{
    return answer(context, Answer::changed,
                  [&](db::Tx& tx, const OrganisationId& id, const auto& author) -> Result<Done> {
                      const auto updated =
                          organisations::update(tx, context.network.id, id, version, draft, author);
                      if (!updated)
                          return updated.error();
                      return organisations::confirm(tx, context.network.id, id, author);
                  });
}

} // namespace dorfnetz::freshness
