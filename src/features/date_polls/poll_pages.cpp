#include "features/date_polls/poll_pages.hpp"

#include "features/date_polls/polls_store.hpp"
#include "foundation/search/folding.hpp"

// What the pages of polls share.
namespace dorfnetz::date_polls {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view no_village = "-";

Result<Searched> searched(const Context& context, db::Reader& reader,
                          bool (*may)(const Context&, db::Reader&, const Meeting&))
{
    auto meeting = meetings::meeting_by_id(reader, context.network.id, MeetingId(context.parameter("id")));
    if (!meeting || !may(context, reader, *meeting))
        return Error{.kind = Err::missing};
    auto poll = store::poll_of_meeting(reader, context.network.id, meeting->id);
    return Searched{.meeting = *std::move(meeting), .poll = std::move(poll)};
}

Result<Searched> with_poll(Result<Searched> found)
{
    if (found && !found->poll)
        return Error{.kind = Err::missing};
    return found;
}

} // namespace

std::string poll_pattern(std::string_view end)
{
    return "/redaktion/treffen/{id}" + std::string(desk_end) + std::string(end);
}

std::string poll_path_of(const Meeting& meeting, std::string_view end)
{
    return meetings::desk_path_of(meeting) + std::string(desk_end) + std::string(end);
}

std::vector<web::Crumb> crumbs_of(const Context& context, const Meeting& meeting)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Treffen"_de), "/redaktion/treffen"},
            {meeting.draft.title, meetings::desk_path_of(meeting)}};
}

Result<Searched> seen(const Context& context, db::Reader& reader)
{
    return searched(context, reader, meetings::may_write);
}

Result<Searched> led(const Context& context, db::Reader& reader)
{
    return searched(context, reader, meetings::may_lead);
}

Result<Searched> seen_poll(const Context& context, db::Reader& reader)
{
    return with_poll(seen(context, reader));
}

Result<Searched> led_poll(const Context& context, db::Reader& reader)
{
    return with_poll(led(context, reader));
}

std::string name_with_village(const organisations::Register& entries, const Reply& reply)
{
    const auto* village = reply.village ? entries.village(*reply.village) : nullptr;
    if (!village)
        return reply.name;
    return reply.name.empty() ? village->name : reply.name + " (" + village->name + ')';
}

std::set<ReplyId> under_one_name(const std::vector<Reply>& replies)
{
    std::map<std::string, std::vector<ReplyId>> by_name;
    for (const auto& reply : replies)
        if (!reply.name.empty())
            by_name[search::fold(reply.name) + '\n' + (reply.village ? reply.village->text() : "")].push_back(
                reply.id);
    std::set<ReplyId> found;
    for (const auto& [name, ids] : by_name)
        if (ids.size() > 1)
            found.insert(ids.begin(), ids.end());
    return found;
}

std::string option_text(const Context& context, const Meeting& meeting, const Option& option)
{
    auto then = meeting;
    then.draft.when = option.when;
    return meetings::when_text(context, then);
}

std::string answer_word(const Context& context, Answer answer)
{
    switch (answer) {
    case Answer::yes:
        return context.t("Ja"_de);
    case Answer::if_needed:
        return context.t("Wenn nötig"_de);
    case Answer::no:
        break;
    }
    return context.t("Nein"_de);
}

std::string voices_text(const Context& context, const Voices& voices, std::int64_t count)
{
    return voices.are_villages
               ? i18n::translate_count(context.language, "{1} Dorf"_de, "{1} Dörfer"_de, count)
               : i18n::translate_count(context.language, "{1} Mensch"_de, "{1} Menschen"_de, count);
}

std::string field_of(const OptionId& option)
{
    return "termin_" + option.text();
}

std::vector<Field> answer_fields(const Context& context, db::Reader& reader, const Meeting& meeting,
                                 const std::vector<Option>& options, FilledBy by)
{
    const bool is_own = by == FilledBy::themselves;
    std::vector<Field> fields{{.name = "name",
                               .label = context.t(is_own ? "Wie heißt du?"_de : "Wer antwortet?"_de),
                               .required = true,
                               .help = context.t("Das sehen nur die, die zum Treffen gehören."_de),
                               .longest = longest_name,
                               .autocomplete = is_own ? "name" : "off"}};
    if (meeting.draft.kind == meetings::Kind::network) {
        std::vector<web::Choice> places;
        for (const auto& village : villages::villages_of(reader, context.network.id))
            places.push_back({village.id.text(), village.name});
        places.push_back({std::string(no_village), context.t("keins davon"_de)});
        fields.push_back(
            {.name = "dorf",
             .label = context.t(is_own ? "Aus welchem Dorf kommst du?"_de : "Aus welchem Dorf?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = std::move(places)});
    }
    fields.push_back({.name = "wann",
                      .label = context.t(is_own ? "Wann kannst du?"_de : "Wann geht es?"_de),
                      .input = Input::heading});
    for (const auto& option : options) {
        Field field{.name = field_of(option.id),
                    .label = option_text(context, meeting, option),
                    .input = Input::one_of,
                    .choices = {},
                    .mark_optional = false};
        for (const auto answer : {Answer::yes, Answer::if_needed, Answer::no})
            field.choices.push_back({std::string(to_text(answer)), answer_word(context, answer)});
        fields.push_back(std::move(field));
    }
    return fields;
}

web::FormValues answer_values(const Reply& reply)
{
    web::FormValues values;
    values.set("name", reply.name)
        .set("dorf", reply.village ? reply.village->text() : std::string(no_village));
    for (const auto& [option, answer] : reply.answers)
        values.set(field_of(option), std::string(to_text(answer)));
    return values;
}

NewReply reply_from(const web::FormValues& values, const std::vector<Option>& options)
{
    NewReply reply{.name = values.text("name")};
    if (const auto village = values.text("dorf"); !village.empty() && village != no_village)
        reply.village = VillageId(village);
    for (const auto& option : options)
        if (const auto answer = answer_from_text(values.text(field_of(option.id))))
            reply.answers.emplace(option.id, *answer);
    return reply;
}

web::Examples example_of(std::string end)
{
    return
        [end = std::move(end)](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
            for (const auto& meeting : meetings::coming_meetings(reader, network.id))
                if (store::poll_of_meeting(reader, network.id, meeting.id))
                    return {poll_path_of(meeting, end)};
            return {};
        };
}

} // namespace dorfnetz::date_polls
