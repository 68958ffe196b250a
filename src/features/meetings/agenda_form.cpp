#include "features/meetings/agenda_form.hpp"

#include "features/mandates/api.hpp"
#include "features/organisations/choosing_api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::size_t longest_item_text = 8'000; // characters

std::string name_of(const organisations::Register& entries, const std::optional<OrganisationId>& id)
{
    const auto* entry = id ? entries.entry(*id) : nullptr;
    return entry ? entry->name : std::string();
}

} // namespace

std::vector<web::Choice> proposers_for(const Context& context, db::Reader& reader, const Meeting& meeting)
{
    const auto entries = organisations::shared_register(context, reader);
    std::vector<OrganisationId> ids;
    if (meeting.draft.kind == Kind::network)
        for (const auto& [village, mandate] : mandates::leads_on(reader, context.network.id, context.today()))
            if (context.actor.has(web::Role::lead_editor, village.text()))
                ids.push_back(mandate.organisation);
    for (auto& id : context.actor.subjects(web::Role::organisation_editor))
        ids.emplace_back(std::move(id));
    std::vector<web::Choice> choices;
    for (const auto& id : ids)
        if (const auto* entry = entries->entry(id);
            entry && std::ranges::find(choices, id.text(), &web::Choice::value) == choices.end())
            choices.push_back({id.text(), entry->name});
    return choices;
}

std::vector<Field> item_fields(const Context& context, const organisations::Register& entries,
                               const std::vector<web::Choice>& proposers)
{
    std::vector<web::Choice> names;
    for (const auto* entry : organisations::own_first(context.actor, entries))
        if (entry->status != organisations::Status::archived)
            names.push_back({entry->name, entry->name});
    std::vector<Field> fields{
        {.name = "titel",
         .label = context.t("Worum geht es?"_de),
         .required = true,
         .help = context.t("Zum Beispiel: Gemeinsames Zelt kaufen"_de),
         .longest = 160},
        {.name = "art",
         .label = context.t("Was soll dabei herauskommen?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = {{"inform", context.t("alle wissen Bescheid"_de)},
                     {"discuss", context.t("wir reden darüber"_de)},
                     {"decide", context.t("wir beschließen etwas"_de)}}},
        {.name = "text",
         .label = context.t("Was sollten alle vorher wissen?"_de),
         .input = Input::markdown,
         .longest = longest_item_text},
        {.name = "minuten",
         .label = context.t("Wie viele Minuten braucht es?"_de),
         .input = Input::number,
         .most = 600},
        {.name = "einfuehrung",
         .label = context.t("Wer führt ein?"_de),
         .help = context.t("Ein Verein oder ein Name. Namen von Menschen sieht nur, wer teilnimmt."_de),
         .longest = 120,
         .choices = names}};
    if (proposers.size() > 1)
        fields.push_back({.name = "fuer",
                          .label = context.t("Wer schlägt es vor?"_de),
                          .input = Input::one_of,
                          .required = true,
                          .choices = proposers});
    return fields;
}

FormValues item_values(const organisations::Register& entries, const AgendaItemDraft& draft)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("art", std::string(to_text(draft.kind)))
        .set("text", draft.text)
        .set("minuten", draft.minutes > 0 ? std::to_string(draft.minutes) : std::string())
        .set("einfuehrung", draft.introducer ? name_of(entries, draft.introducer) : draft.introduced_by);
    return values;
}

AgendaItemDraft item_from(const FormValues& values, const organisations::Register& entries)
{
    AgendaItemDraft draft{.kind = item_kind_from_text(values.text("art")).value_or(ItemKind::discuss),
                          .title = values.text("titel"),
                          .text = values.text("text"),
                          .minutes = values.number("minuten").value_or(0)};
    const auto introduced = squeeze(values.text("einfuehrung"));
    const auto known = std::ranges::find(entries.entries, introduced, &organisations::Entry::name);
    if (known != entries.entries.end() && !introduced.empty())
        draft.introducer = known->id;
    else
        draft.introduced_by = introduced;
    return draft;
}

} // namespace dorfnetz::meetings
