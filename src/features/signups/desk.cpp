#include "features/signups/signups_pages.hpp"
#include "features/signups/signups_store.hpp"

#include <algorithm>
#include <optional>
#include <set>

// What waits for a host: promises that want a yes, and people to call.
namespace dorfnetz::signups {

namespace {

using web::Context;

struct Tally
{
    std::int64_t count = 0;
    std::optional<Timestamp> oldest = {};
    std::string path = {}; // of the first

    void add(const Signup& signup, const activities::Listed& listed)
    {
        ++count;
        if (oldest && *oldest <= signup.changed_at)
            return;
        oldest = signup.changed_at;
        path = host_path(listed);
    }
};

bool waits_for_yes(const Signup& signup)
{
    return signup.status == Status::requested && !signup.is_choice();
}

// Whoever has no mail address and does not know yet what has become of the promise.
bool waits_for_call(db::Reader& reader, const NetworkId& network, const Signup& signup,
                    const activities::OpenShift& open)
{
    if (!signup.email.empty() || signup.name.empty() || signup.status == Status::attended ||
        signup.status == Status::absent)
        return false;
    const auto told = store::told(reader, network, signup.id);
    const auto facts = facts_of(signup, open);
    return told.status != facts.status || told.about != facts.about;
}

std::vector<web::Waiting> waiting_for(const Context& context, db::Reader& reader)
{
    if (!web::Access::entry_editors().allows(context.actor))
        return {};
    Tally to_decide;
    Tally to_call;
    const auto& network = context.network.id;
    for (const auto& shift : store::shifts_to_look_at(reader, network)) {
        const auto open = activities::shift_by_id(reader, network, shift);
        if (!open || open->shift.ends_at <= context.now() || !may_host(reader, context, open->listed))
            continue;
        for (const auto& signup : store::of_shift(reader, network, shift)) {
            if (waits_for_yes(signup))
                to_decide.add(signup, open->listed);
            if (waits_for_call(reader, network, signup, *open))
                to_call.add(signup, open->listed);
        }
    }
    std::vector<web::Waiting> waiting;
    const auto add = [&](const Tally& found, German heading, German text) {
        if (found.count > 0)
            waiting.push_back({.state = web::Waiting::State::open,
                               .count = found.count,
                               .heading = context.t(heading),
                               .text = context.t(text),
                               .link = context.t("Zur ersten"_de),
                               .path = found.path,
                               .oldest = found.oldest});
    };
    add(to_decide, "Zusagen, die auf euer Ja warten"_de, "Sag Ja oder Nein, damit alle planen können."_de);
    add(to_call, "Ohne E-Mail: anrufen"_de,
        "Jemand hat zugesagt und weiß noch nicht, was sich geändert hat. Ruf an."_de);
    return waiting;
}

// How many places of a day are taken; nothing if nobody is needed.
std::optional<std::int64_t> taken_on(db::Reader& reader, const NetworkId& network, const DateId& day)
{
    std::optional<std::int64_t> people;
    for (const auto& [shift, need] : activities::shifts_of_date(reader, network, day))
        people = people.value_or(0) + shift.taken;
    return people;
}

html::Safe draw_link(const Context& context, const std::string& path, std::int64_t people)
{
    html::Page page;
    page.set("PROMISES_URL", context.url(path))
        .set("ICON", web::icon("people"))
        .set("COUNT", i18n::format_number(context.language, people));
    return context.render("signups_link", page);
}

// On the page of an activity at the desk.
html::Safe link_to_promises(const Context& context, db::Reader& reader, std::string_view activity)
{
    const activities::ActivityId id(activity);
    std::optional<std::int64_t> people;
    for (const auto& date : activities::dates_of(reader, context.network.id, id))
        if (date.ends_at > context.now())
            if (const auto taken = taken_on(reader, context.network.id, date.id))
                people = people.value_or(0) + *taken;
    return people ? draw_link(context, host_path(id), *people) : html::Safe();
}

// On the page of one day.
html::Safe link_to_promises_of_day(const Context& context, db::Reader& reader, std::string_view day)
{
    const DateId id(day);
    const auto listed = activities::date_by_id(reader, context.network.id, id);
    const auto people = taken_on(reader, context.network.id, id);
    return listed && people ? draw_link(context, host_path(*listed), *people) : html::Safe();
}

} // namespace

void add_desk(web::Site& site)
{
    site.add(web::DeskItems{.order = 20, .waiting = waiting_for});
    site.add(web::Part{std::string(activities::desk_parts), 10, link_to_promises});
    site.add(web::Part{std::string(activities::day_parts), 5, link_to_promises_of_day});
}

} // namespace dorfnetz::signups
