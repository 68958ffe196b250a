#include "features/lineage/feature.hpp"

#include "features/lineage/lineage_parts.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/page.hpp"

#include <algorithm>

namespace dorfnetz::lineage {

namespace {

using web::Context;

struct Kinds
{
    std::vector<Kind> all;

    const Kind* named(std::string_view key) const
    {
        const auto found = std::ranges::find(all, key, &Kind::key);
        return found == all.end() ? nullptr : &*found;
    }

    // What the actor may see of these records, the kinds in their order.
    struct Shown
    {
        const Kind* kind;
        Told told;
    };

    std::vector<Shown> shown(const Context& context, db::Reader& reader,
                             const std::vector<Record>& records) const
    {
        std::vector<Shown> shown;
        for (const auto& kind : all) {
            std::vector<std::string> ids;
            for (const auto& record : records)
                if (record.kind == kind.key)
                    ids.push_back(record.id);
            if (ids.empty())
                continue;
            auto told = kind.describe(context, reader, ids);
            for (const auto& id : ids)
                if (const auto found = told.find(id); found != told.end())
                    shown.push_back({.kind = &kind, .told = std::move(found->second)});
        }
        return shown;
    }
};

void set_record(html::Values values, const Context& context, const Kinds::Shown& shown)
{
    values.set("KIND", context.t(shown.kind->singular))
        .set("TITLE", shown.told.title)
        .set("RECORD_URL", context.url(shown.told.path));
}

html::Safe draw_origin(const Kinds& kinds, const Context& context, db::Reader& reader,
                       std::string_view subject)
{
    const auto record = record_from_text(subject);
    if (!record)
        return {};
    const auto shown = kinds.shown(context, reader, {*record});
    if (shown.empty())
        return {};
    html::Page page;
    page.set("ICON", web::icon("info"));
    set_record(page.add("RECORD"), context, shown.front());
    return context.render("lineage_origin", page);
}

html::Safe draw_chain(const Kinds& kinds, const Context& context, db::Reader& reader,
                      std::string_view subject)
{
    const auto record = record_from_text(subject);
    if (!record)
        return {};
    const auto& network = context.network.id;
    const auto sources = kinds.shown(context, reader, sources_of(reader, network, *record));
    const auto results = kinds.shown(context, reader, results_of(reader, network, *record));
    if (sources.empty() && results.empty())
        return {};
    html::Page page;
    const auto add = [&](const char* block, const std::vector<Kinds::Shown>& all) {
        if (all.empty())
            return;
        auto place = page.add(block);
        for (const auto& shown : all)
            set_record(place.add("RECORD"), context, shown);
    };
    add("SOURCES", sources);
    add("RESULTS", results);
    return context.render("lineage_chain", page);
}

html::Safe draw_makings(const Kinds& kinds, const Context& context, std::string_view subject)
{
    const auto words = split_list(subject, " ");
    const auto record = words.empty() ? std::nullopt : record_from_text(words.front());
    if (!record)
        return {};
    const auto along = words.back().front() == '&' ? words.back() : std::string();
    html::Page page;
    bool any = false;
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto* kind = kinds.named(words[i]);
        if (kind == nullptr || !kind->making || !kind->making->access.allows(context.actor))
            continue;
        any = true;
        page.add("MAKING")
            .set("LABEL", context.t(kind->making->label))
            .set("MAKING_URL", context.url(with_origin(kind->making->path, *record) + along));
    }
    return any ? context.render("lineage_making", page) : html::Safe();
}

} // namespace

void register_feature(web::Site& site, std::vector<Kind> all)
{
    const Kinds kinds{std::move(all)};
    site.add(web::Part{std::string(origin_part), 0,
                       [kinds](const Context& context, db::Reader& reader, std::string_view subject) {
                           return draw_origin(kinds, context, reader, subject);
                       }});
    site.add(web::Part{std::string(chain_part), 0,
                       [kinds](const Context& context, db::Reader& reader, std::string_view subject) {
                           return draw_chain(kinds, context, reader, subject);
                       }});
    site.add(web::Part{std::string(making_part), 0,
                       [kinds](const Context& context, db::Reader&, std::string_view subject) {
                           return draw_makings(kinds, context, subject);
                       }});
}

} // namespace dorfnetz::lineage
