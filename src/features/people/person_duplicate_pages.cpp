#include "features/people/duplicates.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"

#include <fmt/format.h>

namespace dorfnetz::people {

namespace {

using web::Context;

constexpr std::int64_t most_pairs = 200;
constexpr std::string_view pair_pattern = "/redaktion/doppelte/{one}/{other}";

std::string likeness_text(const Context& context, Likeness likeness)
{
    switch (likeness) {
    case Likeness::certain:
        return context.t("ziemlich sicher"_de);
    case Likeness::likely:
        return context.t("wahrscheinlich"_de);
    case Likeness::possible:
        return context.t("vielleicht"_de);
    }
    return {};
}

std::string pair_path(const PersonId& one, const PersonId& other)
{
    return fmt::format("{}/{}/{}", duplicates_path, one.text(), other.text());
}

Result<http::Response> show_duplicates(Context& context)
{
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        const auto pairs = open_duplicates(reader, context.network.id, most_pairs);
        const auto places = villages::all_places(reader, context.network.id);
        if (pairs.empty()) {
            page.show("NOTHING");
            return;
        }
        auto list = page.add("LIST");
        for (const auto& pair : pairs) {
            const auto one = store::by_id(reader, context.network.id, pair.one);
            const auto other = store::by_id(reader, context.network.id, pair.other);
            if (!one || !other)
                continue;
            list.add("ROW")
                .set("PAIR_URL", context.url(pair_path(pair.one, pair.other)))
                .set("ONE", one->data.name())
                .set("OTHER", other->data.name())
                .set("VILLAGE", village_name(places, one->data.village))
                .set("COLOUR", pair.likeness == Likeness::certain ? "rust" : "amber")
                .set("LIKENESS", likeness_text(context, pair.likeness))
                .set("WHEN", i18n::format_date(context.region(), pair.found_at, i18n::DateStyle::plain));
        }
    });
    return web::page(
        context, {.title = context.t("Mögliche Doppelte"_de), .crumbs = crumbs_of(context), .index = false},
        context.render("person_duplicates", page));
}

struct Pair
{
    Person one;
    Person other;
};

Result<Pair> load_pair(db::Reader& reader, const Context& context)
{
    auto one = TRY(visible_person(reader, context, PersonId(context.parameter("one"))));
    auto other = TRY(visible_person(reader, context, PersonId(context.parameter("other"))));
    return Pair{std::move(one), std::move(other)};
}

void add_side(html::Page& page, const Context& context, const std::vector<Village>& places,
              const Person& person, const Person& other)
{
    const auto& data = person.data;
    auto side = page.add("SIDE");
    side.set("PERSON_URL", context.url(person_path(person.id))).set("NAME", data.name());
    const auto fact = [&](German label, const std::string& text) {
        if (!text.empty())
            side.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
    };
    fact("Wohnt in"_de, village_name(places, data.village));
    fact("Geburtsjahr"_de, data.birth_year ? std::to_string(*data.birth_year) : std::string());
    fact("Aufgaben"_de, words(context.language, "tasks", data.tasks));
    fact("Einsatzfelder"_de, words(context.language, "fields", data.fields));
    fact("Einwilligung"_de, context.t(person.is_locked() ? "fehlt"_de : "liegt vor"_de));
    fact("Im Register seit"_de,
         i18n::format_date(context.region(), person.created_at, i18n::DateStyle::plain));
    if (data.email.empty() && !other.data.email.empty())
        fact("Kommt dazu"_de,
             context.t("Die E-Mail-Adresse des anderen Eintrags. Wer sie liest, sieht danach "
                       "alles über diesen Menschen."_de));
    side.set("KEEP_BUTTON", web::draw_button(context,
                                             {.action = pair_path(person.id, other.id),
                                              .pattern = std::string(pair_pattern),
                                              .submit = context.t("Zusammenführen und diesen behalten"_de)},
                                             {{"was", "behalten"}}));
}

Result<http::Response> show_pair(Context& context)
{
    std::vector<Village> places;
    auto read = context.pool().read([&](db::Reader& reader) {
        places = villages::all_places(reader, context.network.id);
        return load_pair(reader, context);
    });
    const auto pair = TRY(std::move(read));
    html::Page page;
    add_side(page, context, places, pair.one, pair.other);
    add_side(page, context, places, pair.other, pair.one);
    page.set("DIFFERENT_BUTTON",
             web::draw_button(context,
                              {.action = pair_path(pair.one.id, pair.other.id),
                               .pattern = std::string(pair_pattern),
                               .submit = context.t("Das sind zwei verschiedene Menschen"_de)},
                              {{"was", "verschieden"}}));
    return web::page(
        context,
        {.title = context.t("Ein Mensch oder zwei?"_de), .crumbs = crumbs_of(context), .index = false},
        context.render("person_pair", page));
}

// The first in the address is kept.
Result<http::Response> decide_pair(Context& context)
{
    const bool different = context.form.text("was") == "verschieden";
    const auto decided = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto pair = TRY(load_pair(tx, context));
        if (different) {
            note_duplicate(tx, context.network.id, pair.one.id, pair.other.id, Likeness::possible,
                           context.now());
            return mark_as_different(tx, context.network.id, pair.one.id, pair.other.id, context.now());
        }
        TRY(merge(tx, context.network.id, pair.one.id, pair.other.id, author_of(context)));
        const auto united = store::by_id(tx, context.network.id, pair.one.id);
        // Only now is a parent needed for this entry, or for more than before.
        if (united->lock == Lock::parent && pair.one.lock != Lock::parent)
            return ask_parent(tx, context, united->id);
        return Done{};
    });
    TRY(decided);
    return web::redirect_with_notice(context, duplicates_path,
                                     different ? "Gemerkt: Das sind zwei."_de
                                               : "Zusammengeführt. Der doppelte Eintrag ist gelöscht."_de);
}

} // namespace

void add_duplicate_pages(web::Site& site)
{
    site.get(std::string(duplicates_path), web::Access::coordinator(), show_duplicates);
    site.get(std::string(pair_pattern), web::Access::coordinator(), show_pair);
    site.post(std::string(pair_pattern), web::Access::coordinator(), decide_pair);
}

} // namespace dorfnetz::people
