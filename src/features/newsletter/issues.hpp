#pragma once

#include "features/newsletter/subscriptions.hpp"
#include "features/organisations/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The letter of a month: its draft, what the editors decide about it, and what was sent.
namespace dorfnetz::newsletter {

using IssueId = Id<struct NewsletterIssueTag>;

enum class IssueStatus { draft, sending, sent };

std::string_view to_text(IssueStatus status);

// What editors write, as Markdown; stands above for everybody. English readers without an English text get
// the German one.
struct Intro
{
    std::string de = {};
    std::string en = {};

    bool operator==(const Intro&) const = default;

    const std::string& in(i18n::Language language) const
    {
        return language == i18n::Language::en && !en.empty() ? en : de;
    }
};

struct Issue
{
    IssueId id;
    std::string month; // 2026-12
    IssueStatus status = IssueStatus::draft;
    Intro intro = {};
    std::optional<Timestamp> sent_at = {}; // when it began to go out
    std::string sent_up_to = {};           // id of the last subscription that has it
    std::int64_t recipients = 0;           // so far
    std::int64_t version = 1;

    Date first_day() const;
    Date last_day() const;
};

// "2026-12"
std::string month_of(Date day);
// "/rundbrief/2026/12"
std::string path_of(const Issue& issue);
// "Rundbrief Dezember 2026"
std::string title_of(const web::Context& context, const Issue& issue);

// ---- What stands in it ----

enum class ItemKind {
    date,  // takes place this month
    place, // somebody is still needed
    news,
    entry, // new in the register of organisations
};

inline constexpr std::array item_kinds{ItemKind::date, ItemKind::place, ItemKind::news, ItemKind::entry};

std::string_view to_text(ItemKind kind);
std::optional<ItemKind> item_kind_from_text(std::string_view text);
// Heading of those of a kind.
German heading_of(ItemKind kind);

struct Words
{
    std::string title = {};
    std::string when = {}; // empty: at no time
    std::string text = {};
};

// A part of the letter. Nothing personal: all of it is public.
struct Item
{
    ItemKind kind = ItemKind::date;
    std::string subject = {}; // id of the activity, the page, the organisation
    std::string path = {};    // own
    Words de = {};
    Words en = {};
    std::vector<VillageId> villages = {}; // that it concerns; none: all
    std::vector<std::string> fields = {}; // likewise

    const Words& in(i18n::Language language) const { return language == i18n::Language::en ? en : de; }
};

bool concerns(const Item& item, const Wishes& wishes);

struct DraftItem
{
    Item item;
    bool is_left_out = false;
};

// What is there for this month, by kind in the order of `item_kinds`, in each by day or the newest first.
std::vector<Item> gather(const web::Context& context, db::Reader& reader, const Issue& issue);
// The same as the editors want it.
std::vector<DraftItem> draft_items(const web::Context& context, db::Reader& reader, const Issue& issue);
// What was sent, as far as it is still public.
std::vector<Item> sent_items(const web::Context& context, db::Reader& reader, const Issue& issue);
// What goes out: of a draft without what is left out.
std::vector<Item> items_of(const web::Context& context, db::Reader& reader, const Issue& issue);

// ---- Reading ----

std::optional<Issue> issue_by_id(db::Reader& reader, const NetworkId& network, const IssueId& id);
std::optional<Issue> issue_of_month(db::Reader& reader, const NetworkId& network, std::string_view month);
// The newest first.
std::vector<Issue> all_issues(db::Reader& reader, const NetworkId& network);

// ---- Writing: each in the caller's transaction ----

// The draft of the month; the one that is there already, if there is one.
IssueId make_draft(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                   std::string_view month);
// Err::missing, Err::stale if `version` is no longer the newest, Err::conflict if it is on its way.
Result<Done> save_intro(db::Tx& tx, const NetworkId& network, const IssueId& id, std::int64_t version,
                        const Intro& intro);

enum class Decision { leave_out, take_in, up, down };

std::optional<Decision> decision_from_text(std::string_view text);
// Err::missing if there is no such part now.
Result<Done> decide(db::Tx& tx, const web::Context& context, const Issue& issue, ItemKind kind,
                    std::string_view subject, Decision decision);

// Keeps the parts as they are now and lets it go out. Err::stale, Err::conflict if it went out before, if its
// month is over, or if it says nothing.
Result<Done> begin_sending(db::Tx& tx, const web::Context& context, const Issue& issue);

// ---- The day on which the job makes the draft of the next month ----

inline constexpr std::string_view day_setting = "newsletter.day";
inline constexpr int usual_day = 20;
inline constexpr int latest_day = 28;

// Nothing: drafts are made by hand.
std::optional<int> draft_day(const web::Network& network);

} // namespace dorfnetz::newsletter
