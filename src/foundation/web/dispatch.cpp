#include "foundation/web/dispatch.hpp"

#include "foundation/core/kept.hpp"
#include "foundation/core/log.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/wire.hpp"
#include "foundation/web/asset_files.hpp"
#include "foundation/web/bare_page.hpp"
#include "foundation/web/compress.hpp"
#include "foundation/web/conditional.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/metrics.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/rate_limit.hpp"
#include "foundation/web/security_headers.hpp"
#include "foundation/web/tokens.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <mutex>
#include <unordered_map>

namespace dorfnetz::web {

namespace {

constexpr std::size_t cache_bytes = 24 * 1024 * 1024;
constexpr std::size_t worth_compressing = 600;

Line line_of(const http::Request& request)
{
    return request.secure ? Line::encrypted : Line::plain;
}

bool is_compressible(const http::Response& response)
{
    const auto type = response.headers.find("content-type");
    return type.starts_with("text/") || type.starts_with("application/json") ||
           type.find("xml") != std::string_view::npos;
}

bool has_session_cookie(const http::Request& request)
{
    return request.headers.find("cookie").find("dorfnetz=") != std::string_view::npos;
}

// Whether a browser says that the form was sent by a page of ours (Fetch Metadata, Origin).
bool is_from_our_site(const http::Request& request)
{
    const auto site = request.headers.find("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none")
        return false;
    const auto origin = request.headers.find("origin");
    if (origin.empty() || origin == "null")
        return origin.empty() || site == "same-origin";
    // What came unencrypted may have been written by anybody on the way.
    if (request.secure && !origin.starts_with("https://"))
        return false;
    const auto host = origin.find("://");
    return host != std::string_view::npos &&
           to_lower_ascii(origin.substr(host + 3)) == to_lower_ascii(request.headers.find("host"));
}

struct Address
{
    i18n::Language language = i18n::Language::de;
    std::string path;
};

// Browsers read "//host" and "/\host" as another host (WHATWG URL, 4.4), so no page may link to such a path.
std::string with_one_slash(std::string_view path)
{
    return '/' + std::string(path.substr(std::min(path.find_first_not_of("/\\"), path.size())));
}

Address split_language(std::string_view asked)
{
    const auto path = with_one_slash(asked);
    if (path == "/en" || path.starts_with("/en/"))
        return {i18n::Language::en, with_one_slash(std::string_view(path).substr(3))};
    return {i18n::Language::de, path};
}

} // namespace

struct Dispatcher::Impl
{
    Impl(Environment& surroundings, const Site& filled, Authenticate who)
        : environment(surroundings), site(filled), authenticate(std::move(who))
    {
    }

    Environment& environment;
    const Site& site;
    Authenticate authenticate;
    PageCache cache{cache_bytes};
    ChangeTimes change_times;
    Metrics metrics;
    RateLimiter stranger_forms{10, 30};

    struct KnownNetwork
    {
        std::uint64_t generation;
        Network network;
    };

    std::mutex networks_mutex;
    std::unordered_map<std::string, KnownNetwork> networks;
    Kept<html::Safe> marks{256};

    std::optional<KnownNetwork> network_of(const std::string& host)
    {
        {
            const std::lock_guard lock(networks_mutex);
            const auto found = networks.find(host);
            if (found != networks.end() &&
                found->second.generation == environment.pool.generation(found->second.network.id.text()))
                return found->second;
        }
        const auto read = [&] {
            return environment.pool.read([&](db::Reader& reader) { return network_of_host(reader, host); });
        };
        auto network = read();
        if (!network)
            return std::nullopt;
        // Counted before the settings are read, so that a write in between makes them stale.
        const auto generation = environment.pool.generation(network->id.text());
        network = read();
        if (!network)
            return std::nullopt;
        KnownNetwork known{generation, std::move(*network)};
        constexpr std::size_t most_hosts = 10'000; // whoever asks invents as many as they like
        const std::lock_guard lock(networks_mutex);
        if (networks.size() >= most_hosts)
            networks.clear();
        networks.insert_or_assign(host, known);
        return known;
    }

    static std::string whole_address(const http::Request& request)
    {
        return fmt::format("{}\n{}\n{}", request.secure ? 's' : 'h', request.headers.find("host"),
                           request.target);
    }

    // Pages say how old things are, so none is kept over the hour.
    std::string cache_key(const http::Request& request) const
    {
        const auto hour =
            std::chrono::floor<std::chrono::hours>(environment.clock.now()).time_since_epoch().count();
        return fmt::format("{}\n{}", hour, whole_address(request));
    }

    bool from_cache(const http::Request& request, http::Response& response)
    {
        if ((request.method != http::Method::get && request.method != http::Method::head) ||
            has_session_cookie(request))
            return false;
        const auto page = cache.find(cache_key(request));
        if (!page || page->generation != environment.pool.generation(page->network))
            return false;
        metrics.count_cached();
        answer_with(*page, request, response);
        return true;
    }

    http::Response keep(const Context& context, http::Response response)
    {
        const auto& request = context.request;
        auto page = std::make_shared<CachedPage>();
        page->generation = context.generation;
        page->network = context.network.id.text();
        page->status = response.status;
        response.headers.set("Cache-Control", "no-cache");
        response.headers.set("Vary", "Accept-Encoding, Cookie");
        // Weak: it says nothing of the coding in which the bytes go out.
        page->etag = fmt::format("W/\"{}\"", keyed_hash(environment, "etag", response.body).substr(0, 24));
        page->changed_at = change_times.of(whole_address(request), page->etag, context.now());
        response.headers.set("ETag", page->etag);
        response.headers.set("Last-Modified",
                             http::http_date(std::chrono::system_clock::to_time_t(page->changed_at)));
        add_security_headers(response, line_of(request));
        page->headers = response.headers;
        page->plain = std::make_shared<const std::string>(std::move(response.body));
        // Somebody wrote, but nothing that this page shows: its bytes are compressed already.
        const auto before = cache.find(cache_key(request));
        if (before && before->etag == page->etag) {
            page->brotli = before->brotli;
            page->gzip = before->gzip;
        } else if (is_compressible(response) && page->plain->size() > worth_compressing) {
            page->brotli = std::make_shared<const std::string>(brotli(*page->plain, 5));
            page->gzip = std::make_shared<const std::string>(gzip(*page->plain, 6));
        }
        cache.put(cache_key(request), page);
        http::Response answered;
        answer_with(*page, request, answered);
        return answered;
    }

    http::Response route(const http::Request& request)
    {
        if (request.path.starts_with("/assets/")) {
            auto response = serve_asset(request, std::string_view(request.path).substr(8));
            add_security_headers(response, line_of(request));
            forbid_keeping(response);
            return response;
        }
        auto known = network_of(request.host);
        if (!known)
            return no_network_page(line_of(request));
        auto address = split_language(request.path);
        Context context{.environment = environment,
                        .site = site,
                        .request = request,
                        .network = std::move(known->network),
                        .generation = known->generation,
                        .language = address.language,
                        .path = std::move(address.path)};
        // Read here and not where the frame is drawn: there, a read is under way already, and a reader that
        // waits for a second connection while others do the same waits for ever.
        context.mark = marks.of(context.network.id.text(), context.generation, [&] {
            return environment.pool.read(
                [&](db::Reader& reader) { return site.parts("mark", context, reader); });
        });
        if (has_session_cookie(request))
            context.actor = authenticate(environment, context.network, request);
        auto query = http::parse_urlencoded(request.query);
        if (!query)
            return finished(context, error_page(context, query.error()));
        context.query = std::move(*query);
        auto match = site.match(request.method, context.path);
        const bool cacheable = match.route != nullptr && match.route->cache == Cache::visitors &&
                               !context.actor.signed_in() && !has_session_cookie(request);
        const bool is_secret = match.route != nullptr && is_key(match.route->pattern);
        auto response = handle(context, match);
        if (is_secret)
            keep_address_secret(response);
        if (cacheable && response.status == 200)
            return keep(context, std::move(response));
        return finished(context, std::move(response));
    }

    static http::Response finished(const Context& context, http::Response response)
    {
        const auto& request = context.request;
        add_security_headers(response, line_of(request));
        forbid_keeping(response);
        if (response.body.size() > worth_compressing && is_compressible(response) &&
            response.headers.find("content-encoding").empty() && accepts(request, "gzip")) {
            response.body = gzip(response.body, 1);
            response.headers.set("Content-Encoding", "gzip");
            response.headers.set("Vary", "Accept-Encoding, Cookie");
        }
        return response;
    }

    http::Response handle(Context& context, Site::Match& match)
    {
        // One address for each page: "/doerfer/" is "/doerfer".
        if (context.path.size() > 1 && context.path.ends_with('/'))
            return permanently(context, context.path.substr(0, context.path.size() - 1));
        if (match.route == nullptr) {
            auto response = error_page(context, {.kind = Err::missing});
            if (match.path_exists) {
                response.status = 405;
                response.headers.set("Allow", methods_of(context.path));
            }
            return response;
        }
        context.parameters = std::move(match.parameters);
        const Route& called = *match.route;
        if (!called.access.is_public() && must_go_elsewhere(context))
            return redirect(context, fmt::format("{}?weiter={}", context.actor.next_step,
                                                 http::percent_encode(context.path)));
        if (!called.access.allows(context.actor)) {
            if (!context.actor.signed_in() && context.request.method == http::Method::get)
                return redirect(context, "/anmelden?weiter=" + http::percent_encode(context.path));
            if (!context.actor.signed_in())
                return error_page(
                    context, {.kind = Err::forbidden,
                              .text = "Du bist nicht mehr angemeldet, und gespeichert wurde nichts. Melde "
                                      "dich an: Wo es einen Entwurf gab, steht er dann wieder da."_de});
            return error_page(context, {.kind = Err::forbidden});
        }
        if (context.request.method == http::Method::post)
            if (auto refused = refuse_post(context, called))
                return error_page(context, *refused);
        auto result = called.handler(context);
        return result ? std::move(*result) : error_page(context, result.error());
    }

    std::string methods_of(const std::string& path) const
    {
        const bool read = site.match(http::Method::get, path).route != nullptr;
        const bool write = site.match(http::Method::post, path).route != nullptr;
        return read && write ? "GET, HEAD, POST" : read ? "GET, HEAD" : "POST";
    }

    static bool must_go_elsewhere(const Context& context)
    {
        const auto& step = context.actor.next_step;
        const std::string_view path = context.path;
        return !step.empty() && path != step && !(path.starts_with(step) && path[step.size()] == '/');
    }

    static http::Response permanently(const Context& context, std::string_view path)
    {
        auto response = http::see_other(context.url(path).text());
        response.status = 301;
        return response;
    }

    // Reads the form and makes sure that it is one of ours.
    std::optional<Error> refuse_post(Context& context, const Route& called)
    {
        if (!is_from_our_site(context.request))
            return Error{.kind = Err::forbidden, .text = "Dieses Formular kam von einer fremden Seite."_de};
        if (!context.actor.signed_in() &&
            !stranger_forms.take(address_prefix(context.request.remote_address), context.now()))
            return Error{.kind = Err::too_often};
        auto form = http::read_form(context.request);
        if (!form)
            return form.error();
        context.form = std::move(*form);
        const bool one_click = called.one_click && context.form.text("List-Unsubscribe") == "One-Click";
        if (!one_click && !is_valid_form_token(context, called.pattern))
            return Error{
                .kind = Err::forbidden,
                .text =
                    "Das Formular ist zu alt oder du hast dich inzwischen ab- oder angemeldet. Geh zurück, "
                    "lade die Seite neu und schick es noch einmal ab."_de};
        return std::nullopt;
    }
};

Dispatcher::Dispatcher(Environment& environment, const Site& site, Authenticate authenticate)
    : m_impl(std::make_unique<Impl>(environment, site, std::move(authenticate)))
{
}

Dispatcher::~Dispatcher() = default;

http::Response Dispatcher::handle(const http::Request& request)
{
    const auto begin = std::chrono::steady_clock::now();
    http::Response response;
    try {
        if (!m_impl->from_cache(request, response))
            response = m_impl->route(request);
    } catch (const db::Unavailable& problem) {
        log::error(fmt::format("database: {}", problem.what()));
        response = bare_page(503, line_of(request));
        response.headers.set("Retry-After", "30");
    } catch (const std::exception& problem) {
        // Not the path: it may hold a token.
        const auto match = m_impl->site.match(request.method, split_language(request.path).path);
        log::error(fmt::format("{} {}: {}", to_text(request.method),
                               match.route ? std::string_view(match.route->pattern) : "(no route)",
                               problem.what()));
        response = bare_page(500, line_of(request));
    }
    const auto taken = std::chrono::steady_clock::now() - begin;
    m_impl->metrics.count(response.status, std::chrono::duration_cast<std::chrono::microseconds>(taken));
    return response;
}

bool Dispatcher::answer_from_cache(const http::Request& request, http::Response& response)
{
    return m_impl->from_cache(request, response);
}

std::uint64_t Dispatcher::body_limit(std::string_view path) const
{
    const auto match = m_impl->site.match(http::Method::post, split_language(path).path);
    return match.route == nullptr ? 64 * 1024 : match.route->body_limit;
}

bool Dispatcher::takes_long(const http::Request& request) const
{
    if (request.method != http::Method::post)
        return false;
    const auto match = m_impl->site.match(request.method, split_language(request.path).path);
    return match.route != nullptr && match.route->takes_long;
}

http::Response Dispatcher::refusal(int status) const
{
    // What was no request has not said how it came; behind TLS everything comes that way.
    return bare_page(status, m_impl->environment.secure_cookies ? Line::encrypted : Line::plain);
}

std::string Dispatcher::metrics() const
{
    return m_impl->metrics.text();
}

} // namespace dorfnetz::web
