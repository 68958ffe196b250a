#pragma once

#include "foundation/web/context.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::web {

using Handler = std::function<Result<http::Response>(Context&)>;

// Whether the answer is the same for every visitor and may be kept until somebody writes in the network.
// Never for a page that shows contact data or holds a form.
enum class Cache { none, visitors };

// Concrete paths of a route for tests and checks: pages that exist in this network.
using Examples = std::function<std::vector<std::string>(db::Reader&, const Network&)>;

struct Route
{
    http::Method method;
    std::string pattern; // "/doerfer/{slug}"; a segment in braces is a parameter
    Access access;
    Handler handler;
    Cache cache = Cache::none;
    std::uint64_t body_limit = 256 * 1024; // bytes, of a POST
    Examples examples = {};                // for GET patterns with parameters
    // Of a POST whose address is proof enough: mail programs take the recipient off a list without having
    // seen the form (RFC 8058).
    bool one_click = false;
    // Keeps a processor busy for long and waits apart from all others (http::TakesLong).
    bool takes_long = false;
};

// An entry of the navigation. Shown if the actor may call `path`.
struct NavigationEntry
{
    enum class Where { head, foot, legal, desk };
    Where where;
    int order;
    std::string path;
    German label;
    Access access;
    German group = {}; // heading under which it stands with others on the desk
};

// Entries that stand under one heading, or under none.
struct NavigationGroup
{
    German heading;
    std::vector<NavigationEntry> entries;
};

// A part of a page that another feature owns: clubs on the village's page, figures on the front page. So a
// new feature adds itself without the page knowing it.
struct Part
{
    std::string page; // "start", "village" …
    int order;
    // What to show, empty for nothing. `subject` is the id of what the page is about.
    std::function<html::Safe(const Context&, db::Reader&, std::string_view subject)> show;
};

// Something that waits for whoever is signed in: a line of the desk, and of the weekly mail about it. Names
// nobody: the mail lies in mailboxes that we do not know.
struct Waiting
{
    enum class State {
        late, // something is lost or goes wrong if nobody acts
        open,
        done, // nothing waits, and that is good to know
    };

    State state = State::open;
    std::int64_t count = 0;
    std::string heading = {}; // in the language of the page
    std::string text = {};    // what to do
    std::string link = {};    // label
    std::string path = {};
    std::optional<Timestamp> oldest = {}; // since when the first of them has waited
};

// What a feature puts on the desk.
struct DeskItems
{
    int order;
    std::function<std::vector<Waiting>(const Context&, db::Reader&)> waiting;
};

// What a network's site consists of; filled once by the features, then only read.
class Site
{
public:
    void add(Route route);
    void add(NavigationEntry entry);
    void add(Part part);
    void add(DeskItems items);

    // GET for everyone that can be cached, the commonest kind.
    void page(std::string pattern, Handler handler, Examples examples = {});
    void get(std::string pattern, Access access, Handler handler, Examples examples = {});
    void post(std::string pattern, Access access, Handler handler, std::uint64_t body_limit = 256 * 1024);
    // A POST that takes long.
    void post_long(std::string pattern, Access access, Handler handler);

    const std::vector<Route>& routes() const { return m_routes; }

    std::vector<NavigationEntry> navigation(NavigationEntry::Where where) const;
    // What the actor may open on the desk, by heading; each heading comes where its first entry stands.
    std::vector<NavigationGroup> desk_groups(const Actor& actor) const;
    // All parts of a page, in their order, one after the other.
    html::Safe parts(std::string_view page, const Context& context, db::Reader& reader,
                     std::string_view subject = {}) const;

    // What waits for the context's actor: the most urgent first, of those what has waited longest.
    std::vector<Waiting> waiting(const Context& context, db::Reader& reader) const;

    struct Match
    {
        const Route* route = nullptr;
        std::map<std::string, std::string, std::less<>> parameters;
        bool path_exists = false; // with another method
    };

    Match match(http::Method method, std::string_view path) const;

private:
    std::vector<Route> m_routes;
    std::vector<std::vector<std::string>> m_patterns; // those of m_routes, in segments
    std::vector<NavigationEntry> m_navigation;
    std::vector<Part> m_parts;
    std::vector<DeskItems> m_desk_items;
};

} // namespace dorfnetz::web
