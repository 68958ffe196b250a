#include "foundation/core/random.hpp"
#include "foundation/web/conditional.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/page_cache.hpp"
#include "foundation/web/rate_limit.hpp"
#include "tests/support/site.hpp"

#include <atomic>
#include <gtest/gtest.h>

namespace dorfnetz::web {

namespace {

// A small feature with everything that the dispatcher treats differently.
struct Counters
{
    std::atomic<int> shown = 0;
    std::atomic<int> saved = 0;
};

std::vector<Field> fields()
{
    return {{.name = "name", .label = "Name", .required = true, .longest = 20},
            {.name = "tag", .label = "Tag", .input = Input::date, .soonest = std::chrono::year(2020) / 1 / 1},
            {.name = "zahl", .label = "Zahl", .input = Input::number, .most = 100},
            {.name = "mail", .label = "Mail", .input = Input::email},
            {.name = "feld", .label = "Feld", .input = Input::many_of, .choices = {{"a", "A"}, {"b", "B"}}}};
}

http::Response form_page(const Context& context, const FormValues& values,
                         const std::vector<FieldError>& errors, int status)
{
    return page(context, {.title = "Formular"},
                draw_form(context, {.action = "/formular", .submit = "Los", .for_strangers = true}, fields(),
                          values, errors),
                status);
}

support::TestSite::Register feature(Counters& counters)
{
    return [&counters](Site& site) {
        site.page("/zahl", [&counters](Context& context) -> Result<http::Response> {
            return page(context, {.title = "Zahl"},
                        html::escaped("Aufruf " + std::to_string(++counters.shown)));
        });
        site.page("/dinge/{slug}", [](Context& context) -> Result<http::Response> {
            if (context.parameter("slug") == "kaputt")
                throw std::runtime_error("broken on purpose");
            if (context.parameter("slug") == "voll")
                throw db::Unavailable("database or disk is full");
            if (context.parameter("slug") == "fehlt")
                return Error{.kind = Err::missing};
            return page(context, {.title = "Ding"}, html::escaped(context.parameter("slug")));
        });
        site.page("/dinge/neu", [](Context& context) -> Result<http::Response> {
            return page(context, {.title = "Neu"}, html::escaped("ein fester Pfad"));
        });
        for (const auto* path : {"/dinge", "/dinge/alt"})
            site.add(
                NavigationEntry{NavigationEntry::Where::desk, 1, path, "Redaktion"_de, Access::editors()});
        site.get("/geheim", Access::coordinator(), [](Context& context) -> Result<http::Response> {
            return page(context, {.title = "Geheim"}, html::escaped("nur Koordination"));
        });
        site.get("/formular", Access::everyone(),
                 [](Context& context) -> Result<http::Response> { return form_page(context, {}, {}, 200); });
        site.post("/formular", Access::everyone(), [&counters](Context& context) -> Result<http::Response> {
            const auto sent = read_form(context, fields());
            if (!sent.ok())
                return form_page(context, sent.values, sent.errors, 422);
            if (!looks_like_spam(context))
                ++counters.saved;
            return redirect_with_notice(context, "/zahl", "Gespeichert, danke."_de);
        });
    };
}

class Dispatching : public testing::Test
{
protected:
    Counters counters;
    support::TestSite site{{feature(counters)}};

    void write_something()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            save_setting(tx, site.network(), "note", "x");
            return Done{};
        });
    }
};

} // namespace

TEST_F(Dispatching, a_page_is_computed_once_until_somebody_writes)
{
    EXPECT_TRUE(site.get("/zahl").says("Aufruf 1"));
    EXPECT_TRUE(site.get("/zahl").says("Aufruf 1"));
    write_something();
    EXPECT_TRUE(site.get("/zahl").says("Aufruf 2"));
}

TEST_F(Dispatching, whoever_is_signed_in_never_gets_nor_fills_the_cache)
{
    site.get("/zahl");
    site.sign_in_as(Role::coordinator);
    const auto own = site.get("/zahl");
    EXPECT_TRUE(own.says("Aufruf 2"));
    EXPECT_TRUE(own.says("Erika Beispiel"));
    EXPECT_EQ(own.headers.find("cache-control"), "private, no-store");
    site.sign_out();
    EXPECT_FALSE(site.get("/zahl").says("Erika Beispiel"));
}

TEST_F(Dispatching, languages_hosts_and_hours_have_pages_of_their_own)
{
    EXPECT_TRUE(site.get("/zahl").says("lang=\"de\""));
    EXPECT_TRUE(site.get("/en/zahl").says("lang=\"en\""));
    site.clock.advance(std::chrono::hours(2));
    EXPECT_TRUE(site.get("/zahl").says("Aufruf 3")) << "pages say how old things are";
    site.add_network("nachbarn", "nachbarn.example");
    site.host = "nachbarn.example";
    EXPECT_TRUE(site.get("/zahl").says("Netz nachbarn"));
}

TEST_F(Dispatching, an_unchanged_page_is_answered_without_its_body)
{
    const auto first = site.get("/zahl");
    const auto again = site.get("/zahl", {{"If-None-Match", std::string(first.headers.find("etag"))}});
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.body.empty());
}

TEST_F(Dispatching, who_names_several_versions_or_a_weak_one_is_understood)
{
    const std::string tag(site.get("/zahl").headers.find("etag"));
    ASSERT_TRUE(tag.starts_with("W/\""));
    for (const auto& known : {"\"older\", " + tag, tag.substr(2), std::string("*"), tag + ",W/\"x\""})
        EXPECT_EQ(site.get("/zahl", {{"If-None-Match", known}}).status, 304) << known;
    for (const auto* other : {"\"older\"", "W/\"older\"", "nonsense"})
        EXPECT_EQ(site.get("/zahl", {{"If-None-Match", other}}).status, 200) << other;
}

TEST_F(Dispatching, who_only_knows_when_they_asked_is_answered_by_the_time_of_the_last_change)
{
    const auto first = site.get("/zahl");
    const std::string changed(first.headers.find("last-modified"));
    ASSERT_FALSE(changed.empty());
    EXPECT_EQ(site.get("/zahl", {{"If-Modified-Since", changed}}).status, 304);
    EXPECT_EQ(site.get("/zahl", {{"If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"}}).status, 200);
    EXPECT_EQ(site.get("/zahl", {{"If-Modified-Since", "yesterday"}}).status, 200);
    EXPECT_EQ(site.get("/zahl", {{"If-None-Match", "\"older\""}, {"If-Modified-Since", changed}}).status, 200)
        << "the tag decides where there is one";
    site.given([](db::Tx&) -> Result<Done> { return Done{}; }); // the page counts how often it was made
    const auto later = site.get("/zahl", {{"If-Modified-Since", changed}});
    EXPECT_EQ(later.status, 200) << "changed within the same second";
    EXPECT_NE(later.headers.find("last-modified"), changed);
}

TEST(Moments, of_http_are_read_in_its_three_forms)
{
    const auto expected = timestamp_from_iso("1994-11-06T08:49:37Z");
    for (const auto* text :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
        EXPECT_EQ(moment_from_http(text), expected) << text;
    for (const auto* text :
         {"", "Sun", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 31 Feb 1994 08:49:37 GMT",
          "Sun, xx Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8:49 GMT", "Sun, 06 Nov 00001994 08:49:37 GMT"})
        EXPECT_FALSE(moment_from_http(text)) << text;
}

TEST_F(Dispatching, pages_are_compressed_for_browsers_that_can)
{
    const auto plain = site.get("/zahl");
    const auto small = site.get("/zahl", {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(small.headers.find("content-encoding"), "br");
    EXPECT_LT(small.body.size() * 2, plain.body.size());
    EXPECT_EQ(site.get("/zahl", {{"Accept-Encoding", "br;q=0, gzip"}}).headers.find("content-encoding"),
              "gzip");
}

TEST_F(Dispatching, one_entry_of_the_menu_is_marked_as_here_the_nearest)
{
    site.sign_in_as(Role::coordinator);
    const auto marked = [&](const std::string& target) {
        const auto page = site.get(target).body;
        const auto menu = page.substr(0, page.find("class=\"who\""));
        const auto mark = menu.find(" aria-current=\"page\"");
        EXPECT_EQ(mark, menu.rfind(" aria-current=\"page\"")) << target;
        return menu.substr(0, mark).substr(menu.rfind("href=", mark));
    };
    EXPECT_EQ(marked("/dinge/alt"), "href=\"/dinge/alt\"");
    EXPECT_EQ(marked("/dinge/neu"), "href=\"/dinge\"");
}

TEST_F(Dispatching, a_fixed_path_wins_over_a_parameter)
{
    EXPECT_TRUE(site.get("/dinge/neu").says("ein fester Pfad"));
    EXPECT_TRUE(site.get("/dinge/alt").says("alt"));
    EXPECT_EQ(site.get("/dinge/alt/").location(), "/dinge/alt") << "one address for each page";
    EXPECT_EQ(site.get("/dinge/").status, 301);
}

TEST_F(Dispatching, what_goes_wrong_is_said_in_plain_words)
{
    EXPECT_EQ(site.get("/dinge/fehlt").status, 404);
    EXPECT_TRUE(site.get("/gibt-es-nicht").says("Diese Seite gibt es nicht"));
    EXPECT_EQ(site.get("/dinge/kaputt").status, 500);
    const auto full = site.get("/dinge/voll");
    EXPECT_EQ(full.status, 503);
    EXPECT_TRUE(full.says("Es wurde nichts geändert"));
    EXPECT_FALSE(full.says("disk is full")) << "nothing of the machine is told";
    site.host = "fremd.example";
    site.add_network("nachbarn", "nachbarn.example");
    EXPECT_EQ(site.get("/zahl").status, 404) << "with two networks an unknown host has none";
}

TEST_F(Dispatching, a_page_that_is_not_there_offers_to_sign_in_whether_or_not_it_exists)
{
    EXPECT_TRUE(site.get("/dinge/fehlt").says("href=\"/anmelden?weiter=%2Fdinge%2Ffehlt\""));
    EXPECT_TRUE(site.get("/gibt-es-nicht").says("href=\"/anmelden?weiter=%2Fgibt-es-nicht\""));
    site.sign_in_as(Role::coordinator);
    EXPECT_FALSE(site.get("/dinge/fehlt").says("/anmelden"));
}

TEST_F(Dispatching, a_form_that_was_refused_leads_back_to_its_page_and_never_to_another_host)
{
    const auto refused = [&](const std::string& referer) {
        return site.post("/formular", "name=A", "application/x-www-form-urlencoded", {{"Referer", referer}})
            .body;
    };
    const std::string host = "http://" + site.host;
    EXPECT_NE(refused(host + "/dinge?seite=2").find("href=\"/dinge?seite=2\">Zurück"), std::string::npos);
    for (const auto* elsewhere : {"http://fremd.example/dinge", "nonsense", "", "http://"})
        EXPECT_EQ(refused(elsewhere).find("Zurück"), std::string::npos) << elsewhere;
    EXPECT_EQ(refused(host + "//fremd.example/").find("Zurück"), std::string::npos);
    EXPECT_EQ(refused(host + "/\\fremd.example/").find("Zurück"), std::string::npos);
}

TEST_F(Dispatching, an_address_that_begins_like_another_host_stays_with_us)
{
    for (const auto* target : {"//fremd.example", "/en//fremd.example", "/%5Cfremd.example", "//%5C"}) {
        const auto answer = site.get(target);
        EXPECT_EQ(answer.status, 404) << target;
        EXPECT_FALSE(answer.says("\"//")) << target;
    }
    EXPECT_EQ(site.get("//fremd.example/").location(), "/fremd.example");
    EXPECT_EQ(site.get("/%5Cfremd.example/").location(), "/fremd.example");
}

TEST_F(Dispatching, a_protected_page_asks_visitors_to_sign_in_and_refuses_others)
{
    EXPECT_EQ(site.get("/geheim").location(), "/anmelden?weiter=%2Fgeheim");
    site.sign_in_as(Role::lead_editor, "dorf");
    EXPECT_EQ(site.get("/geheim").status, 403);
    site.sign_in_as(Role::coordinator);
    EXPECT_EQ(site.get("/geheim").status, 200);
}

TEST_F(Dispatching, every_answer_forbids_foreign_scripts_and_frames)
{
    for (const auto* path : {"/zahl", "/formular", "/nix", "/dinge/kaputt"}) {
        const auto answer = site.get(path);
        const auto policy = answer.headers.find("content-security-policy");
        EXPECT_NE(policy.find("default-src 'none'"), std::string::npos) << path;
        EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos) << path;
        EXPECT_EQ(answer.headers.find("x-content-type-options"), "nosniff") << path;
        EXPECT_TRUE(answer.headers.find("set-cookie").empty()) << "no cookie for visitors: " << path;
    }
}

TEST_F(Dispatching, a_form_needs_its_own_token)
{
    const auto page = site.get("/formular");
    const auto token = support::TestSite::token_in(page.body, "/formular");
    EXPECT_EQ(site.post("/formular", "name=A").status, 403);
    EXPECT_EQ(site.post("/formular", "name=A&_token=" + token.substr(0, token.size() - 1) + "x").status, 403);
    site.clock.advance(std::chrono::hours(24 * 8));
    EXPECT_EQ(site.post("/formular", "name=A&_token=" + token).status, 403) << "too old";
    EXPECT_EQ(counters.saved, 0);
    EXPECT_EQ(site.submit("/formular", "/formular", {{"name", "A"}}).status, 303);
    EXPECT_EQ(counters.saved, 1);
}

TEST_F(Dispatching, a_token_of_one_session_is_worthless_in_another)
{
    const auto token = support::TestSite::token_in(site.get("/formular").body, "/formular");
    site.sign_in_as(Role::coordinator);
    EXPECT_EQ(site.post("/formular", "name=A&_token=" + token).status, 403);
}

TEST_F(Dispatching, a_form_of_another_site_is_refused)
{
    const auto token = support::TestSite::token_in(site.get("/formular").body, "/formular");
    http::Request request;
    request.method = http::Method::post;
    request.target = request.path = "/formular";
    request.host = site.host;
    request.headers.add("Host", site.host);
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.body = "name=A&_token=" + token;
    site.clock.advance(std::chrono::seconds(3));
    auto& environment = site.environment();
    Dispatcher dispatcher(environment, site.site(),
                          [](Environment&, const Network&, const http::Request&) { return Actor{}; });
    auto foreign = request;
    foreign.headers.add("Origin", "https://evil.example");
    EXPECT_EQ(dispatcher.handle(foreign).status, 403);
    auto cross = request;
    cross.headers.add("Sec-Fetch-Site", "cross-site");
    EXPECT_EQ(dispatcher.handle(cross).status, 403);
    auto own = request;
    own.headers.add("Origin", "http://" + site.host);
    EXPECT_EQ(dispatcher.handle(own).status, 303);
    own.secure = true;
    EXPECT_EQ(dispatcher.handle(own).status, 403)
        << "the page came unencrypted, from whoever was on the line";
    own.headers.set("Origin", "https://" + site.host);
    EXPECT_EQ(dispatcher.handle(own).status, 303);
    for (const auto* origin :
         {"null", "https://evil.example", "https://heide.example.evil.example", "heide.example",
          "https://heide.example:444", "https://evil.example/https://heide.example", "https://"}) {
        own.headers.set("Origin", origin);
        EXPECT_EQ(dispatcher.handle(own).status, 403) << origin;
    }
}

TEST_F(Dispatching, fields_that_a_form_does_not_declare_are_not_read)
{
    http::Request request;
    Context context{
        .environment = site.environment(), .site = site.site(), .request = request, .network = {}};
    std::vector<std::string> foreign{"network_id", "id",      "role",       "rolle",         "status",
                                     "stand",      "version", "is_example", "password_hash", "disabled",
                                     "created_by", "user_id", "subject",    "name[]",        "name[id]",
                                     "NAME",       " name",   "name ",      "name.id",       "__proto__",
                                     "constructor"};
    for (int i = 0; i < 500; ++i)
        foreign.push_back(random_token(site.random).substr(0, 1 + static_cast<std::size_t>(i) % 20));
    for (const auto& name : foreign)
        context.form.add(name, "1");
    context.form.add("name", "Erika");
    context.form.add("name", "Mallory");
    const auto sent = read_form(context, fields());
    EXPECT_TRUE(sent.ok());
    EXPECT_EQ(sent.values.all("name"), std::vector<std::string>{"Erika"}) << "the first one counts, alone";
    for (const auto& name : foreign)
        EXPECT_TRUE(sent.values.all(name).empty()) << name;
}

TEST_F(Dispatching, a_wrong_method_is_told_which_ones_there_are)
{
    EXPECT_EQ(site.post("/zahl", "a=b").status, 405);
    EXPECT_EQ(site.post("/zahl", "a=b").headers.find("allow"), "GET, HEAD");
    http::Request request;
    request.method = http::Method::options;
    request.target = request.path = "/formular";
    request.host = site.host;
    request.headers.add("Host", site.host);
    Dispatcher dispatcher(site.environment(), site.site(), {});
    const auto answer = dispatcher.handle(request);
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(answer.headers.find("allow"), "GET, HEAD, POST");
}

TEST_F(Dispatching, programs_that_fill_forms_get_the_same_answer_without_effect)
{
    const auto token = support::TestSite::token_in(site.get("/formular").body, "/formular");
    const auto too_fast = site.post("/formular", "name=A&_token=" + token);
    const auto trapped =
        site.submit("/formular", "/formular", {{"name", "A"}, {"website", "http://spam.example"}});
    EXPECT_EQ(too_fast.status, 303);
    EXPECT_EQ(too_fast.location(), trapped.location());
    EXPECT_EQ(counters.saved, 0);
}

TEST_F(Dispatching, a_form_that_came_back_with_errors_may_be_corrected_at_once)
{
    const auto refused = site.submit("/formular", "/formular", {{"name", ""}});
    ASSERT_EQ(refused.status, 422);
    const auto token = support::TestSite::token_in(refused.body, "/formular");
    EXPECT_EQ(site.post("/formular", "name=A&_token=" + token).status, 303);
    EXPECT_EQ(counters.saved, 1);
}

TEST_F(Dispatching, an_error_page_does_not_make_a_program_any_slower)
{
    const auto token = support::TestSite::token_in(site.get("/formular").body, "/formular");
    const auto refused = site.post("/formular", "name=&_token=" + token);
    site.post("/formular", "name=A&_token=" + support::TestSite::token_in(refused.body, "/formular"));
    EXPECT_EQ(counters.saved, 0);
}

TEST_F(Dispatching, a_corrected_form_lives_as_long_as_a_new_one)
{
    const auto token = support::TestSite::token_in(site.get("/formular").body, "/formular");
    site.clock.advance(std::chrono::hours(24 * 7 - 1));
    const auto refused = site.post("/formular", "name=&_token=" + token);
    ASSERT_EQ(refused.status, 422);
    site.clock.advance(std::chrono::hours(2));
    site.post("/formular", "name=A&_token=" + support::TestSite::token_in(refused.body, "/formular"));
    EXPECT_EQ(counters.saved, 1);
}

TEST_F(Dispatching, a_stranger_who_sends_too_many_forms_has_to_wait)
{
    int refused = 0;
    for (int i = 0; i < 60; ++i)
        refused += site.post("/formular", "name=A").status == 429 ? 1 : 0;
    EXPECT_GT(refused, 20);
}

TEST_F(Dispatching, a_refused_form_comes_back_filled_with_the_errors_at_the_fields)
{
    const auto answer = site.submit("/formular", "/formular",
                                    {{"name", ""},
                                     {"tag", "31.2.2026"},
                                     {"zahl", "1000"},
                                     {"mail", "quatsch"},
                                     {"feld", "b"},
                                     {"feld", "erfunden"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("href=\"#name\""));
    EXPECT_TRUE(answer.says("Diesen Tag gibt es nicht."));
    EXPECT_TRUE(answer.says("Schreib eine Zahl von 0 bis 100."));
    EXPECT_TRUE(answer.says("value=\"31.2.2026\"")) << "what was typed stays";
    EXPECT_TRUE(answer.says("value=\"b\" checked"));
    EXPECT_FALSE(answer.says("erfunden"));
    EXPECT_EQ(counters.saved, 0);
}

// Today is 22 November 2026.
TEST_F(Dispatching, a_day_without_a_year_is_the_nearest_one)
{
    const auto day = std::chrono::year(2026) / 11 / 22;
    EXPECT_EQ(day_from_typed("24.12.", day).value(), std::chrono::year(2026) / 12 / 24);
    EXPECT_EQ(day_from_typed("3.1", day).value(), std::chrono::year(2027) / 1 / 3);
    EXPECT_EQ(day_from_typed("20.11.", day).value(), std::chrono::year(2026) / 11 / 20);
    EXPECT_FALSE(day_from_typed("31.2.", day));
    EXPECT_FALSE(day_from_typed("29.2.", day)) << "none of the three years has it";
}

TEST_F(Dispatching, a_day_before_the_soonest_is_refused)
{
    EXPECT_TRUE(site.submit("/formular", "/formular", {{"name", "A"}, {"tag", "31.12.2019"}})
                    .says("Nimm einen Tag, der noch kommt."));
    EXPECT_EQ(site.submit("/formular", "/formular", {{"name", "A"}, {"tag", "1.1.2020"}}).status, 303);
}

TEST_F(Dispatching, what_is_no_date_is_told_how_one_is_written)
{
    const auto answer = site.submit("/formular", "/formular", {{"name", "A"}, {"tag", "neulich"}});
    EXPECT_TRUE(answer.says("Schreib das Datum so: 24.12.2026."));
}

TEST(TypedTimes, are_read_as_people_write_them)
{
    using std::chrono::minutes;
    for (const auto* typed : {"14", "14 Uhr", "14:00", "14.00 Uhr", "14h", "2 pm", " 14:00 "})
        EXPECT_EQ(time_from_typed(typed), minutes(14 * 60)) << typed;
    EXPECT_EQ(time_from_typed("9.05"), minutes(9 * 60 + 5));
    EXPECT_EQ(time_from_typed("0:00"), minutes(0));
    EXPECT_EQ(time_from_typed("12 pm"), minutes(12 * 60));
    for (const auto* typed : {"", "24", "14:60", "abends", "14:30:00", "-3", "14:", ":30", "1430"})
        EXPECT_FALSE(time_from_typed(typed)) << typed;
}

TEST_F(Dispatching, hostile_values_are_refused_or_escaped)
{
    const auto script = site.submit("/formular", "/formular", {{"name", "<script>alert(1)</script>"}});
    EXPECT_EQ(script.status, 422) << "longer than twenty characters";
    EXPECT_FALSE(script.says("<script>alert"));
    EXPECT_TRUE(script.says("&lt;script&gt;"));
    EXPECT_EQ(site.submit("/formular", "/formular",
                          {{"name", "a\x01"
                                    "b"}})
                  .status,
              422);
    const auto token = support::TestSite::token_in(site.get("/formular").body, "/formular");
    EXPECT_EQ(site.post("/formular", "name=%FF%FE&_token=" + token).status, 422) << "no UTF-8";
    EXPECT_EQ(site.get("/zahl?q=%FF").status, 422);
}

TEST_F(Dispatching, a_notice_cannot_be_put_into_an_address_by_others)
{
    const auto done = site.submit("/formular", "/formular", {{"name", "A"}});
    EXPECT_TRUE(site.get(done.location()).says("Gespeichert, danke."));
    EXPECT_FALSE(site.get("/zahl?meldung=Ruf+0900+an").says("Ruf 0900"));
}

TEST_F(Dispatching, assets_are_kept_for_a_year_under_the_hash_of_their_content)
{
    const auto page = site.get("/zahl").body;
    const auto begin = page.find("/assets/css/site.");
    ASSERT_NE(begin, std::string::npos);
    const auto path = page.substr(begin, page.find('"', begin) - begin);
    const auto style = site.get(path);
    EXPECT_EQ(style.status, 200);
    EXPECT_EQ(style.headers.find("content-type"), "text/css; charset=utf-8");
    EXPECT_NE(style.headers.find("cache-control").find("immutable"), std::string::npos);
    EXPECT_EQ(site.get("/assets/css/site.0000000000000000.css").status, 404)
        << "another version is not this one";
    EXPECT_EQ(site.get("/assets/../secret.key").status, 404);
}

TEST(RateLimit, gives_a_burst_and_then_a_steady_rate)
{
    RateLimiter limiter(60, 3);
    auto now = *timestamp_from_iso("2026-11-22T10:00:00Z");
    EXPECT_TRUE(limiter.take("a", now));
    EXPECT_TRUE(limiter.take("a", now));
    EXPECT_TRUE(limiter.take("a", now));
    EXPECT_FALSE(limiter.take("a", now));
    EXPECT_TRUE(limiter.take("b", now));
    EXPECT_TRUE(limiter.take("a", now + std::chrono::seconds(1)));
    EXPECT_FALSE(limiter.take("a", now + std::chrono::seconds(1)));
}

TEST(RateLimit, counts_a_household_once)
{
    EXPECT_EQ(address_prefix("192.0.2.7"), address_prefix("192.0.2.99"));
    EXPECT_NE(address_prefix("192.0.2.7"), address_prefix("192.0.3.7"));
    EXPECT_EQ(address_prefix("2001:db8:1:200::1"), address_prefix("2001:db8:1:2ff::1"));
    EXPECT_NE(address_prefix("2001:db8:1:200::1"), address_prefix("2001:db8:2::1"));
}

TEST(Cache, forgets_what_was_not_used_for_longest)
{
    PageCache cache(10'000);
    const auto entry = [](std::size_t bytes) {
        auto page = std::make_shared<CachedPage>();
        page->plain = std::make_shared<const std::string>(bytes, 'x');
        return page;
    };
    cache.put("a", entry(3'000));
    cache.put("b", entry(3'000));
    EXPECT_TRUE(cache.find("a"));
    cache.put("c", entry(3'000));
    EXPECT_FALSE(cache.find("b"));
    EXPECT_TRUE(cache.find("a"));
    EXPECT_TRUE(cache.find("c"));
    cache.put("a", entry(100));
    EXPECT_LE(cache.bytes(), 10'000U);
}

} // namespace dorfnetz::web
