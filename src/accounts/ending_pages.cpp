#include "accounts/pages.hpp"
#include "accounts/role_words.hpp"
#include "foundation/web/question.hpp"

#include <fmt/format.h>

// A role is ended, after a question: it holds at once, and the person finds the door shut.
namespace dorfnetz::accounts {

namespace {

using web::Context;

constexpr std::string_view ending_path = "/redaktion/zugaenge/beenden";

std::string name_of(db::Reader& reader, const NetworkId& network, const web::UserId& user)
{
    const auto found = find_user(reader, network, user);
    return found ? found->account.name : std::string();
}

html::Safe other_way(const Context& context, const StoredGrant& stored)
{
    html::Page page;
    page.set("INFO_ICON", web::icon("info"))
        .set("HANDOVER_URL", context.url(fmt::format("{}/uebergeben/{}", accounts_path, stored.id)));
    return context.render("ending_note", page);
}

// What speaks against it is said before the question.
Result<http::Response> ask(Context& context, const Subjects& subjects, const std::string& grant)
{
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<http::Response> {
        const auto& network = context.network.id;
        const auto stored =
            TRY(grant_to_end(tx, context.environment, subjects, context.actor, network, grant));
        const auto names = subject_names(tx, network, subjects);
        return web::question_page(
            context, {.heading = context.t("Zugang beenden"_de),
                      .what_happens =
                          context.t("{1} verliert sofort diese Aufgabe: {2}. Stimmt das?"_de,
                                    {name_of(tx, network, stored.user), grant_text(context, stored, names)}),
                      .button = {.action = std::string(ending_path),
                                 .submit = context.t("Ja, beenden"_de),
                                 .danger = true},
                      .typed = {{"recht", grant}},
                      .back = std::string(accounts_path),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Zugänge"_de), std::string(accounts_path)}},
                      .more = other_way(context, stored)});
    });
}

Result<http::Response> post_end(Context& context, const Subjects& subjects)
{
    const std::string grant(context.form.text("recht"));
    if (!web::is_sure(context))
        return ask(context, subjects, grant);
    TRY(end_grant(context.environment, subjects, context.actor, context.network.id, grant));
    return web::redirect_with_notice(context, accounts_path, "Beendet. Das gilt ab sofort."_de);
}

} // namespace

void register_ending_page(web::Site& site, const Subjects& subjects)
{
    site.post(std::string(ending_path), web::Access::editors(),
              [subjects](Context& context) { return post_end(context, subjects); });
}

} // namespace dorfnetz::accounts
