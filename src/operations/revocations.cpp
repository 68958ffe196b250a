#include "operations/revocations.hpp"

#include "accounts/revocations.hpp"
#include "features/attendance/revocations.hpp"
#include "features/contact/revocations.hpp"
#include "features/exchange/revocations.hpp"
#include "features/experiences/revocations.hpp"
#include "features/groups/revocations.hpp"
#include "features/mandates/api.hpp"
#include "features/meetings/revocations.hpp"
#include "features/minutes/revocations.hpp"
#include "features/organisations/revocations.hpp"
#include "features/pages/revocations.hpp"
#include "features/people/revocations.hpp"
#include "features/pictures/revocations.hpp"
#include "features/villages/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/i18n/i18n.hpp"
#include "operations/files.hpp"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <map>

namespace dorfnetz::operations {

namespace {

using accounts::Revocation;
using people::Author;

// Of several lines about one thing: what was done last, or the end that comes first.
enum class Counts { latest, earliest };

struct RevocationKind
{
    std::string_view name;
    Counts counts;
    std::vector<Revocation> (*all)(db::Reader& reader);
    bool (*apply)(db::Tx& tx, const Revocation& revocation, const Author& author);
    bool locks = false; // an account
};

template <bool (*apply)(db::Tx&, const Revocation&, Timestamp)>
bool at_this_moment(db::Tx& tx, const Revocation& revocation, const Author& author)
{
    return apply(tx, revocation, author.clock.now());
}

// What a feature has noted, unless the database knows already.
template <const std::string_view& kind>
std::vector<Revocation> noted(db::Reader& reader)
{
    return accounts::noted_revocations(reader, kind);
}

template <const std::string_view& kind, bool (*apply)(db::Tx&, const Revocation&, const Author&)>
bool unless_noted(db::Tx& tx, const Revocation& revocation, const Author& author)
{
    return !accounts::has_noted(tx, kind, revocation) && apply(tx, revocation, author);
}

template <const std::string_view& kind, bool (*apply)(db::Tx&, const Revocation&, const Author&)>
constexpr RevocationKind noted_kind()
{
    return {kind, Counts::latest, noted<kind>, unless_noted<kind, apply>};
}

bool leads_somewhere(db::Reader& reader, const Revocation& revocation)
{
    const auto mandates = mandates::mandates_of(reader, revocation.network);
    return std::any_of(mandates.begin(), mandates.end(), [&](const mandates::Mandate& mandate) {
        return !mandate.ends_on && mandate.organisation.text() == revocation.id;
    });
}

bool hide_entry_again(db::Tx& tx, const Revocation& revocation, const Author& author)
{
    using organisations::Leads;
    const auto leads = leads_somewhere(tx, revocation) ? Leads::yes : Leads::no;
    return organisations::hide_entry_again(tx, revocation, leads, author);
}

bool remove_picture_again(db::Tx& tx, const Revocation& revocation, const Author& author)
{
    const auto removed = pictures::remove_picture_again(tx, revocation, author.clock.now());
    if (!removed)
        return false;
    organisations::forget_picture(tx, revocation.network, revocation.id, removed->newest_left);
    villages::forget_picture(tx, revocation.network, revocation.id, removed->newest_left);
    return true;
}

constexpr std::array revocation_kinds{
    RevocationKind{"consent", Counts::latest, people::withdrawn_consents, people::withdraw_again},
    RevocationKind{"rest", Counts::latest, people::rested_entries, people::rest_again},
    RevocationKind{"account", Counts::latest, accounts::changed_accounts,
                   at_this_moment<accounts::lock_changed_account>, true},
    RevocationKind{"role", Counts::earliest, accounts::ended_roles, at_this_moment<accounts::end_role_again>},
    RevocationKind{"code", Counts::latest, accounts::used_codes, at_this_moment<accounts::use_code_again>},
    noted_kind<organisations::name_kind, organisations::hide_consent_again>(),
    noted_kind<organisations::consent_kind, organisations::hide_consent_again>(),
    noted_kind<organisations::contact_phone_kind, organisations::hide_contact_phone_again>(),
    noted_kind<organisations::contact_email_kind, organisations::hide_contact_email_again>(),
    noted_kind<organisations::phone_kind, organisations::hide_phone_again>(),
    noted_kind<organisations::email_kind, organisations::hide_email_again>(),
    noted_kind<organisations::status_kind, hide_entry_again>(),
    noted_kind<attendance::report_kind, at_this_moment<attendance::withdraw_report_again>>(),
    noted_kind<exchange::thing_status_kind, at_this_moment<exchange::withdraw_thing_again>>(),
    noted_kind<exchange::post_status_kind, at_this_moment<exchange::close_post_again>>(),
    noted_kind<experiences::audience_kind, at_this_moment<experiences::narrow_audience_again>>(),
    noted_kind<groups::text_audience_kind, at_this_moment<groups::keep_text_inside_again>>(),
    noted_kind<meetings::audience_kind, at_this_moment<meetings::narrow_audience_again>>(),
    noted_kind<minutes::minutes_kind, at_this_moment<minutes::take_back_again>>(),
    noted_kind<contact::person_kind, at_this_moment<contact::forget_again>>(),
    noted_kind<pictures::picture_kind, remove_picture_again>(),
    noted_kind<pictures::download_kind, at_this_moment<pictures::remove_download_again>>(),
    noted_kind<pages::visibility_kind, at_this_moment<pages::withdraw_again>>()};

constexpr std::string_view as_of_mark = "# as of ";

struct Key
{
    std::string network;
    std::string kind;
    std::string id;

    auto operator<=>(const Key&) const = default;
};

struct List
{
    std::optional<Timestamp> as_of;
    std::vector<std::string> comments;
    std::map<Key, Revocation> lines;
    std::int64_t unknown = 0;

    void take(const RevocationKind& kind, Revocation revocation)
    {
        Key key{revocation.network.text(), std::string(kind.name), revocation.id};
        const auto known = lines.find(key);
        if (known == lines.end() || (kind.counts == Counts::latest ? known->second.at <= revocation.at
                                                                   : revocation.at <= known->second.at))
            lines.insert_or_assign(std::move(key), std::move(revocation));
    }
};

const RevocationKind* kind_named(std::string_view name)
{
    const auto* const found = std::find_if(revocation_kinds.begin(), revocation_kinds.end(),
                                           [&](const RevocationKind& kind) { return kind.name == name; });
    return found == revocation_kinds.end() ? nullptr : found;
}

void read_line(List& list, const std::string& line)
{
    if (line.starts_with(as_of_mark)) {
        const auto at = timestamp_from_iso(line.substr(as_of_mark.size()));
        list.as_of = std::max(list.as_of, at);
        return;
    }
    if (line.empty() || line.starts_with('#')) {
        if (!line.empty())
            list.comments.push_back(line);
        return;
    }
    const auto words = split_list(line, " \t\r");
    const auto at = words.size() == 5 ? timestamp_from_iso(words[4]) : std::nullopt;
    const auto* const kind = at ? kind_named(words[1]) : nullptr;
    if (!kind) {
        ++list.unknown;
        list.comments.push_back(line); // a newer program may understand it
        return;
    }
    list.take(*kind, {.network = NetworkId(words[0]),
                      .id = words[2],
                      .word = words[3] == "-" ? std::string() : words[3],
                      .at = *at});
}

void read_list(List& list, const std::filesystem::path& path)
{
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);)
        read_line(list, line);
}

} // namespace

void write_revocations(db::Pool& pool, const std::filesystem::path& path, Timestamp now)
{
    List list;
    read_list(list, path);
    pool.read([&](db::Reader& reader) {
        for (const auto& kind : revocation_kinds)
            for (auto& revocation : kind.all(reader))
                list.take(kind, std::move(revocation));
    });
    auto text = fmt::format("{}{}\n", as_of_mark, to_iso(now));
    for (const auto& comment : list.comments)
        text += comment + '\n';
    for (const auto& [key, revocation] : list.lines)
        text += fmt::format("{} {} {} {} {}\n", key.network, key.kind, key.id,
                            revocation.word.empty() ? "-" : revocation.word, to_iso(revocation.at));
    write_file(path, text);
}

RevocationReport apply_revocations(db::Pool& pool, const std::vector<std::filesystem::path>& lists,
                                   Timestamp backup_made_at, const Clock& clock, Random& random)
{
    List list;
    for (const auto& path : lists)
        read_list(list, path);
    const Author author{
        .clock = clock,
        .random = random,
        .name = i18n::translate(i18n::Language::de, "das Programm nach dem Einspielen einer Sicherung"_de)};
    return pool
        .write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<RevocationReport> {
                   RevocationReport report{.as_of = list.as_of, .unknown = list.unknown};
                   accounts::end_sessions_and_links(tx);
                   people::end_own_links(tx);
                   for (const auto& [key, revocation] : list.lines) {
                       const auto& kind = *kind_named(key.kind);
                       if (kind.apply(tx, revocation, author))
                           ++(kind.locks ? report.locked : report.applied);
                   }
                   if (!list.as_of || *list.as_of < backup_made_at)
                       report.locked += accounts::lock_all_accounts(tx, clock.now());
                   for (auto& network : accounts::networks_without_coordinator(tx, clock.now()))
                       report.without_coordinator.push_back(std::move(network.name));
                   return report;
               })
        .value();
}

} // namespace dorfnetz::operations
