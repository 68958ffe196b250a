#include "features/notes/api.hpp"
#include "features/people/doubts.hpp"
#include "features/people/pending.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "foundation/core/kept.hpp"

namespace dorfnetz::people {

namespace {

using web::Context;

// The number alone: nothing about anybody. Counting goes through everyone, so it is kept until somebody
// writes.
html::Safe figure(const Context& context, db::Reader& reader, std::string_view)
{
    static Kept<std::int64_t> counts(200);
    const auto& network = context.network.id;
    const auto count =
        counts.of(network.text(), context.generation, [&] { return count_people(reader, network); });
    html::Page page;
    page.set("COUNT", i18n::format_number(context.language, *count));
    return context.render("people_figure", page);
}

// Whom somebody wanted to be reminded of, as far as the actor may see them.
void add_reminders(std::vector<web::Waiting>& waiting, const Context& context, db::Reader& reader)
{
    std::int64_t count = 0;
    std::optional<notes::Reminder> first;
    std::string path;
    for (auto& reminder :
         notes::due_reminders(reader, context.network.id, notes::About::person, context.today())) {
        const auto person = visible_person(reader, context, PersonId(reminder.subject));
        if (!person || !may_see_contact(context.actor, *person))
            continue;
        ++count;
        if (!first) {
            path = person_path(person->id);
            first = std::move(reminder);
        }
    }
    if (first)
        waiting.push_back(
            {.state = web::Waiting::State::late,
             .count = count,
             .heading = context.t("Du wolltest erinnert werden"_de),
             .text = context.t("Eine Notiz zu jemandem aus dem Register ist fällig."_de),
             .link = context.t("Zur ersten"_de),
             .path = path,
             .oldest = i18n::local_time(context.region(), first->remind_on, std::chrono::minutes(0))});
}

std::vector<web::Waiting> desk_items(const Context& context, db::Reader& reader, const Elsewheres& elsewhere)
{
    using State = web::Waiting::State;
    std::vector<web::Waiting> waiting;
    if (web::Access::editors().allows(context.actor))
        add_reminders(waiting, context, reader);
    if (!may_review(context))
        return waiting;
    const auto add = [&](State state, const Pending& pending, German heading, German text,
                         std::string_view path) { // words that fit one and many
        if (pending.count > 0)
            waiting.push_back({.state = state,
                               .count = pending.count,
                               .heading = context.t(heading),
                               .text = context.t(text),
                               .link = context.t("Ansehen"_de),
                               .path = std::string(path),
                               .oldest = pending.since});
    };
    const auto& network = context.network.id;
    const auto all_locked = std::string(list_path) + "?gesperrt=ja";
    add(State::late, pending_locked(reader, network, Lock::no_consent), "Ohne Einwilligung"_de,
        "Frag mit Brief oder E-Mail, bevor die Frist abläuft."_de, locked_path);
    add(State::late, pending_locked(reader, network, Lock::parent), "Eltern, die noch zustimmen müssen"_de,
        "Ruf sie an, wenn auf die E-Mail niemand antwortet."_de, all_locked);
    add(State::late, pending_locked(reader, network, Lock::restricted), "Angaben, die ruhen sollen"_de,
        "Ruf an und klär, wie es weitergeht."_de, all_locked);
    add(State::late, pending_locked(reader, network, Lock::objected), "Haben widersprochen"_de,
        "Ruf an. Einigt ihr euch nicht, löscht das Programm nach einem Monat."_de, all_locked);
    add(State::open, pending_locked(reader, network, Lock::withdrawn), "Einwilligung zurückgenommen"_de,
        "Gesperrt. Bald löscht das Programm von selbst."_de, all_locked);
    add(State::open, pending_duplicates(reader, network), "Mögliche Doppelte"_de,
        "Schau nach, ob es ein Mensch ist oder zwei."_de, duplicates_path);
    add(State::late, {.count = std::ssize(open_doubts(reader, context, elsewhere))}, "Auch gelöscht?"_de,
        "Jemand ist gelöscht, und etwas ist vielleicht auch von dieser Person. Schau nach."_de, doubts_path);
    return waiting;
}

} // namespace

void add_parts(web::Site& site, const Elsewheres& elsewhere)
{
    site.add(web::Part{.page = "figures", .order = 41, .show = figure});
    site.add(web::DeskItems{.order = 30, .waiting = [elsewhere](const Context& context, db::Reader& reader) {
                                return desk_items(context, reader, elsewhere);
                            }});
}

} // namespace dorfnetz::people
