#include "accounts/audit.hpp"
#include "features/notes/api.hpp"

namespace dorfnetz::notes {

namespace {

constexpr std::string_view day_field = "erinnern";

using web::Context;
using web::Field;
using web::Input;

std::vector<Field> fields(const Context& context)
{
    return {{.name = "gespraech",
             .label = context.t("Was habt ihr besprochen?"_de),
             .input = Input::long_text,
             .required = true,
             .help = context.t("Zum Beispiel: angerufen, meldet sich im Mai. Die Person kann das lesen, wenn "
                               "sie nach ihren Angaben fragt."_de),
             .longest = 1000},
            {.name = std::string(day_field),
             .label = context.t("Erinnern am"_de),
             .input = Input::date,
             .help = context.t("An diesem Tag steht es wieder auf dem Schreibtisch."_de)}};
}

void write_note(db::Tx& tx, const Context& context, const Subject& subject, const web::FormValues& values)
{
    const auto id_if = [&](About about) {
        return subject.about == about ? std::optional<std::string_view>(subject.id) : std::nullopt;
    };
    tx.exec(R"sql(
        INSERT INTO contact_notes (network_id, id, person_id, offer_id, text, remind_on, written_by, author_name,
                                   written_at)
        VALUES (:network, :id, :person, :offer, :text, :remind, :user, :name, :now))sql",
            {{"network", context.network.id},
             {"id", new_id<NoteId>(context.environment.clock, context.environment.random)},
             {"person", id_if(About::person)},
             {"offer", id_if(About::offer)},
             {"text", values.text("gespraech")},
             {"remind", values.date(day_field)},
             {"user", context.actor.user},
             {"name", context.actor.name},
             {"now", context.now()}});
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = "note.written",
                      .subject_kind = subject.about == About::person ? "person" : "offer",
                      .subject = subject.id},
                     context.environment.clock, context.environment.random);
}

// Of this subject only, whatever id was sent.
Result<Done> take_reminder_off(db::Tx& tx, const Context& context, const Subject& subject,
                               std::string_view note)
{
    const bool done = tx.exec(R"sql(
        UPDATE contact_notes SET remind_on = NULL
        WHERE network_id = :network AND id = :id
          AND ((:person = 1 AND person_id = :subject) OR (:person = 0 AND offer_id = :subject)))sql",
                              {{"network", context.network.id},
                               {"id", note},
                               {"person", subject.about == About::person},
                               {"subject", subject.id}}) == 1;
    if (!done)
        return Error{.kind = Err::missing};
    return Done{};
}

void add_note(html::Values& list, const Context& context, const Note& note, const std::string& action,
              const std::string& pattern)
{
    auto row = list.add("NOTE");
    row.set("WHEN", i18n::format_moment(context.region(), note.written_at)).set("TEXT", note.text);
    if (!note.author_name.empty())
        row.add("AUTHOR").set("AUTHOR_NAME", note.author_name);
    if (!note.remind_on)
        return;
    row.add("REMINDER")
        .set("COLOUR", *note.remind_on <= context.today() ? "amber" : "lake")
        .set("REMINDER_TEXT",
             context.t("Erinnern am {1}"_de,
                       {i18n::format_date(context.region(), *note.remind_on, i18n::DateStyle::plain)}))
        .set("DONE_BUTTON",
             web::draw_button(
                 context,
                 {.action = action, .pattern = pattern, .submit = context.t("Erledigt"_de), .plain = true},
                 {{"erledigt", note.id.text()}}));
}

} // namespace

html::Safe draw_notes(const Context& context, db::Reader& reader, const Subject& subject,
                      const std::string& action, const std::string& pattern)
{
    html::Page page;
    const auto notes = notes_of(reader, context.network.id, subject);
    if (!notes.empty()) {
        auto list = page.add("LIST");
        for (const auto& note : notes)
            add_note(list, context, note, action, pattern);
    }
    page.set("FORM",
             web::draw_form(context,
                            {.action = action, .pattern = pattern, .submit = context.t("Notiz speichern"_de)},
                            fields(context), {}));
    return context.render("notes_list", page);
}

Result<German> save_sent(db::Tx& tx, const Context& context, const Subject& subject)
{
    if (const auto note = context.form.text("erledigt"); !note.empty()) {
        TRY(take_reminder_off(tx, context, subject, note));
        return "Erledigt."_de;
    }
    const auto sent = web::read_form(context, fields(context));
    const bool day_alone = std::all_of(sent.errors.begin(), sent.errors.end(),
                                       [](const FieldError& error) { return error.field == day_field; });
    if (!day_alone)
        return sent.error();
    write_note(tx, context, subject, sent.values);
    return sent.ok() ? "Die Notiz ist gespeichert."_de
                     : "Die Notiz ist gespeichert, aber ohne Erinnerung: Den Tag konnten wir nicht lesen. "
                       "Schreib ihn so: 24.12."_de;
}

} // namespace dorfnetz::notes
