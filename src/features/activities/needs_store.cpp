#include "features/activities/needs_store.hpp"

namespace dorfnetz::activities {

namespace store {

void insert_need(db::Tx& tx, const NetworkId& network, const Need& need)
{
    const auto& draft = need.draft;
    tx.exec(R"sql(
        INSERT INTO activity_needs (network_id, id, activity_id, position, kind, title, description, skills,
                                    minimum_age, proof, admission, is_around, version)
        SELECT :network, :id, :activity, COALESCE(MAX(position), -1) + 1, :kind, :title, :description, :skills, :age,
               :proof, :admission, :around, 1
        FROM activity_needs WHERE network_id = :network AND activity_id = :activity)sql",
            {{"network", network},
             {"id", need.id},
             {"activity", need.activity},
             {"kind", to_text(draft.kind)},
             {"title", draft.title},
             {"description", draft.description},
             {"skills", draft.skills},
             {"age", draft.minimum_age},
             {"proof", draft.proof},
             {"admission", to_text(draft.admission)},
             {"around", draft.is_around}});
}

bool update_need(db::Tx& tx, const NetworkId& network, const Need& need, std::int64_t version)
{
    const auto& draft = need.draft;
    return tx.exec(R"sql(
        UPDATE activity_needs SET title = :title, description = :description, skills = :skills, minimum_age = :age,
            proof = :proof, admission = :admission, is_around = :around, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"network", network},
                    {"id", need.id},
                    {"version", version},
                    {"title", draft.title},
                    {"description", draft.description},
                    {"skills", draft.skills},
                    {"age", draft.minimum_age},
                    {"proof", draft.proof},
                    {"admission", to_text(draft.admission)},
                    {"around", draft.is_around}}) == 1;
}

void remove_need(db::Tx& tx, const NetworkId& network, const NeedId& id)
{
    tx.exec(R"sql(DELETE FROM activity_needs WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

void insert_time(db::Tx& tx, const NetworkId& network, const NeedTime& time)
{
    tx.exec(R"sql(
        INSERT INTO need_times (network_id, id, need_id, starts_after, lasts, least, most, is_withdrawn)
        VALUES (:network, :id, :need, :starts_after, :lasts, :least, :most, :withdrawn))sql",
            {{"network", network},
             {"id", time.id},
             {"need", time.need},
             {"starts_after", time.within ? std::optional(time.within->starts_after.count()) : std::nullopt},
             {"lasts", time.within ? std::optional(time.within->lasts.count()) : std::nullopt},
             {"least", time.least},
             {"most", time.most},
             {"withdrawn", time.is_withdrawn}});
}

void update_time(db::Tx& tx, const NetworkId& network, const NeedTime& time)
{
    tx.exec(R"sql(
        UPDATE need_times SET starts_after = :starts_after, lasts = :lasts, least = :least, most = :most,
            is_withdrawn = :withdrawn
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network},
             {"id", time.id},
             {"starts_after", time.within ? std::optional(time.within->starts_after.count()) : std::nullopt},
             {"lasts", time.within ? std::optional(time.within->lasts.count()) : std::nullopt},
             {"least", time.least},
             {"most", time.most},
             {"withdrawn", time.is_withdrawn}});
}

void remove_time(db::Tx& tx, const NetworkId& network, const NeedTimeId& id)
{
    tx.exec(R"sql(DELETE FROM need_times WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

void insert_shift(db::Tx& tx, const NetworkId& network, const Shift& shift)
{
    tx.exec_later(R"sql(
        INSERT INTO shifts (network_id, id, date_id, need_id, time_id, starts_at, ends_at, least, most, taken, status,
                            is_off, is_changed)
        VALUES (:network, :id, :date, :need, :time, :starts, :ends, :least, :most, 0, :status, :off, :changed))sql",
                  {{"network", network},
                   {"id", shift.id},
                   {"date", shift.date},
                   {"need", shift.need},
                   {"time", shift.time},
                   {"starts", shift.starts_at},
                   {"ends", shift.ends_at},
                   {"least", shift.least},
                   {"most", shift.most},
                   {"status", to_text(shift.status)},
                   {"off", shift.is_off},
                   {"changed", shift.is_changed}});
}

void update_shift(db::Tx& tx, const NetworkId& network, const Shift& shift)
{
    tx.exec_later(R"sql(
        UPDATE shifts SET starts_at = :starts, ends_at = :ends, least = :least, most = :most, status = :status,
            is_off = :off, is_changed = :changed
        WHERE network_id = :network AND id = :id)sql",
                  {{"network", network},
                   {"id", shift.id},
                   {"starts", shift.starts_at},
                   {"ends", shift.ends_at},
                   {"least", shift.least},
                   {"most", shift.most},
                   {"status", to_text(shift.status)},
                   {"off", shift.is_off},
                   {"changed", shift.is_changed}});
}

} // namespace store

bool take_places(db::Tx& tx, const NetworkId& network, const ShiftId& id, std::int64_t places)
{
    return places > 0 && tx.exec(R"sql(
        UPDATE shifts SET taken = taken + :places
        WHERE network_id = :network AND id = :id AND status = 'planned' AND taken + :places <= most)sql",
                                 {{"network", network}, {"id", id}, {"places", places}}) == 1;
}

void give_back(db::Tx& tx, const NetworkId& network, const ShiftId& id, std::int64_t places)
{
    // More than was taken is a mistake of the caller; the rule of the table (taken >= 0) refuses it.
    tx.exec(R"sql(UPDATE shifts SET taken = taken - :places WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"places", places}});
}

} // namespace dorfnetz::activities
