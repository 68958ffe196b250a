#include "features/transfer/import_pages.hpp"
#include "features/transfer/row_reader.hpp"

#include <algorithm>

// A part of the preview: which village is meant by a place that we do not know.
namespace dorfnetz::transfer {

namespace {

// The field in which somebody says what a place means.
std::string place_field(const PlaceAnswer& answer)
{
    return "ort-" + key_of(answer);
}

// Whoever enters for some villages alone can mean only those.
bool can_be_meant(const Batch& batch, const villages::Village& village)
{
    const auto& own = batch.only_villages;
    return !own || std::find(own->begin(), own->end(), village.id.text()) != own->end();
}

std::vector<villages::Village> meanable_villages(db::Reader& reader, const NetworkId& network,
                                                 const Batch& batch)
{
    auto all = villages::villages_of(reader, network);
    std::erase_if(all, [&](const villages::Village& village) { return !can_be_meant(batch, village); });
    return all;
}

} // namespace

void draw_places(const web::Context& context, html::Page& page, const Batch& batch, db::Reader& reader)
{
    if (batch.place_answers.empty())
        return;
    auto places = page.add("PLACES");
    const bool is_open =
        std::any_of(batch.place_answers.begin(), batch.place_answers.end(),
                    [](const PlaceAnswer& answer) { return answer.means == PlaceAnswer::Means::open; });
    places.set("PLACES_ICON", web::icon(is_open ? "warning" : "info"))
        .show_if(is_open, "OPEN")
        .show_if(batch.target == Target::organisations, "NEEDED");
    const auto villages = meanable_villages(reader, context.network.id, batch);
    const auto open =
        batch.target == Target::people && !batch.only_villages ? "als Ort eintragen"_de : "noch offen"_de;
    for (std::size_t i = 0; i < batch.place_answers.size(); ++i) {
        const auto& answer = batch.place_answers[i];
        auto place = places.add("PLACE");
        place.set("PLACE_NUMBER", i)
            .set("PLACE_FIELD", place_field(answer))
            .set("PLACE_LABEL", context.t("Mit „{1}“ ist gemeint"_de, {shortened(answer.written)}));
        const auto add = [&](const PlaceAnswer& meaning, const std::string& name) {
            place.add("MEANING")
                .set("MEANING_VALUE", to_text(meaning))
                .set("MEANING_NAME", name)
                .show_if(to_text(meaning) == to_text(answer), "MEANT");
        };
        add({.written = {}}, context.t(open));
        for (const auto& village : villages)
            add({.written = {}, .means = PlaceAnswer::Means::village, .village = village.id}, village.name);
        add({.written = {}, .means = PlaceAnswer::Means::left_out}, context.t("weglassen"_de));
    }
}

bool save_meanings(db::Tx& tx, const web::Context& context, const Batch& batch)
{
    auto answers = batch.place_answers;
    for (auto& answer : answers) {
        const auto field = place_field(answer);
        if (!context.form.has(field))
            continue;
        auto said = answer;
        set_meaning(said, context.form.text(field));
        const auto village = villages::village_by_id(tx, context.network.id, said.village);
        if (said.means != PlaceAnswer::Means::village ||
            (village && village->in_network && can_be_meant(batch, *village)))
            answer = std::move(said);
    }
    if (answers == batch.place_answers)
        return false;
    store::save_place_answers(tx, context.network.id, batch.id, answers);
    return true;
}

} // namespace dorfnetz::transfer
