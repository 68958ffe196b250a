#include "features/exchange/fitting.hpp"

#include "features/asking/organisations_api.hpp"
#include "features/exchange/finding_things.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/search/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Context;

constexpr std::size_t most_shown = 5;        // of each
constexpr std::size_t things_looked_at = 50; // of that name
constexpr double far_away = 1e9;             // kilometres: where nobody knows

template <class Fitting>
double by_distance(const Fitting& fitting)
{
    return fitting.km.value_or(far_away);
}

template <class Fitting>
std::vector<Fitting> the_first(std::vector<Fitting> all)
{
    if (all.size() > most_shown)
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(most_shown), all.end());
    return all;
}

// Folded: what people write in titles of anything.
constexpr auto not_telling = std::to_array<std::string_view>(
    {"alle", "beispiel", "bieten", "brauchen", "dorf", "euch", "euer", "eure", "euren", "gebraucht",
     "gesucht", "haben", "helfer", "hilfe", "leihen", "leute", "suchen", "unseren", "verleihen"});

// The words of a title that say what it is: not "für", not "10 m".
std::vector<std::string> telling_words(std::string_view title)
{
    constexpr std::size_t shortest = 4;
    std::vector<std::string> words;
    for (auto& token : search::tokens(title))
        if (token.word.size() >= shortest && std::ranges::find(not_telling, token.word) == not_telling.end())
            words.push_back(std::move(token.word));
    return words;
}

struct FittingThing
{
    Thing thing;
    std::optional<double> km = {}; // from where it is needed
    bool is_free = true;           // then
};

// What is in the inventory of others and has such a word in its name: a "Festzelt" for who looks for a
// "Zelt". The nearest first, and last what is not free then: whoever borrows it may give it up.
std::vector<FittingThing> things_for(const Context& context, db::Reader& reader, const Register& entries,
                                     const Post& post, ThingKind kind)
{
    const auto words = telling_words(post.draft.title);
    ThingSearch search{.kind = kind};
    if (post.draft.days)
        search.when = whole_days(post.draft.days->first, post.draft.days->last);
    const auto* here = entries.village(post.draft.village);
    std::vector<FittingThing> fitting;
    for (const auto& found : find_things(reader, context.network.id, entries, search)) {
        if (fitting.size() == things_looked_at)
            break;
        const auto name = search::fold(found.title);
        if (std::ranges::none_of(
                words, [&](const std::string& word) { return name.find(word) != std::string::npos; }))
            continue;
        auto thing = thing_by_id(reader, context.network.id, found.id);
        if (!thing || thing->draft.owner == post.draft.organisation ||
            !may_borrow(entries, *thing, post.draft.organisation))
            continue;
        const auto* there = entries.village(thing->draft.village);
        fitting.push_back({*std::move(thing),
                           here && there ? villages::distance_km(*here, *there) : std::nullopt,
                           found.is_free});
    }
    std::ranges::stable_sort(fitting, {}, by_distance<FittingThing>);
    std::ranges::stable_partition(fitting, &FittingThing::is_free);
    return the_first(std::move(fitting));
}

struct FittingPost
{
    Post post;
    std::optional<double> km = {};
};

bool have_days_in_common(const PostDraft& one, const PostDraft& other)
{
    return !one.days || !other.days ||
           (one.days->first <= other.days->last && other.days->first <= one.days->last);
}

// Whether one of them has in its title what the other one says: a "Festzelt" and a "Zelt".
bool speak_of_the_same(const PostDraft& one, const PostDraft& other)
{
    const auto words = telling_words(one.title);
    const auto others = telling_words(other.title);
    return std::ranges::any_of(words, [&](const std::string& word) {
        return std::ranges::any_of(others, [&](const std::string& another) {
            return word.find(another) != std::string::npos || another.find(word) != std::string::npos;
        });
    });
}

// Offers of others for a need, and the other way round.
std::vector<FittingPost> posts_for(const Context& context, db::Reader& reader, const Register& entries,
                                   const Post& post)
{
    const auto* here = entries.village(post.draft.village);
    std::vector<FittingPost> fitting;
    for (auto& other : open_posts(reader, context.network.id, context.today())) {
        const auto* owner = entries.entry(other.draft.organisation);
        if (other.draft.kind == post.draft.kind || other.draft.category != post.draft.category ||
            other.draft.organisation == post.draft.organisation || !owner || !owner->is_public() ||
            !have_days_in_common(other.draft, post.draft) || !speak_of_the_same(other.draft, post.draft))
            continue;
        const auto* there = entries.village(other.draft.village);
        fitting.push_back(
            {std::move(other), here && there ? villages::distance_km(*here, *there) : std::nullopt});
    }
    std::ranges::stable_sort(fitting, {}, by_distance<FittingPost>);
    return the_first(std::move(fitting));
}

// "3 km entfernt"
std::string distance_text(const Context& context, double km)
{
    return km < 0.5 ? context.t("am Ort"_de)
                    : context.t("{1} km entfernt"_de,
                                {i18n::format_number(context.language,
                                                     std::max<std::int64_t>(1, std::llround(km)))});
}

// "3 km entfernt · in der Zeit frei"
std::string why_it_fits(const Context& context, const Post& post, const FittingThing& fitting)
{
    std::vector<std::string> reasons;
    if (fitting.km)
        reasons.push_back(distance_text(context, *fitting.km));
    if (post.draft.days)
        reasons.push_back(
            context.t(fitting.is_free ? "in der Zeit frei"_de : "in der Zeit schon vergeben"_de));
    return join(reasons, " · ");
}

std::string why_it_fits(const Context& context, const Register& entries, const FittingPost& fitting)
{
    std::vector<std::string> reasons{entries.entry(fitting.post.draft.organisation)->name};
    if (fitting.km)
        reasons.push_back(distance_text(context, *fitting.km));
    if (fitting.post.draft.days)
        reasons.push_back(days_text(context, *fitting.post.draft.days));
    return join(reasons, " · ");
}

void show_things(html::Page& page, const Context& context, db::Reader& reader, const Register& entries,
                 const Post& post)
{
    const auto kind = kind_for(post.draft.category);
    const auto things =
        kind ? things_for(context, reader, entries, post, *kind) : std::vector<FittingThing>{};
    if (things.empty())
        return;
    auto list = page.add("FITTING");
    for (const auto& fitting : things)
        list.add("THING")
            .set("THING_URL", context.url(path_of(fitting.thing)))
            .set("NAME", fitting.thing.draft.title)
            .set("WHY", why_it_fits(context, post, fitting));
}

void show_posts(html::Page& page, const Context& context, db::Reader& reader, const Register& entries,
                const Post& post)
{
    const auto posts = posts_for(context, reader, entries, post);
    if (posts.empty())
        return;
    auto list = page.add("OTHER_POSTS");
    list.set("OTHER_POSTS_HEADING",
             context.t(post.draft.kind == PostKind::need ? "Das wird angeboten"_de : "Das wird gesucht"_de));
    for (const auto& fitting : posts)
        list.add("OTHER_POST")
            .set("POST_URL", context.url(path_of(fitting.post)))
            .set("NAME", fitting.post.draft.title)
            .set("WHY", why_it_fits(context, entries, fitting));
}

void show_organisations(html::Page& page, const Context& context, const Register& entries, const Post& post)
{
    const auto found = asking::organisations_for(context, entries,
                                                 {.words = post.draft.title,
                                                  .village = post.draft.village,
                                                  .more_words = post.draft.description,
                                                  .without = {post.draft.organisation}},
                                                 most_shown);
    if (found.empty())
        return;
    auto list = page.add("HELPERS");
    for (const auto& [entry, why] : found)
        list.add("HELPER")
            .set("HELPER_URL", context.url(organisations::path_of(entry.kind, entry.slug)))
            .set("NAME", entry.name)
            .set("WHY", why);
}

} // namespace

void show_fitting(html::Page& page, const Context& context, db::Reader& reader, const Register& entries,
                  const Post& post)
{
    if (!post.is_shown(context.today()))
        return;
    show_posts(page, context, reader, entries, post);
    if (post.draft.kind != PostKind::need)
        return;
    show_things(page, context, reader, entries, post);
    show_organisations(page, context, entries, post);
}

} // namespace dorfnetz::exchange
