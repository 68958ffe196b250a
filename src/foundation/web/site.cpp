#include "foundation/web/site.hpp"

#include "foundation/core/text.hpp"

#include <stdexcept>

namespace dorfnetz::web {

namespace {

bool is_parameter(std::string_view segment)
{
    return segment.starts_with('{') && segment.ends_with('}');
}

// How many segments of the path are parameters; nothing if the pattern is another.
std::optional<std::size_t> parameters_if_fitting(const std::vector<std::string>& pattern,
                                                 const std::vector<std::string_view>& path)
{
    if (pattern.size() != path.size())
        return std::nullopt;
    std::size_t parameters = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_parameter(pattern[i]) && !path[i].empty())
            ++parameters;
        else if (pattern[i] != path[i])
            return std::nullopt;
    }
    return parameters;
}

} // namespace

Context context_of_a_job(Environment& environment, const Site& site, const Network& network)
{
    static const http::Request no_request;
    return {.environment = environment,
            .site = site,
            .request = no_request,
            .network = network,
            .generation = environment.pool.generation(network.id.text())};
}

std::string_view Context::parameter(std::string_view name) const
{
    const auto found = parameters.find(name);
    if (found == parameters.end())
        throw std::logic_error("the route has no parameter " + std::string(name));
    return found->second;
}

html::Url Context::url(std::string_view own_path) const
{
    std::string target(own_path);
    if (language != i18n::Language::de && target.starts_with('/'))
        target = '/' + std::string(i18n::code(language)) + (target == "/" ? "" : target);
    return html::Url::own(std::move(target));
}

std::string Context::absolute_url(std::string_view own_path) const
{
    if (!environment.public_address.empty())
        return environment.public_address + url(own_path).text();
    const auto host = request.headers.find("host");
    return (request.secure ? "https://" : "http://") + std::string(host) + url(own_path).text();
}

void Site::add(Route route)
{
    for (const auto& known : m_routes)
        if (known.method == route.method && known.pattern == route.pattern)
            throw std::logic_error("two routes for " + route.pattern);
    auto& segments = m_patterns.emplace_back();
    for (const auto segment : split(route.pattern, '/'))
        segments.emplace_back(segment);
    m_routes.push_back(std::move(route));
}

void Site::add(NavigationEntry entry)
{
    m_navigation.push_back(std::move(entry));
}

void Site::add(Part part)
{
    const auto place = std::upper_bound(m_parts.begin(), m_parts.end(), part.order,
                                        [](int order, const Part& other) { return order < other.order; });
    m_parts.insert(place, std::move(part));
}

void Site::add(DeskItems items)
{
    const auto place =
        std::upper_bound(m_desk_items.begin(), m_desk_items.end(), items.order,
                         [](int order, const DeskItems& other) { return order < other.order; });
    m_desk_items.insert(place, std::move(items));
}

void Site::page(std::string pattern, Handler handler, Examples examples)
{
    add(Route{.method = http::Method::get,
              .pattern = std::move(pattern),
              .access = Access::everyone(),
              .handler = std::move(handler),
              .cache = Cache::visitors,
              .examples = std::move(examples)});
}

void Site::get(std::string pattern, Access access, Handler handler, Examples examples)
{
    add(Route{.method = http::Method::get,
              .pattern = std::move(pattern),
              .access = std::move(access),
              .handler = std::move(handler),
              .examples = std::move(examples)});
}

void Site::post(std::string pattern, Access access, Handler handler, std::uint64_t body_limit)
{
    add(Route{.method = http::Method::post,
              .pattern = std::move(pattern),
              .access = std::move(access),
              .handler = std::move(handler),
              .body_limit = body_limit});
}

void Site::post_long(std::string pattern, Access access, Handler handler)
{
    add(Route{.method = http::Method::post,
              .pattern = std::move(pattern),
              .access = std::move(access),
              .handler = std::move(handler),
              .takes_long = true});
}

std::vector<Waiting> Site::waiting(const Context& context, db::Reader& reader) const
{
    std::vector<Waiting> all;
    for (const auto& items : m_desk_items)
        for (auto& waiting : items.waiting(context, reader))
            all.push_back(std::move(waiting));
    const auto urgency = [](const Waiting& waiting) {
        return std::pair(waiting.state, waiting.oldest.value_or(Timestamp::max()));
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](const Waiting& one, const Waiting& other) { return urgency(one) < urgency(other); });
    return all;
}

std::vector<NavigationEntry> Site::navigation(NavigationEntry::Where where) const
{
    std::vector<NavigationEntry> entries;
    for (const auto& entry : m_navigation)
        if (entry.where == where)
            entries.push_back(entry);
    std::sort(entries.begin(), entries.end(),
              [](const auto& left, const auto& right) { return left.order < right.order; });
    return entries;
}

std::vector<NavigationGroup> Site::desk_groups(const Actor& actor) const
{
    std::vector<NavigationGroup> groups;
    for (auto& entry : navigation(NavigationEntry::Where::desk)) {
        if (!entry.access.allows(actor))
            continue;
        auto group = std::find_if(groups.begin(), groups.end(),
                                  [&](const NavigationGroup& known) { return known.heading == entry.group; });
        if (group == groups.end())
            group = groups.insert(groups.end(), {.heading = entry.group, .entries = {}});
        group->entries.push_back(std::move(entry));
    }
    return groups;
}

html::Safe Site::parts(std::string_view page, const Context& context, db::Reader& reader,
                       std::string_view subject) const
{
    html::Safe all;
    for (const auto& part : m_parts)
        if (part.page == page)
            all += part.show(context, reader, subject);
    return all;
}

Site::Match Site::match(http::Method method, std::string_view path) const
{
    const auto segments = split(path, '/');
    const auto wanted = method == http::Method::head ? http::Method::get : method;
    Match best;
    const std::vector<std::string>* chosen = nullptr;
    std::size_t fewest_parameters = SIZE_MAX;
    for (std::size_t i = 0; i < m_routes.size(); ++i) {
        const auto parameters = parameters_if_fitting(m_patterns[i], segments);
        if (!parameters)
            continue;
        best.path_exists = true;
        // A fixed segment wins over a parameter: /vereine/melden is not the club "melden".
        if (m_routes[i].method == wanted && *parameters < fewest_parameters) {
            fewest_parameters = *parameters;
            best.route = &m_routes[i];
            chosen = &m_patterns[i];
        }
    }
    for (std::size_t i = 0; chosen != nullptr && i < chosen->size(); ++i)
        if (const std::string_view name = (*chosen)[i]; is_parameter(name))
            best.parameters.emplace(name.substr(1, name.size() - 2), segments[i]);
    return best;
}

} // namespace dorfnetz::web
