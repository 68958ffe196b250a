#include "features/asking/asking_pages.hpp"
#include "features/asking/asking_service.hpp"
#include "features/signups/asking_api.hpp"

// What pages of this feature share.
namespace dorfnetz::asking {

using web::Context;

Result<OpenShift> searched_shift(const Context& context, db::Reader& reader)
{
    auto open = activities::shift_by_id(reader, context.network.id, ShiftId(context.parameter("schicht")));
    if (!open || open->listed.status == activities::Status::draft || !may_search(reader, context, *open))
        return Error{.kind = Err::missing};
    return *std::move(open);
}

std::vector<web::Crumb> crumbs_of(const Context& context, const OpenShift& open)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Termine"_de), "/redaktion/termine"},
            {open.listed.title, "/redaktion/termine/" + open.listed.date.activity.text()},
            {context.t("Zusagen"_de), promises_path(open)}};
}

std::string path_of(const ShiftId& shift, std::string_view end)
{
    return signups::search_path(shift) + std::string(end);
}

std::string promises_path(const OpenShift& open)
{
    return "/redaktion/termine/" + open.listed.date.activity.text() +
           "/zusagen?tag=" + open.listed.date.id.text();
}

std::string free_places_text(const Context& context, const OpenShift& open)
{
    return i18n::translate_count(context.language, "noch ein Platz frei"_de, "noch {1} Plätze frei"_de,
                                 open.shift.free_places());
}

void show_shift(html::Page& page, const Context& context, db::Reader& reader, const OpenShift& open)
{
    page.set("TITLE", signups::title_of(open))
        .set("WHEN", activities::shift_when_text(context, open.shift))
        .set("PLACES", free_places_text(context, open));
    if (const auto place = signups::place_of(reader, context, open.listed); !place.empty())
        page.add("WHERE").set("PLACE", place);
}

std::string channel_text(const Context& context, Channel channel)
{
    switch (channel) {
    case Channel::mail:
        return context.t("per E-Mail"_de);
    case Channel::phone:
        return context.t("anrufen oder ansprechen"_de);
    case Channel::letter:
        return context.t("mit einem Brief"_de);
    }
    return {};
}

std::string answer_text(const Context& context, const Asked& asked)
{
    switch (asked.answer) {
    case Answer::chosen:
        return context.t("noch nicht dran"_de);
    case Answer::asked:
        return asked.is_to_call()    ? context.t("noch anzurufen oder anzusprechen"_de)
               : asked.is_to_print() ? context.t("bekommt einen Brief"_de)
                                     : context.t("gefragt"_de);
    case Answer::yes:
        return context.t("hat Ja gesagt"_de);
    case Answer::no:
        return context.t("diesmal nicht"_de);
    case Answer::later:
        return context.t("später noch mal"_de);
    case Answer::left_out:
        return context.t("nicht gefragt"_de);
    case Answer::thanked:
        return context.t("nicht mehr nötig"_de);
    }
    return {};
}

std::string refusal_text(const Context& context, Because because)
{
    switch (because) {
    case Because::topic:
        return context.t("So etwas mache ich nicht"_de);
    case Because::far:
        return context.t("Zu weit weg"_de);
    case Because::time:
        return context.t("Da habe ich keine Zeit"_de);
    case Because::other:
        return context.t("Aus einem anderen Grund"_de);
    }
    return {};
}

web::Examples search_examples(std::string end)
{
    return
        [end = std::move(end)](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
            const auto open = activities::open_shifts(
                reader, network.id, {.places = activities::ShiftFilter::Places::all, .most = 1});
            if (open.empty())
                return {};
            return {path_of(open.front().shift.id, end)};
        };
}

} // namespace dorfnetz::asking
