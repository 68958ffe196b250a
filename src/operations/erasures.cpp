#include "operations/erasures.hpp"

#include "accounts/revocations.hpp"
#include "features/asking/api.hpp"
#include "features/attendance/api.hpp"
#include "features/contact/kept_persons.hpp"
#include "features/contact/revocations.hpp"
#include "features/date_polls/revocations.hpp"
#include "features/decisions/api.hpp"
#include "features/exchange/revocations.hpp"
#include "features/experiences/revocations.hpp"
#include "features/groups/revocations.hpp"
#include "features/joining/api.hpp"
#include "features/mandates/api.hpp"
#include "features/meetings/kept_names.hpp"
#include "features/meetings/revocations.hpp"
#include "features/messages/api.hpp"
#include "features/minutes/api.hpp"
#include "features/newsletter/api.hpp"
#include "features/notes/api.hpp"
#include "features/organisations/revocations.hpp"
#include "features/pages/revocations.hpp"
#include "features/pictures/api.hpp"
#include "features/planning/api.hpp"
#include "features/retention/api.hpp"
#include "features/signups/api.hpp"
#include "features/tasks/api.hpp"
#include "features/transfer/api.hpp"
#include "features/transfer/erased_rows.hpp"
#include "foundation/core/text.hpp"
#include "operations/files.hpp"
#include "operations/kept_accounts.hpp"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <set>

namespace dorfnetz::operations {

namespace {

// False if it was not there.
using Erase = bool (*)(db::Tx&, const NetworkId&, const std::string& id);

struct Kind
{
    std::string_view name;
    Erase erase;
};

bool erase_person(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    const people::PersonId person{id};
    const bool is_there = people::person_by_id(tx, network, person).has_value();
    people::erase(tx, network, person, kept_elsewhere());
    return is_there;
}

bool erase_contact(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    return organisations::erase_contact(tx, network, organisations::ContactId{id});
}

bool erase_account(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    return accounts::erase_account(tx, network, web::UserId{id}, account_mentions());
}

constexpr std::string_view person_kind = "person";

// Everything of which single rows are erased on demand.
constexpr std::array kinds{Kind{accounts::account_kind, erase_account},
                           Kind{person_kind, erase_person},
                           Kind{organisations::contact_kind, erase_contact},
                           Kind{contact::contact_kind, contact::remove_again},
                           Kind{meetings::document_kind, meetings::remove_document_again},
                           Kind{pages::page_kind, pages::remove_again},
                           Kind{newsletter::subscription_kind, newsletter::unsubscribe_again},
                           Kind{exchange::thing_kind, exchange::remove_thing_again},
                           Kind{exchange::post_kind, exchange::remove_post_again},
                           Kind{experiences::experience_kind, experiences::remove_again},
                           Kind{experiences::file_kind, experiences::remove_file_again},
                           Kind{groups::text_kind, groups::remove_text_again},
                           Kind{groups::member_kind, groups::remove_member_again},
                           Kind{date_polls::reply_kind, date_polls::remove_reply_again}};

} // namespace

people::Elsewheres kept_elsewhere()
{
    return {joining::kept_offers(),
            transfer::kept_rows(),
            contact::kept_persons(),
            signups::kept_signups(),
            asking::kept_askings(),
            planning::kept_plans(),
            groups::kept_memberships(),
            newsletter::kept_subscriptions(),
            messages::kept_messages(),
            tasks::kept_tasks(),
            meetings::kept_names(),
            date_polls::kept_replies(),
            kept_accounts()};
}

accounts::AccountMentions account_mentions()
{
    return {asking::forget_account,        attendance::forget_account, decisions::forget_account,
            mandates::forget_account,      meetings::forget_account,   messages::forget_account,
            minutes::forget_account,       newsletter::forget_account, notes::forget_account,
            organisations::forget_account, pages::forget_account,      people::forget_account,
            pictures::forget_account,      planning::forget_account,   retention::forget_account,
            tasks::forget_account,         transfer::forget_account};
}

bool write_erasures(db::Pool& pool, const std::filesystem::path& list)
{
    std::vector<accounts::NotedErasure> erased;
    pool.read([&](db::Reader& reader) {
        for (auto& [network, id] : people::erased_people(reader))
            erased.push_back(
                {.network = std::move(network), .kind = std::string(person_kind), .id = id.text()});
        auto noted = accounts::noted_erasures(reader);
        std::move(noted.begin(), noted.end(), std::back_inserter(erased));
    });
    std::string text;
    std::set<std::string> known;
    std::ifstream file(list);
    for (std::string line; std::getline(file, line); text += line + '\n')
        known.insert(line);
    const auto length = text.size();
    for (const auto& [network, kind, id] : erased)
        if (const auto line = fmt::format("{} {} {}", network.text(), kind, id); !known.contains(line))
            text += line + '\n';
    if (text.size() == length)
        return false;
    write_file(list, text);
    return true;
}

ErasureReport apply_erasures(db::Pool& pool, const std::filesystem::path& list)
{
    ErasureReport report;
    std::ifstream file(list);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.starts_with('#'))
            continue;
        const auto words = split_list(line, " \t\r");
        const auto* const kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& each) {
            return words.size() == 3 && each.name == words[1];
        });
        if (kind == kinds.end()) {
            ++report.unknown;
            continue;
        }
        const NetworkId network{words[0]};
        const auto erased = pool.write(db::Scope::of(network), [&](db::Tx& tx) -> Result<bool> {
            return kind->erase(tx, network, words[2]);
        });
        report.applied += erased.value() ? 1 : 0;
    }
    return report;
}

} // namespace dorfnetz::operations
