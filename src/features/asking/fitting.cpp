#include "features/asking/fitting.hpp"

#include "features/asking/asking_store.hpp"
#include "features/asking/facts.hpp"
#include "features/asking/weights.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/link_key.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace dorfnetz::asking {

namespace {

using matching::Soft;
using web::Context;

constexpr std::chrono::days looked_ahead{120};
constexpr std::int64_t most_looked_at = 1'000;
constexpr std::size_t most_learnt = 30; // the latest

// What a refusal of something similar costs, of as many as count.
constexpr int topic_cost = 20;
constexpr int far_cost = 20;
constexpr int time_cost = 15;
constexpr int most_counted = 2;

// How often they were asked and what they promised says something about whom to ask, nothing about what they
// like.
matching::Weights own_weights(const Context& context)
{
    auto weights = weights_of(context.network);
    weights.reliable = weights.unreliable = weights.asked = weights.lately = weights.promised = 0;
    return weights;
}

bool share_one(const std::vector<std::string>& one, const std::vector<std::string>& other)
{
    return std::any_of(one.begin(), one.end(), [&](const std::string& key) {
        return std::find(other.begin(), other.end(), key) != other.end();
    });
}

// What somebody's refusals say about other tasks.
class Learnt
{
public:
    Learnt(db::Reader& reader, const Context& context, const Facts& facts, const people::Person& person)
        : m_context(context), m_facts(facts), m_person(person)
    {
        for (const auto& refusal : store::refusals_of(reader, context.network.id, person.id)) {
            m_shifts.insert(refusal.shift);
            if (refusal.because != Because::time)
                m_needs.insert(refusal.need);
            if (m_known.size() >= most_learnt)
                continue;
            if (auto open = activities::shift_by_id(reader, context.network.id, refusal.shift)) {
                auto wanted = wanted_for(*open);
                m_known.push_back({refusal.because, *std::move(open), std::move(wanted)});
            }
        }
    }

    // At another time the same task may fit.
    bool hides(const OpenShift& open) const
    {
        return m_shifts.contains(open.shift.id) || m_needs.contains(open.need.id);
    }

    int points(const OpenShift& open, const Wanted& wanted) const
    {
        return -topic_cost * counted(Because::topic,
                                     [&](const Known& known) {
                                         return share_one(known.wanted.fields, wanted.fields) ||
                                                share_one(known.wanted.tasks, wanted.tasks);
                                     }) -
               far_cost * counted(Because::far,
                                  [&](const Known& known) {
                                      const auto then = m_facts.km_between(m_person, known.open);
                                      const auto now = m_facts.km_between(m_person, open);
                                      return then && now && *now >= *then;
                                  }) -
               time_cost * counted(Because::time, [&](const Known& known) {
                   return (times_of(m_context, known.open.shift) & times_of(m_context, open.shift)) != 0;
               });
    }

private:
    struct Known
    {
        Because because;
        OpenShift open;
        Wanted wanted;
    };

    template <class Alike>
    int counted(Because because, const Alike& alike) const
    {
        const auto count = std::count_if(m_known.begin(), m_known.end(), [&](const Known& known) {
            return known.because == because && alike(known);
        });
        return static_cast<int>(std::min<std::ptrdiff_t>(count, most_counted));
    }

    const Context& m_context;
    const Facts& m_facts;
    const people::Person& m_person;
    std::set<ShiftId> m_shifts;
    std::set<activities::NeedId> m_needs;
    std::vector<Known> m_known;
};

std::string distance_text(const Context& context, std::int64_t metres)
{
    const auto km = kilometres(context, metres);
    return km ? context.t("{1} km von dir"_de, {*km}) : context.t("bei dir am Ort"_de);
}

std::string words_for(const Context& context, const people::PersonDraft& data, const OpenShift& open,
                      const Wanted& wanted, const matching::Reason& reason)
{
    switch (reason.soft) {
    case Soft::field:
        return context.t("dafür engagierst du dich gern: {1}"_de,
                         {shared_labels(context, "fields", data.fields, wanted.fields)});
    case Soft::related_field:
        return context.t("du machst Ähnliches: {1}"_de,
                         {shared_labels(context, "fields", data.fields, related_to(wanted.fields))});
    case Soft::task:
        return context.t("du hilfst gern bei: {1}"_de,
                         {shared_labels(context, "tasks", data.tasks, wanted.tasks)});
    case Soft::skill:
        return context.t("du bringst mit: {1}"_de, {fitting_skills(data, open)});
    case Soft::language:
        return context.t("du sprichst: {1}"_de,
                         {shared_labels(context, "languages", data.languages, wanted.languages)});
    case Soft::near:
        return distance_text(context, reason.amount);
    case Soft::free:
        return context.t("da hast du meistens Zeit ({1})"_de, {times_text(context, open.shift)});
    default:
        return {};
    }
}

// Points of all, and in words what speaks for it and what against it.
Fit fit_of(const Context& context, const people::Person& person, const OpenShift& open, const Wanted& wanted,
           const matching::Ranked& ranked)
{
    Fit fit{.open = open, .points = ranked.points};
    std::vector<std::string> parts;
    for (const auto& reason : ranked.reasons) {
        if (reason.soft == Soft::beyond_reach)
            fit.but = context.t("Du bräuchtest eine Mitfahrt."_de);
        else if (auto part = words_for(context, person.data, open, wanted, reason); !part.empty())
            parts.push_back(std::move(part));
    }
    fit.why = join(parts, " · ");
    return fit;
}

// Whoever looks wants to know, however often they want to be asked.
matching::Candidate looking(matching::Candidate candidate)
{
    candidate.not_before = 0;
    return candidate;
}

class Looker
{
public:
    Looker(db::Reader& reader, const Context& context, const people::Person& person)
        : m_context(context),
          m_person(person),
          m_facts(reader, context, person.id),
          m_alone(m_facts.places()),
          m_learnt(reader, context, m_facts, person)
    {
        m_alone.put(looking(m_facts.candidate(person)));
        for (const auto& asked : store::asked_of(reader, context.network.id, person.id))
            if (asked.is_open() || asked.answer == Answer::yes || asked.answer == Answer::no)
                m_settled.insert(asked.shift);
        // Who was told no, or has taken it back, is not offered the same again.
        for (const auto& shift : signups::ended_for(reader, context.network.id, person.id))
            m_settled.insert(shift);
    }

    std::optional<Fit> fit(const OpenShift& open)
    {
        if (open.need.draft.kind != activities::NeedKind::role || open.shift.starts_at <= m_context.now() ||
            m_settled.contains(open.shift.id) || m_learnt.hides(open) ||
            m_facts.history_of(m_person.id).is_engaged_in(open.shift.id))
            return std::nullopt;
        const auto wanted = wanted_for(open);
        const auto need = m_facts.need(open, wanted);
        const auto ranked = m_alone.rank(need, 1, own_weights(m_context));
        if (ranked.empty())
            return std::nullopt;
        auto fit = fit_of(m_context, m_person, open, wanted, ranked.front());
        fit.points += m_learnt.points(open, wanted);
        return fit.points < 0 ? std::nullopt : std::optional(std::move(fit));
    }

private:
    const Context& m_context;
    const people::Person& m_person;
    Facts m_facts;
    matching::Register m_alone; // this one person
    Learnt m_learnt;
    std::set<ShiftId> m_settled;
};

bool goes_before(const Fit& one, const Fit& other)
{
    if (one.points != other.points)
        return one.points > other.points;
    if (one.open.shift.starts_at != other.open.shift.starts_at)
        return one.open.shift.starts_at < other.open.shift.starts_at;
    return one.open.shift.id < other.open.shift.id;
}

constexpr std::string_view page_kind = "fitting";
constexpr std::string_view feed_kind = "fitting-feed";

std::string key_of(const Context& context, std::string_view kind, std::string_view id)
{
    return web::link_key(context.environment, kind, context.network.id, id);
}

std::string hash_of(const Context& context, std::string_view kind, std::string_view key)
{
    return web::keyed_hash(context.environment, std::string(kind) + "-link", key);
}

} // namespace

std::vector<Fit> what_fits(db::Reader& reader, const Context& context, const people::Person& person,
                           std::size_t most)
{
    Looker looker(reader, context, person);
    std::map<activities::NeedId, Fit> best;
    for (const auto& open : activities::open_shifts(
             reader, context.network.id,
             {.after = context.now(), .before = context.now() + looked_ahead, .most = most_looked_at})) {
        auto fit = looker.fit(open);
        if (!fit)
            continue;
        const auto [place, is_new] = best.try_emplace(open.need.id, *fit);
        if (is_new)
            continue;
        fit->more_times = place->second.more_times + 1;
        if (goes_before(*fit, place->second))
            place->second = *std::move(fit);
        else
            ++place->second.more_times;
    }
    std::vector<Fit> fits;
    for (auto& [need, fit] : best)
        fits.push_back(std::move(fit));
    std::sort(fits.begin(), fits.end(), goes_before);
    if (fits.size() > most)
        fits.erase(fits.begin() + static_cast<std::ptrdiff_t>(most), fits.end());
    return fits;
}

std::string path_of(const Context& context, const FittingPage& page)
{
    return "/passt/" + key_of(context, page_kind, page.id);
}

std::string feed_path_of(const Context& context, const FittingPage& page)
{
    return "/passt/atom/" + key_of(context, feed_kind, page.id);
}

std::optional<FittingPage> fitting_page_at(db::Reader& reader, const Context& context, std::string_view key)
{
    return store::fitting_page_at(reader, context.network.id, hash_of(context, page_kind, key));
}

std::optional<FittingPage> fitting_feed_at(db::Reader& reader, const Context& context, std::string_view key)
{
    return store::fitting_feed_at(reader, context.network.id, hash_of(context, feed_kind, key));
}

bool is_of_mailbox(const Context& context, const FittingPage& page, const people::Person& person)
{
    // Whoever has the mailbox later is somebody else.
    return page.mailbox_hash == people::mailbox_hash(context.environment, person.data);
}

FittingPage fitting_page_for(db::Tx& tx, const Context& context, const people::Person& person)
{
    if (auto page = store::fitting_page_of(tx, context.network.id, person.id)) {
        if (is_of_mailbox(context, *page, person))
            return *std::move(page);
        store::end_fitting_page(tx, context.network.id, person.id);
    }
    FittingPage page{.person = person.id,
                     .id = new_id<PersonId>(context.environment.clock, context.environment.random).text(),
                     .mailbox_hash = people::mailbox_hash(context.environment, person.data)};
    const auto hashed = [&](std::string_view kind) {
        return hash_of(context, kind, key_of(context, kind, page.id));
    };
    store::begin_fitting_page(tx, context.network.id, page,
                              {.link = hashed(page_kind), .feed = hashed(feed_kind)}, context.now());
    return page;
}

} // namespace dorfnetz::asking
