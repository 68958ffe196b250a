#include "features/notes/api.hpp"

namespace dorfnetz::notes {

std::vector<Note> notes_of(db::Reader& reader, const NetworkId& network, const Subject& subject)
{
    const bool person = subject.about == About::person;
    return reader.list(R"sql(
        SELECT id, text, remind_on, author_name, written_at FROM contact_notes
        WHERE network_id = :network
          AND ((:person = 1 AND person_id = :subject) OR (:person = 0 AND offer_id = :subject))
        ORDER BY written_at DESC, id DESC)sql",
                       {{"network", network}, {"person", person}, {"subject", subject.id}}, [](db::Row& row) {
                           Note note;
                           note.id = row.take<NoteId>();
                           note.text = row.take<std::string>();
                           note.remind_on = row.take<std::optional<Date>>();
                           note.author_name = row.take<std::string>();
                           note.written_at = row.take<Timestamp>();
                           return note;
                       });
}

std::vector<Reminder> due_reminders(db::Reader& reader, const NetworkId& network, About about, Date today)
{
    return reader.list(R"sql(
        SELECT COALESCE(person_id, offer_id), remind_on FROM contact_notes
        WHERE network_id = :network AND remind_on <= :today
          AND ((:person = 1 AND person_id IS NOT NULL) OR (:person = 0 AND offer_id IS NOT NULL))
        ORDER BY remind_on, id)sql",
                       {{"network", network}, {"today", today}, {"person", about == About::person}},
                       [](db::Row& row) {
                           Reminder reminder;
                           reminder.subject = row.take<std::string>();
                           reminder.remind_on = row.take<Date>();
                           return reminder;
                       });
}

std::map<std::string, Timestamp> last_noted(db::Reader& reader, const NetworkId& network)
{
    std::map<std::string, Timestamp> last;
    reader.each(R"sql(
        SELECT person_id, MAX(written_at) FROM contact_notes
        WHERE network_id = :network AND person_id IS NOT NULL GROUP BY person_id)sql",
                {{"network", network}}, [&](db::Row& row) {
                    auto person = row.take<std::string>();
                    last[std::move(person)] = row.take<Timestamp>();
                });
    return last;
}

void move_notes(db::Tx& tx, const NetworkId& network, const Subject& from, const Subject& to)
{
    const auto person_of = [](const Subject& subject) {
        return subject.about == About::person ? std::optional<std::string_view>(subject.id) : std::nullopt;
    };
    const auto offer_of = [](const Subject& subject) {
        return subject.about == About::offer ? std::optional<std::string_view>(subject.id) : std::nullopt;
    };
    tx.exec(R"sql(
        UPDATE contact_notes SET person_id = :to_person, offer_id = :to_offer
        WHERE network_id = :network AND (person_id = :from_person OR offer_id = :from_offer))sql",
            {{"network", network},
             {"to_person", person_of(to)},
             {"to_offer", offer_of(to)},
             {"from_person", person_of(from)},
             {"from_offer", offer_of(from)}});
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(
        R"sql(UPDATE contact_notes SET written_by = NULL, author_name = '' WHERE network_id = :network AND written_by = :user)sql",
        {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::notes
