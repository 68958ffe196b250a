#include "accounts/sign_in.hpp"

#include "accounts/audit.hpp"
#include "accounts/links.hpp"
#include "accounts/notices.hpp"
#include "accounts/sessions.hpp"
#include "foundation/core/log.hpp"
#include "foundation/core/random.hpp"
#include "foundation/jobs/queue.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace dorfnetz::accounts {

namespace {

Error too_often()
{
    return {Err::too_often,
            "Das waren zu viele Versuche. Warte eine Minute, oder lass dir einen Link schicken."_de};
}

Error wrong_password()
{
    return {.kind = Err::invalid,
            .text = "E-Mail-Adresse oder Kennwort stimmt nicht."_de,
            .values = {},
            .fields = {{"email", "E-Mail-Adresse oder Kennwort stimmt nicht."_de}}};
}

Error too_many_from_here()
{
    return {Err::too_often, "Von hier kamen gerade sehr viele Anfragen. Warte ein paar Minuten."_de};
}

Error wrong_paper_code()
{
    constexpr auto text = "Dieser Code gilt nicht oder nicht mehr. Lass dir einen neuen Zettel geben."_de;
    return {.kind = Err::invalid, .text = text, .values = {}, .fields = {{"code", text}}};
}

Error dead_link()
{
    return {Err::missing, "Dieser Link gilt nicht mehr. Lass dir einen neuen schicken."_de};
}

// Each takes its own, so that one busy place does not use up what others may.
bool may_try(Door& door, const NetworkId& network, const std::string& login, const Caller& caller,
             Timestamp now)
{
    const auto place = web::address_prefix(caller.address);
    const auto account = fmt::format("{} {}", network.text(), login);
    return door.tries_from_one_place.take(place, now) &&
           door.tries_for_one_account_from_one_place.take(fmt::format("{} {}", place, account), now) &&
           door.tries_for_one_account.take(account, now);
}

std::optional<i18n::Language> language_of(const LinkRequest& request)
{
    return i18n::language_from_code(request.language);
}

Result<Done> answer(db::Tx& tx, web::Environment& environment, const web::Network& network,
                    const LinkRequest& request)
{
    if (!delete_request(tx, request))
        return Done{};
    const auto user = find_user_by_login(tx, request.network, request.login);
    if (!user || user->account.disabled)
        return Done{};
    const auto purpose = link_purpose_from_text(request.purpose);
    const auto token = make_link(tx, environment, request.network, user->account.id, purpose);
    TRY(mail_link(tx, environment,
                  {.network = request.network,
                   .network_name = network.name,
                   .account = user->account,
                   .purpose = purpose,
                   .language = language_of(request).value_or(i18n::Language::de),
                   .url = request.address + token}));
    note(tx, environment, request.network, user->account.id,
         purpose == LinkPurpose::sign_in ? "session.link_sent" : "password.link_sent", user->account.id);
    return Done{};
}

// Whom an unused link is for, without using it.
Result<Account> holder_of(Door& door, web::Environment& environment, const web::Network& network,
                          LinkPurpose purpose, std::string_view token, const Caller& caller)
{
    const auto now = environment.clock.now();
    TRY(may_open(door, caller, now));
    const auto hash = stored_link(environment, purpose, token);
    const auto user = environment.pool.read(
        [&](db::Reader& reader) { return user_of_link(reader, network.id, hash, now); });
    if (!user)
        return dead_link();
    return user->account;
}

Result<Admission> admit_by_link(web::Environment& environment, const web::Network& network,
                                const std::string& hash, const Caller& caller, Way way)
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Admission> {
        const auto now = environment.clock.now();
        const auto user = user_of_link(tx, network.id, hash, now);
        // Of two who use one link at the same moment, the second finds it used.
        if (!user || !use_link(tx, network.id, hash, now))
            return dead_link();
        return admit(tx, environment, network, user->account, caller, way);
    });
}

} // namespace

Result<Done> may_open(Door& door, const Caller& caller, Timestamp now)
{
    if (door.links_opened_from_one_place.take(web::address_prefix(caller.address), now))
        return Done{};
    return too_many_from_here();
}

Result<Admission> sign_in(Door& door, web::Environment& environment, const web::Network& network,
                          const Credentials& credentials, const Caller& caller)
{
    const auto login = login_of(credentials.login);
    if (!may_try(door, network.id, login, caller, environment.clock.now())) {
        log::warning("sign-in throttled");
        return too_often();
    }
    const auto user = environment.pool.read(
        [&](db::Reader& reader) { return find_user_by_login(reader, network.id, login); });
    const auto stored = user && !user->account.disabled ? user->password_hash : std::string();
    if (!TRY(door.hasher.verify(stored, credentials.password)))
        return wrong_password();
    const bool outdated = door.hasher.is_outdated(stored);
    const auto fresh = outdated ? TRY(door.hasher.hash(credentials.password)) : stored;
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Admission> {
        // The password may have been changed or the account blocked while the hash was computed.
        const auto now_stored = find_user(tx, network.id, user->account.id);
        if (!now_stored || now_stored->account.disabled || now_stored->password_hash != stored)
            return wrong_password();
        if (outdated && !replace_password_hash(tx, network.id, user->account.id, stored, fresh))
            return wrong_password();
        return admit(tx, environment, network, now_stored->account, caller, Way::password);
    });
}

Result<Account> open_sign_in_link(Door& door, web::Environment& environment, const web::Network& network,
                                  std::string_view token, const Caller& caller)
{
    return holder_of(door, environment, network, LinkPurpose::sign_in, token, caller);
}

Result<Admission> sign_in_by_link(Door& door, web::Environment& environment, const web::Network& network,
                                  std::string_view token, const Caller& caller)
{
    TRY(open_sign_in_link(door, environment, network, token, caller));
    return admit_by_link(environment, network, stored_link(environment, LinkPurpose::sign_in, token), caller,
                         Way::link);
}

Result<Admission> sign_in_by_paper(Door& door, web::Environment& environment, const web::Network& network,
                                   std::string_view code, const Caller& caller)
{
    TRY(may_open(door, caller, environment.clock.now()));
    auto admitted = admit_by_link(environment, network, stored_link(environment, LinkPurpose::paper, code),
                                  caller, Way::paper);
    if (!admitted && admitted.error().kind == Err::missing)
        return wrong_paper_code();
    return admitted;
}

Result<Done> sign_out(web::Environment& environment, const NetworkId& network, std::string_view token)
{
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        end_session(tx, environment, network, token);
        return Done{};
    });
}

Result<Done> ask_for_link(Door& door, web::Environment& environment, const web::Network& network,
                          const LinkWish& wish, const Caller& caller)
{
    const auto now = environment.clock.now();
    const auto login = login_of(wish.email);
    if (!door.links_from_one_place.take(web::address_prefix(caller.address), now))
        return too_many_from_here();
    // Who asks again and again has a link in the mailbox already.
    if (!door.links_for_one_account.take(
            fmt::format("{} {} {}", network.id.text(), to_text(wish.purpose), login), now))
        return Done{};
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        insert_request(tx,
                       {.network = network.id,
                        .id = random_token(environment.random),
                        .login = login,
                        .purpose = std::string(to_text(wish.purpose)),
                        .language = std::string(i18n::code(wish.language)),
                        .address = wish.address},
                       now);
        jobs::enqueue(tx, {.network = network.id, .kind = std::string(link_requests_job)}, environment.clock,
                      environment.random);
        return Done{};
    });
}

std::int64_t answer_link_requests(web::Environment& environment)
{
    constexpr std::int64_t at_a_time = 100;
    std::vector<web::Network> networks;
    const auto requests = environment.pool.read([&](db::Reader& reader) {
        auto waiting = waiting_requests(reader, at_a_time);
        if (!waiting.empty())
            networks = web::all_networks(reader);
        return waiting;
    });
    for (const auto& request : requests) {
        const auto network = std::find_if(networks.begin(), networks.end(), [&](const web::Network& known) {
            return known.id == request.network;
        });
        if (network == networks.end())
            continue;
        const auto sent = environment.pool.write(
            db::Scope::nothing(), [&](db::Tx& tx) { return answer(tx, environment, *network, request); });
        if (sent)
            continue;
        // No mail can be sent to this address, and none ever will.
        log::warning("a password link could not be mailed");
        static_cast<void>(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            delete_request(tx, request);
            return Done{};
        }));
    }
    return static_cast<std::int64_t>(requests.size());
}

Result<Account> open_link(Door& door, web::Environment& environment, const web::Network& network,
                          std::string_view token, const Caller& caller)
{
    return holder_of(door, environment, network, LinkPurpose::reset, token, caller);
}

Result<Admission> set_password_by_link(Door& door, web::Environment& environment, const web::Network& network,
                                       std::string_view token, std::string_view password,
                                       const Caller& caller)
{
    const auto account = TRY(open_link(door, environment, network, token, caller));
    TRY(check_new_password(password, account.login));
    const auto fresh = TRY(door.hasher.hash(password));
    const auto hash = stored_link(environment, LinkPurpose::reset, token);
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Admission> {
        const auto now = environment.clock.now();
        const auto user = user_of_link(tx, network.id, hash, now);
        // Of two who use one link at the same moment, the second finds it used.
        if (!user || !use_link(tx, network.id, hash, now))
            return dead_link();
        set_password_hash(tx, network.id, user->account.id, fresh);
        note_access_change(tx, network.id, user->account.id, now);
        end_other_sessions(tx, network.id, user->account.id, "");
        delete_unused_links(tx, network.id, user->account.id);
        note(tx, environment, network.id, user->account.id, "password.set", user->account.id);
        if (user->account.has_password)
            TRY(tell_of_new_password(tx, environment, network, user->account, caller.language));
        return admit(tx, environment, network, user->account, caller, Way::link);
    });
}

Result<Done> change_password(Door& door, web::Environment& environment, const web::Network& network,
                             const web::Actor& actor, std::string_view old_password,
                             std::string_view new_password, i18n::Language language)
{
    const auto user =
        environment.pool.read([&](db::Reader& reader) { return find_user(reader, network.id, actor.user); });
    if (!user)
        return Error{Err::missing, "Diesen Zugang gibt es nicht."_de};
    // A session left open is no licence to guess the password without end.
    if (!door.tries_for_one_account.take(fmt::format("{} {}", network.id.text(), user->account.login),
                                         environment.clock.now()))
        return too_often();
    TRY(check_new_password(new_password, user->account.login));
    // Who came in by a link or a sheet of paper has none yet. A browser left signed in must not be enough.
    if (!user->account.has_password && !environment.pool.read([&](db::Reader& reader) {
            return proved_lately(reader, network.id, actor, environment.clock.now());
        }))
        return Error{Err::forbidden, "Melde dich noch einmal an, bevor du ein Kennwort wählst."_de};
    if (user->account.has_password && !TRY(door.hasher.verify(user->password_hash, old_password)))
        return Error{.kind = Err::invalid,
                     .text = "Dein bisheriges Kennwort stimmt nicht."_de,
                     .values = {},
                     .fields = {{"altes_kennwort", "Dein bisheriges Kennwort stimmt nicht."_de}}};
    const auto fresh = TRY(door.hasher.hash(new_password));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        if (!replace_password_hash(tx, network.id, actor.user, user->password_hash, fresh))
            return Error{Err::stale, "Dein Kennwort wurde gerade anderswo geändert. Melde dich neu an."_de};
        note_access_change(tx, network.id, actor.user, environment.clock.now());
        end_other_sessions(tx, network.id, actor.user, actor.session);
        delete_unused_links(tx, network.id, actor.user);
        note(tx, environment, network.id, actor.user, "password.changed", actor.user);
        return tell_of_new_password(tx, environment, network, user->account, language);
    });
}

} // namespace dorfnetz::accounts
