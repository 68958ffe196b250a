#include "tests/architecture/two_networks.hpp"

#include "foundation/http/wire.hpp"
#include "tests/support/sent_forms.hpp"

#include <set>

namespace dorfnetz {

namespace {

using support::DrawnForm;

class HostileInput : public TwoNetworks
{
protected:
    HostileInput() { at_foreign(); }

    // The addresses of all pages that the example network has.
    std::vector<std::string> pages()
    {
        std::vector<std::string> all;
        const auto keys = foreign_keys();
        for (const auto& route : site.site().routes()) {
            if (route.method != http::Method::get)
                continue;
            if (route.pattern.find('{') == std::string::npos)
                all.push_back(route.pattern);
            else
                for (const auto& some : keys)
                    if (const auto path = filled(route.pattern, some); site.get(path).status == 200) {
                        all.push_back(path);
                        break;
                    }
        }
        return all;
    }

    std::vector<DrawnForm> forms()
    {
        std::vector<DrawnForm> all;
        std::set<std::string> actions;
        for (const auto& path : pages())
            for (auto& form : support::forms_of(site.get(path).body))
                if (actions.insert(form.action).second)
                    all.push_back(std::move(form));
        return all;
    }

    support::Answer send(const DrawnForm& form, const std::string& value)
    {
        std::string body;
        for (const auto& field : form.fields)
            body += (body.empty() ? "" : "&") + http::percent_encode(field.name) + '=' +
                    http::percent_encode(field.name == "_token" ? field.value : value);
        site.clock.advance(std::chrono::seconds(30));
        return site.post(form.action, body);
    }
};

// What a head would become if this got into it.
const std::string two_lines = "a\r\nSet-Cookie: fremd=1\r\n\r\n<script>";

std::string query_of(const std::vector<std::string>& names, const std::string& value)
{
    std::string query;
    for (const auto& name : names)
        query += (query.empty() ? "?" : "&") + name + '=' + http::percent_encode(value);
    return query;
}

void expect_whole_head(const support::Answer& answer, const std::string& what)
{
    http::Response response{.status = answer.status, .headers = answer.headers};
    EXPECT_NO_THROW(http::serialize_head(response, http::Persistence::close)) << what;
    for (const auto& [name, value] : answer.headers.fields)
        EXPECT_EQ(value.find_first_of("\r\n"), std::string::npos) << name << ": " << value << " " << what;
    EXPECT_EQ(answer.headers.find("set-cookie").find("fremd"), std::string_view::npos) << what;
    EXPECT_LT(answer.status, 500) << what;
}

void expect_own_address(const support::Answer& answer, const std::string& what)
{
    const auto target = answer.location();
    EXPECT_TRUE(target.empty() || (target.starts_with('/') && !target.starts_with("//") &&
                                   target.find('\\') == std::string::npos))
        << target << " of " << what;
}

} // namespace

TEST_F(HostileInput, never_becomes_a_line_of_the_head)
{
    const auto query =
        query_of({"weiter", "meldung", "q", "dorf", "als", "seite", "nummer", "wozu"}, two_lines);
    for (const auto& path : pages())
        expect_whole_head(site.get(path + query), path + query);
    for (const auto& form : forms())
        expect_whole_head(send(form, two_lines), form.action);
}

TEST_F(HostileInput, never_leads_to_another_site)
{
    const std::vector<std::string> elsewhere{
        "https://evil.example/", "//evil.example/",  "/\\evil.example/",    "\\\\evil.example",
        "/%09/evil.example",     "/\t/evil.example", "javascript:alert(1)", "https:evil.example",
        "@evil.example",         ".evil.example",    "/..//evil.example"};
    const auto own_pages = pages();
    for (const bool signed_in : {true, false}) {
        if (!signed_in)
            site.sign_out();
        for (const auto& there : elsewhere) {
            for (const auto& path : own_pages)
                expect_own_address(site.get(path + query_of({"weiter", "next", "url", "zurueck"}, there)),
                                   path);
            for (const auto& path : {there, there + "/", "/en/" + there, "/en" + there})
                expect_own_address(site.get(path), path);
        }
    }
    site.sign_in(coordinator);
    for (const auto& form : forms())
        for (const auto& there : {elsewhere[0], elsewhere[1]})
            expect_own_address(send(form, there), form.action);
}

// Text of others is shown as text, in whatever field it comes.
TEST_F(HostileInput, never_becomes_markup_of_a_page)
{
    const std::string markup = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{NAME}}[[Name]]";
    for (const auto& form : forms()) {
        const auto answer = send(form, markup);
        EXPECT_EQ(answer.body.find("<script>alert"), std::string::npos) << form.action;
        EXPECT_EQ(answer.body.find("<img src=x"), std::string::npos) << form.action;
        EXPECT_LT(answer.status, 500) << form.action;
    }
    for (const auto& path : pages()) {
        const auto shown = site.get(path + "?q=" + http::percent_encode(markup) + "&meldung=x");
        // A calendar is plain text, saved and not shown, and never taken for anything else (headers_test).
        if (shown.headers.find("content-type").starts_with("text/calendar") &&
            shown.headers.find("content-disposition").starts_with("attachment"))
            continue;
        EXPECT_EQ(shown.body.find("<script>alert"), std::string::npos) << path;
        EXPECT_EQ(shown.body.find("<img src=x"), std::string::npos) << path;
    }
}

// A stranger reports a club and says that it is published, of another network, and entered by somebody else.
TEST_F(HostileInput, sets_no_field_that_its_form_does_not_have)
{
    site.sign_out();
    const std::string path = "/vereine/melden";
    const auto before = site.pool().read(
        [&](db::Reader& reader) { return organisations::all_organisations(reader, foreign.id).size(); });
    const auto village = site.pool().read(
        [&](db::Reader& reader) { return villages::villages_of(reader, foreign.id).front().id.text(); });
    const std::vector<std::pair<std::string, std::string>> report{{"name", "Beispiel: Neuer Chor"},
                                                                  {"kind", "club"},
                                                                  {"villages", village},
                                                                  {"contact_name", "Karla Muster"},
                                                                  {"contact_email", "karla@example.org"}};
    auto more = report;
    for (const auto& [name, value] :
         std::vector<std::pair<std::string, std::string>>{{"status", "published"},
                                                          {"stand", "published"},
                                                          {"action", "publish"},
                                                          {"id", "00000000-0000-7000-8000-000000000009"},
                                                          {"slug", "start"},
                                                          {"network_id", own.id.text()},
                                                          {"version", "7"},
                                                          {"last_confirmed_on", "2026-11-20"},
                                                          {"is_example", "1"},
                                                          {"consent_on", "2026-11-20"},
                                                          {"consent_way", "web"},
                                                          {"is_responsible", "0"},
                                                          {"created_by", coordinator.user.text()}})
        more.emplace_back(name, value);
    ASSERT_EQ(site.submit(path, path, more).status, 303);
    site.pool().read([&](db::Reader& reader) {
        const auto all = organisations::all_organisations(reader, foreign.id);
        ASSERT_EQ(all.size(), before + 1);
        const auto made = std::find_if(
            all.begin(), all.end(), [](const auto& one) { return one.entry.name == "Beispiel: Neuer Chor"; });
        ASSERT_NE(made, all.end());
        EXPECT_EQ(made->status, organisations::Status::reported);
        EXPECT_NE(made->id.text(), "00000000-0000-7000-8000-000000000009");
        EXPECT_NE(made->slug, "start");
        EXPECT_EQ(made->version, 1);
        EXPECT_EQ(made->last_confirmed_on, std::nullopt);
        EXPECT_FALSE(made->entry.is_example);
        for (const auto& contact :
             organisations::contacts_of(reader, foreign.id, made->id, accounts::the_program()))
            EXPECT_FALSE(contact.is_public()) << "nobody agreed";
    });
}

} // namespace dorfnetz
