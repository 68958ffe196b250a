#include "tests/architecture/two_networks.hpp"

#include "foundation/core/text.hpp"

#include <set>

namespace dorfnetz {

namespace {

// What every answer tells the browser, whatever it is.
void expect_guarded(const support::Answer& answer, const std::string& what)
{
    const auto header = [&](std::string_view name) { return answer.headers.find(name); };
    const auto policy = header("content-security-policy");
    for (const auto* rule :
         {"default-src 'none'", "object-src 'none'", "script-src 'self'", "style-src 'self'",
          "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"})
        EXPECT_NE(policy.find(rule), std::string_view::npos) << rule << ": " << what;
    EXPECT_EQ(policy.find("unsafe"), std::string_view::npos) << what;
    EXPECT_EQ(policy.find('*'), std::string_view::npos) << what;
    EXPECT_EQ(header("x-content-type-options"), "nosniff") << what;
    EXPECT_EQ(header("cross-origin-opener-policy"), "same-origin") << what;
    EXPECT_NE(header("permissions-policy").find("geolocation=()"), std::string_view::npos) << what;
    const auto referrer = header("referrer-policy");
    EXPECT_TRUE(referrer == "same-origin" || referrer == "strict-origin") << referrer << ": " << what;
    EXPECT_FALSE(header("cache-control").empty() && answer.status != 304) << what;
    // Other sites may read the public dates, and what is shared with other networks; nothing else.
    const bool is_for_other_sites =
        answer.status == 200 && (what.ends_with("/termine.json") || what.ends_with("/erfahrungen.json"));
    EXPECT_EQ(header("access-control-allow-origin"), is_for_other_sites ? "*" : "") << what;
    EXPECT_FALSE(!answer.body.empty() && header("content-type").empty()) << what;
    const auto type = header("content-type");
    const bool is_text = type.starts_with("text/") || type.find("/xml") != std::string_view::npos ||
                         type.find("+xml") != std::string_view::npos;
    EXPECT_TRUE(!is_text || type.find("charset=utf-8") != std::string_view::npos || type == "image/svg+xml")
        << type << ": " << what;
    EXPECT_FALSE(answer.status == 405 && header("allow").empty()) << what;
}

bool is_page(const support::Answer& answer)
{
    return answer.headers.find("content-type").starts_with("text/html");
}

class Headers : public TwoNetworks
{
protected:
    Headers() { at_foreign(); }

    // An address of this route, of a record if there is one.
    std::string address(const web::Route& route, const std::vector<Keys>& keys)
    {
        if (route.examples)
            for (const auto& path :
                 site.pool().read([&](db::Reader& reader) { return route.examples(reader, foreign); }))
                return path;
        if (route.pattern.find('{') == std::string::npos)
            return route.pattern;
        for (const auto& some : keys)
            if (auto path = filled(route.pattern, some);
                route.method != http::Method::get || site.get(path).status == 200)
                return path;
        return filled(route.pattern, {"gibt-es-nicht"});
    }

    // Every route as itself, with the other method, and with a form that is none of ours.
    void for_each_answer(const std::function<void(const support::Answer&, const std::string&)>& look)
    {
        const auto keys = foreign_keys();
        for (const auto& route : site.site().routes()) {
            const auto path = address(route, keys);
            for (const std::string prefix : {"", "/en"}) {
                look(site.get(prefix + path), "GET " + prefix + path);
                look(site.post(prefix + path, "a=b"), "POST " + prefix + path);
            }
            look(site.get(path + "?%FF"), "GET " + path + "?%FF");
        }
        for (const auto* path : {"/gibt-es-nicht", "/assets/gibt-es-nicht.js", "/assets/js/site.js",
                                 "/assets/css/site.css", "/doerfer/", "/redaktion/gibt-es-nicht"})
            look(site.get(path), path);
    }
};

} // namespace

TEST_F(Headers, guard_every_answer_to_everybody)
{
    std::set<int> statuses;
    const auto look = [&](const support::Answer& answer, const std::string& what) {
        statuses.insert(answer.status);
        expect_guarded(answer, what);
    };
    for_each_answer(look);
    site.sign_out();
    for_each_answer(look);
    for (const int status : {200, 301, 303, 403, 404, 405, 422, 429})
        EXPECT_TRUE(statuses.contains(status)) << "no answer was a " << status;
    EXPECT_FALSE(statuses.contains(500));
}

TEST_F(Headers, guard_refusals_and_hosts_that_nobody_has)
{
    web::Dispatcher dispatcher(
        site.environment(), site.site(),
        [](web::Environment&, const web::Network&, const http::Request&) -> web::Actor {
            throw db::Unavailable("the disk is full");
        });
    for (const int status : {400, 408, 413, 414, 429, 431, 500, 503}) {
        auto refusal = dispatcher.refusal(status);
        expect_guarded({status, std::string(refusal.bytes()), refusal.headers}, std::to_string(status));
    }
    http::Request request;
    request.target = request.path = "/";
    request.host = "niemand.example";
    request.headers.add("Host", request.host);
    auto nowhere = dispatcher.handle(request);
    EXPECT_EQ(nowhere.status, 404);
    expect_guarded({404, std::string(nowhere.bytes()), nowhere.headers}, "no network");
    request.host = "fremd.example";
    request.headers.set("Host", request.host);
    request.headers.add("Cookie", "dorfnetz=x");
    auto broken = dispatcher.handle(request);
    EXPECT_EQ(broken.status, 503);
    expect_guarded({503, std::string(broken.bytes()), broken.headers}, "broken database");
}

TEST_F(Headers, say_that_no_page_of_somebody_signed_in_may_be_kept_or_embedded)
{
    for_each_answer([&](const support::Answer& answer, const std::string& what) {
        if (is_page(answer) || answer.headers.find("content-disposition").starts_with("attachment")) {
            EXPECT_EQ(answer.headers.find("cache-control"), "private, no-store") << what;
            EXPECT_EQ(answer.headers.find("cross-origin-resource-policy"), "same-origin") << what;
        }
    });
}

TEST_F(Headers, keep_visitors_to_encrypted_lines_but_say_so_over_such_only)
{
    const auto ask = [&](bool secure, const std::string& path) {
        http::Request request;
        request.target = request.path = path;
        request.host = "fremd.example";
        request.secure = secure;
        request.headers.add("Host", request.host);
        web::Dispatcher dispatcher(site.environment(), site.site(),
                                   [](auto&, auto&, auto&) { return web::Actor{}; });
        // The second time from the cache.
        dispatcher.handle(request);
        return std::string(dispatcher.handle(request).headers.find("strict-transport-security"));
    };
    for (const auto* path : {"/", "/anmelden", "/gibt-es-nicht", "/assets/js/site.js", "/redaktion"}) {
        EXPECT_EQ(ask(true, path), "max-age=31536000") << path;
        EXPECT_EQ(ask(false, path), "") << path;
    }
    EXPECT_TRUE(web::Dispatcher(site.environment(), site.site(), {})
                    .refusal(400)
                    .headers.find("strict-transport-security")
                    .empty());
    site.environment().secure_cookies = true;
    EXPECT_EQ(web::Dispatcher(site.environment(), site.site(), {})
                  .refusal(400)
                  .headers.find("strict-transport-security"),
              "max-age=31536000");
}

// An address that is a key must not stand in the Referer of the next page, of its pictures or of a link out.
TEST_F(Headers, let_no_address_that_is_a_key_leave_its_page)
{
    // Parameters of addresses that anybody may know.
    const std::set<std::string> open{"{slug}",   "{key}",     "{width}", "{datei}",
                                     "{format}", "{schicht}", "{month}"};
    int keys = 0;
    site.sign_out();
    for (const auto& route : site.site().routes()) {
        bool is_open = !route.access.is_public();
        bool has_parameter = false;
        for (const auto part : split(route.pattern, '/'))
            if (part.starts_with('{')) {
                has_parameter = true;
                is_open = is_open || open.contains(std::string(part));
            }
        if (!has_parameter || is_open)
            continue;
        ++keys;
        const auto path = filled(route.pattern, {"gibt-es-nicht"});
        const auto answer = route.method == http::Method::get ? site.get(path) : site.post(path, "a=b");
        EXPECT_EQ(answer.headers.find("referrer-policy"), "strict-origin") << route.pattern;
    }
    EXPECT_GE(keys, 10);
    EXPECT_EQ(site.get("/").headers.find("referrer-policy"), "same-origin");
}

TEST_F(Headers, name_every_download_and_its_type)
{
    const std::set<std::string, std::less<>> inline_types{"text/html; charset=utf-8",
                                                          "application/atom+xml; charset=utf-8",
                                                          "application/xml; charset=utf-8",
                                                          "text/plain; charset=utf-8",
                                                          "application/manifest+json; charset=utf-8",
                                                          "application/manifest+json",
                                                          "text/javascript; charset=utf-8",
                                                          "image/jpeg",
                                                          "image/png",
                                                          "image/webp"};
    int downloads = 0;
    const auto keys = foreign_keys();
    for (const auto& route : site.site().routes()) {
        if (route.method != http::Method::get)
            continue;
        const auto path = address(route, keys);
        const auto answer = site.get(path);
        if (answer.status != 200 || inline_types.contains(answer.headers.find("content-type")))
            continue;
        ++downloads;
        EXPECT_TRUE(answer.headers.find("content-disposition").starts_with("attachment; filename*=UTF-8''"))
            << path << " " << answer.headers.find("content-type");
    }
    EXPECT_GT(downloads, 5);
}

} // namespace dorfnetz
