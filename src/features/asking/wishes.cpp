#include "features/asking/wishes.hpp"

#include "features/asking/asking_store.hpp"
#include "foundation/web/form.hpp"

#include <array>

namespace dorfnetz::asking {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::array<std::pair<std::int64_t, German>, 5> rhythms{{{0, "so oft es etwas gibt"_de},
                                                                  {14, "höchstens alle zwei Wochen"_de},
                                                                  {30, "höchstens einmal im Monat"_de},
                                                                  {90, "höchstens alle drei Monate"_de},
                                                                  {365, "höchstens einmal im Jahr"_de}}};

std::vector<Field> fields(const Context& context)
{
    Field rhythm{
        .name = "abstand", .label = context.t("Fragt mich"_de), .input = Input::one_of, .required = true};
    for (const auto& [days, label] : rhythms)
        rhythm.choices.push_back({std::to_string(days), context.t(label)});
    return {std::move(rhythm),
            {.name = "nicht_vor",
             .label = context.t("Nicht vor dem"_de),
             .input = Input::date,
             .help = context.t("Wenn du eine Pause brauchst."_de)}};
}

} // namespace

html::Safe draw_wish_form(const Context& context, db::Reader& reader, const PersonId& person,
                          const std::string& action, std::string_view pattern)
{
    const auto wish = store::wish_of(reader, context.network.id, person).value_or(Wish{});
    web::FormValues values;
    values.set("abstand", std::to_string(wish.days_between));
    if (wish.not_before && *wish.not_before > context.today())
        values.set("nicht_vor", to_iso(*wish.not_before));
    return web::draw_form(
        context, {.action = action, .pattern = std::string(pattern), .submit = context.t("So merken"_de)},
        fields(context), values);
}

Result<Wish> wish_from(const Context& context)
{
    const auto sent = web::read_form(context, fields(context));
    if (!sent.ok())
        return sent.error();
    return Wish{.days_between = sent.values.number("abstand").value_or(Wish{}.days_between),
                .not_before = sent.values.date("nicht_vor")};
}

} // namespace dorfnetz::asking
