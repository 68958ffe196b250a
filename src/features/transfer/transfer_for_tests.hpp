#pragma once

#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/transfer/feature.hpp"
#include "features/transfer/importing.hpp"
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

} // namespace dorfnetz::transfer::test
