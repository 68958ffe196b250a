#include "features/asking/suggestions.hpp"

#include "features/asking/appraisal.hpp"

#include <map>

namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::size_t most_organisations = 8;

Suggestions people_at(db::Reader& reader, const Appraisal& appraisal,
                      const std::vector<people::Person>& people, std::size_t most)
{
    Suggestions found;
    std::map<matching::Key, const people::Person*> by_key;
    std::vector<matching::Candidate> candidates;
    for (const auto& person : people) {
        ++found.looked_at;
        if (!channel_for(person)) {
            ++found.not_reachable;
            continue;
        }
        candidates.push_back(appraisal.candidate(person));
        by_key.emplace(candidates.back().key, &person);
    }
    matching::Register all(appraisal.places());
    all.load(std::move(candidates));
    const auto need = appraisal.need_of_others(reader);
    for (const auto& ranked : all.rank(need, most)) {
        const auto& person = *by_key.at(ranked.key);
        found.best.push_back({.person = person,
                              .channel = *channel_for(person),
                              .points = ranked.points,
                              .why = appraisal.why(person, ranked.reasons)});
    }
    found.left_out = all.left_out(need);
    return found;
}

} // namespace

Suggestions suggestions_for(db::Reader& reader, const Context& context, const OpenShift& open,
                            const Wanted& wanted, std::size_t most)
{
    Facts facts(reader, context, {.after = open.shift.starts_at, .before = open.shift.starts_at});
    Appraisal appraisal(reader, context, facts, open, wanted);
    auto found = people_at(reader, appraisal, people::people_to_ask(reader, context), most);
    found.organisations = organisations_for_shift(reader, context, open, wanted);
    return found;
}

std::vector<OrganisationSuggestion> organisations_for_shift(db::Reader& reader, const Context& context,
                                                            const OpenShift& open, const Wanted& wanted)
{
    return organisations_for(context, *organisations::shared_register(context, reader),
                             {.words = words_of(open),
                              .fields = wanted.fields,
                              .village = village_of(open),
                              .without = open.listed.hosts},
                             most_organisations);
}

struct FreePeople::Inside
{
    Inside(db::Reader& reader, const Context& context, const OpenShift& open)
        : facts(reader, context, {.after = open.shift.starts_at, .before = open.shift.starts_at}),
          appraisal(reader, context, facts, open, anything)
    {
    }

    Wanted anything;
    Facts facts;
    Appraisal appraisal;
};

FreePeople::FreePeople(db::Reader& reader, const Context& context, const OpenShift& open)
    : m_inside(std::make_unique<Inside>(reader, context, open))
{
}

FreePeople::~FreePeople() = default;

std::optional<matching::Hard> FreePeople::why_not(const people::Person& person) const
{
    return m_inside->appraisal.why_not(person);
}

std::string left_out_text(const Context& context, matching::Hard hard, std::int64_t count)
{
    const auto text = [&](German one, German many) {
        return i18n::translate_count(context.language, one, many, count);
    };
    using matching::Hard;
    switch (hard) {
    case Hard::asked_already:
        return text("eine Person ist schon gefragt oder hat sich schon entschieden"_de,
                    "{1} sind schon gefragt oder haben sich schon entschieden"_de);
    case Hard::asker:
        return text("eine Person möchte nicht gefragt werden"_de, "{1} möchten nicht gefragt werden"_de);
    case Hard::alone:
        return text("eine Person wurde gerade erst gefragt oder möchte jetzt nicht"_de,
                    "{1} wurden gerade erst gefragt oder möchten jetzt nicht"_de);
    case Hard::full:
        return text("eine Person hat in dem Monat schon so viel zugesagt, wie sie wollte"_de,
                    "{1} haben in dem Monat schon so viel zugesagt, wie sie wollten"_de);
    case Hard::place:
        return text("eine Person hilft woanders"_de, "{1} helfen woanders"_de);
    case Hard::far:
        return text("eine Person wohnt zu weit weg"_de, "{1} wohnen zu weit weg"_de);
    case Hard::topic:
        return text("eine Person macht lieber anderes"_de, "{1} machen lieber anderes"_de);
    case Hard::time:
        return text("eine Person hat dann keine Zeit"_de, "{1} haben dann keine Zeit"_de);
    case Hard::engagement:
        return text("eine Person hat für die Zeit schon etwas anderes zugesagt"_de,
                    "{1} haben für die Zeit schon etwas anderes zugesagt"_de);
    case Hard::proof:
        return text("von einer Person kennen wir den Nachweis nicht"_de,
                    "von {1} kennen wir den Nachweis nicht"_de);
    case Hard::age:
        return text("eine Person ist zu jung"_de, "{1} sind zu jung"_de);
    }
    return {};
}

} // namespace dorfnetz::asking
