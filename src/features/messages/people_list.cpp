#include "features/mandates/api.hpp"
#include "features/messages/lists.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

#include <algorithm>

// People of the register.
namespace dorfnetz::messages {

namespace {

using people::ContactWay;
using people::Person;
using web::Context;

// What all words of a list are looked up in.
struct Ground
{
    std::vector<villages::Village> places;
    std::map<villages::VillageId, std::string> clubs; // that lead there today

    Ground(db::Reader& reader, const Context& context)
        : places(villages::all_places(reader, context.network.id))
    {
        for (const auto& [village, mandate] : mandates::leads_on(reader, context.network.id, context.today()))
            if (const auto club =
                    organisations::organisation_by_id(reader, context.network.id, mandate.organisation))
                clubs.emplace(village, club->entry.name);
    }

    PersonalWords words_of(const people::PersonDraft& data) const
    {
        PersonalWords words{.first_name = data.given_name, .name = data.name()};
        if (!data.village)
            return words;
        for (const auto& place : places)
            if (place.id == *data.village)
                words.village = place.name;
        if (const auto club = clubs.find(*data.village); club != clubs.end())
            words.club = club->second;
        return words;
    }
};

bool can_get(const Ground& ground, const people::PersonDraft& data, Way way)
{
    switch (way) {
    case Way::mail:
        return !data.email.empty();
    case Way::letter:
        return !people::postal_lines(ground.places, data, accounts::the_program()).empty();
    case Way::call:
        return !data.phone.empty() || !data.mobile.empty();
    }
    return false;
}

// As they want to be reached; where that is not possible, otherwise.
std::optional<Way> way_to(const Ground& ground, const people::PersonDraft& data)
{
    std::vector<Way> order{Way::mail, Way::call, Way::letter};
    if (data.reach == ContactWay::letter)
        order = {Way::letter, Way::mail, Way::call};
    else if (data.reach == ContactWay::phone)
        order = {Way::call, Way::mail, Way::letter};
    for (const auto way : order)
        if (can_get(ground, data, way))
            return way;
    return std::nullopt;
}

Why why_not(const Context& context, const Person& person)
{
    if (!people::asking_viewer(context.actor, person))
        return Why::not_allowed;
    if (person.data.reach == ContactWay::lead_organisation && context.actor.is_coordinator())
        return Why::through_the_club;
    return Why::none;
}

std::vector<Recipient> find_people(const Context& context)
{
    const auto listed = people::listed_people(context);
    return context.pool().read([&](db::Reader& reader) {
        const Ground ground(reader, context);
        std::vector<Recipient> recipients;
        for (const auto& person : listed) {
            Recipient recipient{.id = person.id.text(),
                                .why = why_not(context, person),
                                .words = ground.words_of(person.data)};
            if (recipient.why == Why::none)
                recipient.way = way_to(ground, person.data);
            if (recipient.why == Why::none && !recipient.way)
                recipient.why = Why::no_way;
            recipients.push_back(std::move(recipient));
        }
        return recipients;
    });
}

std::string filters(const Context& context)
{
    return people::filters_in_words(context, i18n::Language::de);
}

std::optional<MailTarget> mail_target(db::Reader& reader, const Context& context, const std::string& id,
                                      people::Purpose purpose)
{
    const auto person = people::person_by_id(reader, context.network.id, people::PersonId{id});
    if (!person || why_not(context, *person) != Why::none || !person->agreed_to(purpose) ||
        person->data.email.empty())
        return std::nullopt;
    return MailTarget{.to = people::mailbox_of(person->data),
                      .words = Ground(reader, context).words_of(person->data),
                      .leave_path =
                          people::withdrawal_path(context.environment, context.network.id, person->id)};
}

std::optional<PaperTarget> paper_target(db::Reader& reader, const Context& context, const std::string& id)
{
    const auto person = people::person_by_id(reader, context.network.id, people::PersonId{id});
    const auto viewer = person ? people::asking_viewer(context.actor, *person) : std::nullopt;
    if (!viewer)
        return std::nullopt;
    const Ground ground(reader, context);
    const auto numbers = std::vector{phone::format(person->data.phone.seen_by(*viewer)),
                                     phone::format(person->data.mobile.seen_by(*viewer))};
    return PaperTarget{.name = person->data.name(),
                       .lines = people::postal_lines(ground.places, person->data, *viewer),
                       .phones = std::string(trim(join(numbers, "  "))),
                       .words = ground.words_of(person->data)};
}

std::vector<PaperTarget> paper_targets(db::Reader& reader, const Context& context,
                                       const std::vector<std::string>& ids)
{
    std::vector<PaperTarget> targets;
    for (const auto& id : ids)
        if (auto target = paper_target(reader, context, id))
            targets.push_back(*std::move(target));
    return targets;
}

} // namespace

const List& people_list()
{
    static const List list{
        .key = "people",
        .in_url = "engagierte",
        .heading = "Engagierte"_de,
        .is_open = [](const Context& context) { return web::Access::editors().allows(context.actor); },
        .back = [](const Context& context) { return "/redaktion/engagierte" + query_of(context); },
        .find = find_people,
        .filters = filters,
        .mail_target = mail_target,
        .paper_targets = paper_targets};
    return list;
}

} // namespace dorfnetz::messages
