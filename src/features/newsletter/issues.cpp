#include "features/newsletter/issues.hpp"

#include "accounts/audit.hpp"
#include "features/newsletter/issues_store.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace dorfnetz::newsletter {

namespace {

constexpr std::array kind_names{std::pair{ItemKind::date, std::string_view("date")},
                                std::pair{ItemKind::place, std::string_view("place")},
                                std::pair{ItemKind::news, std::string_view("news")},
                                std::pair{ItemKind::entry, std::string_view("entry")}};

// Those of one kind, with their places among themselves.
std::vector<std::size_t> places_of(const std::vector<DraftItem>& items, ItemKind kind)
{
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].item.kind == kind)
            places.push_back(i);
    return places;
}

bool swap_with_neighbour(std::vector<DraftItem>& items, const std::vector<std::size_t>& places,
                         std::size_t which, Decision decision)
{
    const auto at = static_cast<std::size_t>(std::find(places.begin(), places.end(), which) - places.begin());
    if (decision == Decision::up ? at == 0 : at + 1 == places.size())
        return false;
    std::swap(items[which], items[places[decision == Decision::up ? at - 1 : at + 1]]);
    return true;
}

} // namespace

std::string_view to_text(IssueStatus status)
{
    switch (status) {
    case IssueStatus::draft:
        return "draft";
    case IssueStatus::sending:
        return "sending";
    case IssueStatus::sent:
        return "sent";
    }
    return {};
}

std::string_view to_text(ItemKind kind)
{
    for (const auto& [known, name] : kind_names)
        if (known == kind)
            return name;
    return {};
}

std::optional<ItemKind> item_kind_from_text(std::string_view text)
{
    for (const auto& [kind, name] : kind_names)
        if (name == text)
            return kind;
    return std::nullopt;
}

German heading_of(ItemKind kind)
{
    switch (kind) {
    case ItemKind::date:
        return "Was los ist"_de;
    case ItemKind::place:
        return "Wo noch jemand gebraucht wird"_de;
    case ItemKind::news:
        return "Neues"_de;
    case ItemKind::entry:
        return "Neu dabei"_de;
    }
    return ""_de;
}

Date Issue::first_day() const
{
    return date_from_iso(month + "-01").value_or(Date{});
}

Date Issue::last_day() const
{
    return add_days(add_months(first_day(), 1), -1);
}

std::string month_of(Date day)
{
    return to_iso(day).substr(0, 7);
}

std::string path_of(const Issue& issue)
{
    return "/rundbrief/" + replace_all(issue.month, "-", "/");
}

std::string title_of(const web::Context& context, const Issue& issue)
{
    return context.t("Rundbrief {1}"_de,
                     {i18n::format_date(context.region(), issue.first_day(), i18n::DateStyle::month)});
}

bool concerns(const Item& item, const Wishes& wishes)
{
    const auto share = [](const auto& ones, const auto& others) {
        return ones.empty() || others.empty() ||
               std::find_first_of(ones.begin(), ones.end(), others.begin(), others.end()) != ones.end();
    };
    return share(item.villages, wishes.villages) && share(item.fields, wishes.fields);
}

std::vector<DraftItem> draft_items(const web::Context& context, db::Reader& reader, const Issue& issue)
{
    const auto decisions = store::decisions_of(reader, context.network.id, issue.id);
    const auto decision_about = [&](const Item& item) {
        const auto found = decisions.find({std::string(to_text(item.kind)), item.subject});
        return found == decisions.end() ? store::StoredDecision() : found->second;
    };
    std::vector<DraftItem> items;
    for (auto& item : gather(context, reader, issue)) {
        const auto decision = decision_about(item);
        items.push_back({std::move(item), decision.is_left_out});
    }
    // What came since somebody moved something stands at the end of its kind.
    std::stable_sort(items.begin(), items.end(), [&](const DraftItem& one, const DraftItem& other) {
        const auto rank = [&](const Item& item) {
            return std::pair(item.kind, decision_about(item).position.value_or(INT64_MAX));
        };
        return rank(one.item) < rank(other.item);
    });
    return items;
}

std::vector<Item> items_of(const web::Context& context, db::Reader& reader, const Issue& issue)
{
    if (issue.status != IssueStatus::draft)
        return sent_items(context, reader, issue);
    std::vector<Item> items;
    for (auto& draft : draft_items(context, reader, issue))
        if (!draft.is_left_out)
            items.push_back(std::move(draft.item));
    return items;
}

std::optional<Decision> decision_from_text(std::string_view text)
{
    constexpr std::array names{std::pair{Decision::leave_out, std::string_view("weglassen")},
                               std::pair{Decision::take_in, std::string_view("aufnehmen")},
                               std::pair{Decision::up, std::string_view("hoch")},
                               std::pair{Decision::down, std::string_view("runter")}};
    for (const auto& [decision, name] : names)
        if (name == text)
            return decision;
    return std::nullopt;
}

Result<Done> decide(db::Tx& tx, const web::Context& context, const Issue& issue, ItemKind kind,
                    std::string_view subject, Decision decision)
{
    if (issue.status != IssueStatus::draft)
        return Error{.kind = Err::conflict, .text = "Dieser Rundbrief ist schon unterwegs."_de};
    auto items = draft_items(context, tx, issue);
    const auto found = std::find_if(items.begin(), items.end(), [&](const DraftItem& draft) {
        return draft.item.kind == kind && draft.item.subject == subject;
    });
    if (found == items.end())
        return Error{.kind = Err::missing};
    const auto places = places_of(items, kind);
    if (decision == Decision::leave_out || decision == Decision::take_in) {
        const auto decisions = store::decisions_of(tx, context.network.id, issue.id);
        const auto known = decisions.find({std::string(to_text(kind)), std::string(subject)});
        auto stored = known == decisions.end() ? store::StoredDecision() : known->second;
        stored.is_left_out = decision == Decision::leave_out;
        store::save_decision(tx, context.network.id, issue.id, found->item, stored);
        return Done{};
    }
    if (!swap_with_neighbour(items, places, static_cast<std::size_t>(found - items.begin()), decision))
        return Done{};
    for (std::size_t i = 0; i < places.size(); ++i)
        store::save_decision(
            tx, context.network.id, issue.id, items[places[i]].item,
            {.is_left_out = items[places[i]].is_left_out, .position = static_cast<std::int64_t>(i)});
    return Done{};
}

Result<Done> begin_sending(db::Tx& tx, const web::Context& context, const Issue& issue)
{
    if (issue.status != IssueStatus::draft)
        return Error{.kind = Err::conflict, .text = "Dieser Rundbrief ist schon unterwegs."_de};
    if (issue.last_day() < context.today())
        return Error{.kind = Err::conflict, .text = "Dieser Monat ist vorbei."_de};
    const auto items = items_of(context, tx, issue);
    if (items.empty() && issue.intro.de.empty())
        return Error{.kind = Err::conflict,
                     .text = "In diesem Rundbrief steht noch nichts. Schreib ein paar Worte dazu."_de};
    if (!store::start(tx, context.network.id, issue, context.actor.user, context.now()))
        return Error{.kind = Err::stale};
    store::insert_items(tx, context.network.id, issue.id, items);
    accounts::record_of_network(tx, context, "newsletter.sent", issue.month);
    return Done{};
}

std::optional<int> draft_day(const web::Network& network)
{
    const auto text = network.setting(day_setting);
    if (text.empty())
        return usual_day;
    int day = 0;
    std::from_chars(text.data(), text.data() + text.size(), day);
    return day >= 1 && day <= latest_day ? std::optional(day) : std::nullopt;
}

} // namespace dorfnetz::newsletter
