#include "features/signups/signups_pages.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <array>
#include <set>

// "Jemanden finden": who of the register fits a place that is free, as a list to call.
namespace dorfnetz::signups {

namespace {

using activities::OpenShift;
using web::Context;

constexpr std::string_view search_pattern = "/redaktion/termine/{id}/zusagen/suche";
constexpr std::size_t most_found = 30;

// The hour at which the afternoon and the evening begin.
constexpr std::chrono::hours noon{12};
constexpr std::chrono::hours evening{17};

people::FreeTime time_of(const Context& context, const activities::Shift& shift)
{
    static constexpr std::array<std::string_view, 7> weekdays{"mon", "tue", "wed", "thu",
                                                              "fri", "sat", "sun"};
    const auto local = shift.starts_at + i18n::utc_offset(context.network.time_zone, shift.starts_at);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto hour = local - day;
    return {std::string(weekdays.at(std::chrono::weekday(day).iso_encoding() - 1)), hour < noon ? "morning"
                                                                                    : hour < evening
                                                                                        ? "afternoon"
                                                                                        : "evening"};
}

struct Wanted
{
    Hosted hosted;
    OpenShift open;
};

Result<Wanted> wanted_place(const Context& context, db::Reader& reader)
{
    auto found = TRY(hosted(context, reader));
    auto open = activities::shift_by_id(reader, context.network.id, ShiftId{context.query.text("schicht")});
    if (!open && found.date)
        // Without one it is the first that is free.
        for (auto& [shift, need] :
             activities::shifts_of_date(reader, context.network.id, found.date->date.id))
            if (!open && shift.free_places() > 0)
                open = OpenShift{shift, need, *found.date};
    if (!open || open->listed.date.activity != found.activity.id)
        return Error{.kind = Err::missing};
    return Wanted{std::move(found), *std::move(open)};
}

std::string reasons_of(const Context& context, const people::Fitting& fitting)
{
    std::vector<std::string> reasons;
    if (fitting.by_field)
        reasons.push_back(context.t("macht so etwas gern"_de));
    if (fitting.by_village)
        reasons.push_back(context.t("hilft hier"_de));
    if (fitting.by_time)
        reasons.push_back(context.t("hat da meistens Zeit"_de));
    return join(reasons, ", ");
}

// Those who promised for this place already.
std::set<PersonId> already_in(db::Reader& reader, const NetworkId& network, const ShiftId& shift)
{
    std::set<PersonId> people;
    for (const auto& signup : signups_of_shift(reader, network, shift))
        if (signup.person && (signup.stands() || signup.status == Status::waitlisted))
            people.insert(*signup.person);
    return people;
}

Result<http::Response> show_search(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto [found, open] = TRY(wanted_place(context, reader));
        html::Page page;
        page.set("TITLE", title_of(open))
            .set("FACTS", draw_facts(context, reader, open))
            .set("PLACES", places_text(context, open.shift, open.need))
            .set("BACK_URL", context.url(host_path(open.listed)));
        const auto known = already_in(reader, context.network.id, open.shift.id);
        std::size_t shown = 0;
        for (const auto& fitting : people::fitting_people(reader, context,
                                                          {.fields = open.listed.fields,
                                                          .village = open.listed.place_village,
                                                          .time = time_of(context, open.shift)})) {
            if (known.contains(fitting.person.id) || shown == most_found)
                continue;
            ++shown;
            const auto add = host_path(found.activity.id) + "/neu?tag=" + open.listed.date.id.text() +
                             "&schicht=" + open.shift.id.text() + "&person=" + fitting.person.id.text();
            page.add("PERSON")
                .set("NAME", fitting.person.data.name())
                .set("REASONS", reasons_of(context, fitting))
                .set("PERSON_URL", context.url("/redaktion/engagierte/" + fitting.person.id.text()))
                .set("ADD_URL", context.url(add));
        }
        page.show_if(shown == 0, "NOBODY");
        auto crumbs = host_crumbs(context, found);
        crumbs.push_back({context.t("Zusagen"_de), host_path(open.listed)});
        return web::page(
            context, {.title = context.t("Jemanden finden"_de), .crumbs = std::move(crumbs), .index = false},
            context.render("signups_search", page));
    });
}

} // namespace

void add_search_pages(web::Site& site)
{
    site.get(std::string(search_pattern), web::Access::entry_editors(), show_search, host_examples("/suche"));
}

} // namespace dorfnetz::signups
