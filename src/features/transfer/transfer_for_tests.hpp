#pragma once

#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/transfer/feature.hpp"
#include "features/transfer/importing.hpp"
#include "foundation/core/text.hpp"
#include "tests/support/site.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

// A network of three invented villages, and what tests ask of it.
namespace dorfnetz::transfer::test {

inline std::string fixture(const std::string& name)
{
    std::ifstream in(std::string(DORFNETZ_SOURCE_DIR) + "/tests/data/sheets/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Transfer : public testing::Test
{
protected:
    Transfer() : site({register_feature})
    {
        site.environment().reader_program = DORFNETZ_READER;
        site.given([&](db::Tx& tx) -> Result<Done> {
            for (const auto* name : {"Musterdorf", "Probehausen", "Beispielow"})
                add_village(tx, name);
            return Done{};
        });
        site.sign_in_as(web::Role::coordinator);
    }

    void add_village(db::Tx& tx, const std::string& name)
    {
        villages::Village village;
        village.id = new_id<villages::VillageId>(site.clock, site.random);
        village.slug = to_lower(name);
        village.name = name;
        villages::put_place(tx, site.network(), village, site.clock.now());
    }

    static std::string to_lower(std::string text)
    {
        for (auto& c : text)
            if (c >= 'A' && c <= 'Z')
                c = static_cast<char>(c - 'A' + 'a');
        return text;
    }

    web::Network network()
    {
        return site.pool().read([](db::Reader& reader) { return *web::network_by_slug(reader, "heide"); });
    }

    villages::VillageId village(std::string_view slug)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return villages::village_by_slug(reader, site.network(), slug)->id; });
    }

    ImportReport import(Target target, std::string_view bytes, std::string_view name = "liste.csv",
                        ImportOptions options = {})
    {
        auto report = import_file(site.environment(), network(), target, bytes, name, options);
        if (!report) {
            ADD_FAILURE() << name << ": " << report.error().text.text();
            return {};
        }
        return *report;
    }

    std::vector<organisations::Organisation> organisations()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return organisations::all_organisations(reader, site.network()); });
    }

    organisations::Organisation organisation(std::string_view name)
    {
        for (auto& known : organisations())
            if (known.entry.name == name)
                return known;
        ADD_FAILURE() << "there is no " << name;
        return {};
    }

    std::vector<people::Person> people()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return people::all_people(reader, site.network()); });
    }

    people::Person person(std::string_view name)
    {
        for (auto& known : people())
            if (known.data.name() == name)
                return known;
        ADD_FAILURE() << "there is no " << name;
        return {};
    }

    support::TestSite site;
};

// A list that goes the way over the pages.
class Pages : public Transfer
{
protected:
    // Sends a file as a browser does; answers where it leads.
    std::string upload(std::string_view bytes, const std::string& what = "organisations",
                       const std::string& name = "liste.csv")
    {
        const auto page = site.get("/redaktion/import");
        EXPECT_EQ(page.status, 200);
        const auto token = support::TestSite::token_in(page.body, "/redaktion/import");
        site.clock.advance(std::chrono::seconds(3));
        std::string body;
        const auto field = [&](const std::string& head, std::string_view content) {
            body += "--grenze\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" +
                    std::string(content) + "\r\n";
        };
        field("name=\"_token\"", token);
        field("name=\"wozu\"", what);
        field("name=\"datei\"; filename=\"" + name + "\"\r\nContent-Type: text/csv", bytes);
        body += "--grenze--\r\n";
        answer = site.post("/redaktion/import", body, "multipart/form-data; boundary=grenze");
        return replace_all(answer.location(), "/spalten", "");
    }

    // The columns as guessed.
    support::Answer keep_columns(const std::string& batch,
                                 std::vector<std::pair<std::string, std::string>> fields)
    {
        return site.submit(batch + "/spalten", batch + "/spalten", std::move(fields));
    }

    void work_off_jobs()
    {
        jobs::Jobs jobs({.pool = site.pool(), .clock = site.clock, .random = site.random});
        register_jobs(jobs, site.environment());
        jobs.run_due();
    }

    support::Answer answer;
};

inline const std::vector<std::pair<std::string, std::string>> name_village_phone{
    {"spalte-0", "name"}, {"spalte-1", "villages"}, {"spalte-2", "phone"}};

} // namespace dorfnetz::transfer::test
