#include "features/papers/activities.hpp"

#include "embedded/papers.hpp"
#include "foundation/core/toml.hpp"

namespace dorfnetz::papers {

namespace {

Wording wording(const toml::table& table, const std::string& name)
{
    return {.de = table[name + "_de"].value_or(std::string()),
            .en = table[name + "_en"].value_or(std::string())};
}

Activity read_activity(const toml::table& table)
{
    Activity activity{.key = table["key"].value_or(std::string()),
                      .tables = {},
                      .title = wording(table, "title"),
                      .purpose = wording(table, "purpose"),
                      .basis = wording(table, "basis"),
                      .people = wording(table, "people"),
                      .data = wording(table, "data"),
                      .recipients = wording(table, "recipients"),
                      .retention = wording(table, "retention")};
    if (const auto* tables = table["tables"].as_array())
        for (const auto& name : *tables)
            activity.tables.push_back(name.value_or(std::string()));
    return activity;
}

std::vector<Activity> read_all()
{
    std::vector<Activity> all;
    const toml::table document = toml::parse(embedded::papers::find("activities.toml")->data.view);
    if (const auto* rows = document["activity"].as_array())
        for (const auto& row : *rows)
            if (const auto* table = row.as_table())
                all.push_back(read_activity(*table));
    return all;
}

} // namespace

std::span<const Activity> activities()
{
    static const std::vector<Activity> all = read_all();
    return all;
}

} // namespace dorfnetz::papers
