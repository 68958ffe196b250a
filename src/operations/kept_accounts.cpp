#include "operations/kept_accounts.hpp"

#include "accounts/accounts_store.hpp"
#include "accounts/role_words.hpp"
#include "foundation/core/text.hpp"

namespace dorfnetz::operations {

namespace {

std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{.key = "account", .heading = context.t("Dein Zugang"_de), .entries = {}};
    const auto& network = context.network.id;
    const auto grants = accounts::grants_not_ended(reader, network, context.now());
    for (const auto& account : accounts::all_accounts(reader, network)) {
        if (!traces.has_email(account.login))
            continue;
        std::vector<std::string> roles;
        for (const auto& grant : grants)
            if (grant.user == account.id)
                roles.push_back(context.t(accounts::label(grant.grant.role)));
        section.entries.push_back(
            {{context.t("Name"_de), account.name},
             {context.t("Mail-Adresse zum Anmelden"_de), account.login},
             {context.t("Aufgaben"_de), roles.empty() ? context.t("keine"_de) : join(roles, ", ")},
             {context.t("Wird gelöscht"_de),
              context.t(
                  "ein Jahr nach dem Ende der letzten Aufgabe, oder wenn du die Koordination bittest"_de)}});
    }
    return {std::move(section)};
}

} // namespace

people::Elsewhere kept_accounts()
{
    return people::told_only("account", tell);
}

} // namespace dorfnetz::operations
