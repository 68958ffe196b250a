#include "accounts/pages.hpp"
#include "foundation/web/question.hpp"

// An account is deleted, after a question that says what goes with it and what stays.
namespace dorfnetz::accounts {

namespace {

using web::Context;

constexpr std::string_view deleting_path = "/redaktion/zugaenge/loeschen";

html::Safe what_goes(const Context& context, const Account& account)
{
    html::Page page;
    page.set("NAME", account.name).set("INFO_ICON", web::icon("info"));
    return context.render("deleting_note", page);
}

// What speaks against it is said before the question.
Result<http::Response> ask(Context& context, const web::UserId& user)
{
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<http::Response> {
        const auto account = TRY(account_to_delete(tx, context.actor, context.network.id, user));
        return web::question_page(
            context, {.heading = context.t("Zugang löschen"_de),
                      .what_happens = context.t("{1} kommt dann nicht mehr herein. Das lässt sich nicht "
                                                "rückgängig machen. Stimmt das?"_de,
                                                {account.name}),
                      .button = {.action = std::string(deleting_path),
                                 .submit = context.t("Ja, löschen"_de),
                                 .danger = true},
                      .typed = {{"konto", user.text()}},
                      .back = std::string(accounts_path),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Zugänge"_de), std::string(accounts_path)}},
                      .more = what_goes(context, account)});
    });
}

Result<http::Response> post_delete(Context& context, const AccountMentions& mentions)
{
    if (auto elsewhere = asks_for_proof(context, accounts_path))
        return *std::move(elsewhere);
    const web::UserId user{context.form.text("konto")};
    if (!web::is_sure(context))
        return ask(context, user);
    TRY(delete_account(context.environment, context.actor, context.network.id, user, mentions));
    return web::redirect_with_notice(context, accounts_path, "Der Zugang ist gelöscht."_de);
}

} // namespace

void register_deleting_page(web::Site& site, const AccountMentions& mentions)
{
    site.post(std::string(deleting_path), web::Access::coordinator(),
              [mentions](Context& context) { return post_delete(context, mentions); });
}

} // namespace dorfnetz::accounts
