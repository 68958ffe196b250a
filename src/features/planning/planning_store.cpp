#include "features/planning/planning_store.hpp"

namespace dorfnetz::planning::store {

namespace {

Plan read_plan(db::Row& row)
{
    Plan plan{.activity = row.take<ActivityId>(), .asked_by = row.take<std::optional<web::UserId>>()};
    plan.job = row.take<jobs::JobId>();
    plan.rules.most_shifts = row.take<std::int64_t>();
    plan.rules.rest = std::chrono::minutes(row.take<std::int64_t>());
    plan.rules.time = std::chrono::seconds(row.take<std::int64_t>());
    plan.is_enough = row.take<std::int64_t>() != 0;
    plan.begun_at = row.take<Timestamp>();
    plan.made_at = row.take<std::optional<Timestamp>>();
    plan.worth = row.take<std::int64_t>();
    plan.best_worth = row.take<std::int64_t>();
    plan.is_best = row.take<std::int64_t>() != 0;
    plan.is_changed = row.take<std::int64_t>() != 0;
    return plan;
}

PlannedPlace read_place(db::Row& row)
{
    PlannedPlace place{.shift = row.take<ShiftId>(), .person = row.take<PersonId>()};
    place.mark = mark_from_text(row.take<std::string>()).value_or(Mark::ruled_out);
    return place;
}

PlanWish read_wish(db::Row& row)
{
    PlanWish wish{.person = row.take<PersonId>(), .most_shifts = row.take<std::optional<std::int64_t>>()};
    if (const auto minute = row.take<std::optional<std::int64_t>>())
        wish.not_after = std::chrono::minutes(*minute);
    wish.likes = row.take<std::optional<NeedId>>();
    wish.together_with = row.take<std::optional<PersonId>>();
    return wish;
}

} // namespace

std::optional<Plan> plan_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity)
{
    return reader.first(R"sql(
        SELECT activity_id, asked_by, job_id, most_shifts, rest_minutes, seconds, is_enough, begun_at, made_at,
               worth, best_worth, is_best, is_changed
        FROM plans WHERE network_id = :network AND activity_id = :activity)sql",
                        {{"network", network}, {"activity", activity}}, read_plan);
}

std::optional<Plan> lock(db::Tx& tx, const NetworkId& network, const ActivityId& activity)
{
    tx.exec(
        R"sql(UPDATE plans SET job_id = job_id WHERE network_id = :network AND activity_id = :activity)sql",
        {{"network", network}, {"activity", activity}});
    return plan_of(tx, network, activity);
}

std::vector<ActivityId> planned_activities(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT activity_id FROM plans WHERE network_id = :network ORDER BY activity_id)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<ActivityId>(); });
}

void begin(db::Tx& tx, const NetworkId& network, const Plan& plan)
{
    tx.exec(R"sql(
        INSERT INTO plans (network_id, activity_id, asked_by, job_id, most_shifts, rest_minutes, seconds, is_enough,
                           begun_at)
        VALUES (:network, :activity, :asked_by, :job, :most_shifts, :rest, :seconds, 0, :begun_at)
        ON CONFLICT (network_id, activity_id) DO UPDATE
        SET asked_by = excluded.asked_by, job_id = excluded.job_id, most_shifts = excluded.most_shifts,
            rest_minutes = excluded.rest_minutes, seconds = excluded.seconds, is_enough = 0,
            begun_at = excluded.begun_at)sql",
            {{"network", network},
             {"activity", plan.activity},
             {"asked_by", plan.asked_by},
             {"job", plan.job},
             {"most_shifts", plan.rules.most_shifts},
             {"rest", plan.rules.rest.count()},
             {"seconds", plan.rules.time.count()},
             {"begun_at", plan.begun_at}});
}

void finish(db::Tx& tx, const NetworkId& network, const Plan& plan)
{
    tx.exec(R"sql(
        UPDATE plans SET made_at = :made_at, worth = :worth, best_worth = :best_worth, is_best = :is_best,
                         is_changed = 0
        WHERE network_id = :network AND activity_id = :activity)sql",
            {{"network", network},
             {"activity", plan.activity},
             {"made_at", plan.made_at},
             {"worth", plan.worth},
             {"best_worth", plan.best_worth},
             {"is_best", plan.is_best}});
}

void take_best_so_far(db::Tx& tx, const NetworkId& network, const ActivityId& activity)
{
    tx.exec(R"sql(UPDATE plans SET is_enough = 1 WHERE network_id = :network AND activity_id = :activity)sql",
            {{"network", network}, {"activity", activity}});
}

void note_change(db::Tx& tx, const NetworkId& network, const ActivityId& activity)
{
    tx.exec(
        R"sql(UPDATE plans SET is_changed = 1 WHERE network_id = :network AND activity_id = :activity)sql",
        {{"network", network}, {"activity", activity}});
}

void remove(db::Tx& tx, const NetworkId& network, const ActivityId& activity)
{
    tx.exec(R"sql(DELETE FROM plans WHERE network_id = :network AND activity_id = :activity)sql",
            {{"network", network}, {"activity", activity}});
}

void forget_asker(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(R"sql(UPDATE plans SET asked_by = NULL WHERE network_id = :network AND asked_by = :user)sql",
            {{"network", network}, {"user", user}});
}

std::vector<PlannedPlace> places_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity)
{
    return reader.list(R"sql(
        SELECT shift_id, person_id, mark FROM planned_places
        WHERE network_id = :network AND activity_id = :activity ORDER BY shift_id, person_id)sql",
                       {{"network", network}, {"activity", activity}}, read_place);
}

void put_place(db::Tx& tx, const NetworkId& network, const ActivityId& activity, const PlannedPlace& place)
{
    tx.exec(R"sql(
        INSERT INTO planned_places (network_id, activity_id, shift_id, person_id, mark)
        VALUES (:network, :activity, :shift, :person, :mark)
        ON CONFLICT (network_id, shift_id, person_id) DO UPDATE SET mark = excluded.mark)sql",
            {{"network", network},
             {"activity", activity},
             {"shift", place.shift},
             {"person", place.person},
             {"mark", to_text(place.mark)}});
}

void add_place(db::Tx& tx, const NetworkId& network, const ActivityId& activity, const PlannedPlace& place)
{
    tx.exec(R"sql(
        INSERT INTO planned_places (network_id, activity_id, shift_id, person_id, mark)
        VALUES (:network, :activity, :shift, :person, :mark)
        ON CONFLICT (network_id, shift_id, person_id) DO NOTHING)sql",
            {{"network", network},
             {"activity", activity},
             {"shift", place.shift},
             {"person", place.person},
             {"mark", to_text(place.mark)}});
}

void remove_place(db::Tx& tx, const NetworkId& network, const PlannedPlace& place)
{
    tx.exec(R"sql(
        DELETE FROM planned_places
        WHERE network_id = :network AND shift_id = :shift AND person_id = :person)sql",
            {{"network", network}, {"shift", place.shift}, {"person", place.person}});
}

std::vector<PlanWish> wishes_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity)
{
    return reader.list(R"sql(
        SELECT person_id, most_shifts, not_after, need_id, together_with FROM plan_wishes
        WHERE network_id = :network AND activity_id = :activity ORDER BY person_id)sql",
                       {{"network", network}, {"activity", activity}}, read_wish);
}

void put_wish(db::Tx& tx, const NetworkId& network, const ActivityId& activity, const PlanWish& wish)
{
    tx.exec(R"sql(
        INSERT INTO plan_wishes (network_id, activity_id, person_id, most_shifts, not_after, need_id, together_with)
        VALUES (:network, :activity, :person, :most_shifts, :not_after, :likes, :together_with)
        ON CONFLICT (network_id, activity_id, person_id) DO UPDATE
        SET most_shifts = excluded.most_shifts, not_after = excluded.not_after, need_id = excluded.need_id,
            together_with = excluded.together_with)sql",
            {{"network", network},
             {"activity", activity},
             {"person", wish.person},
             {"most_shifts", wish.most_shifts},
             {"not_after", wish.not_after ? std::optional<std::int64_t>(wish.not_after->count())
                                          : std::optional<std::int64_t>()},
             {"likes", wish.likes},
             {"together_with", wish.together_with}});
}

void remove_wish(db::Tx& tx, const NetworkId& network, const ActivityId& activity, const PersonId& person)
{
    tx.exec(R"sql(
        DELETE FROM plan_wishes
        WHERE network_id = :network AND activity_id = :activity AND person_id = :person)sql",
            {{"network", network}, {"activity", activity}, {"person", person}});
}

Obstacles obstacles_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity)
{
    Obstacles obstacles;
    reader.each(R"sql(
        SELECT shift_id, obstacle, people FROM plan_obstacles
        WHERE network_id = :network AND activity_id = :activity)sql",
                {{"network", network}, {"activity", activity}}, [&](db::Row& row) {
                    const auto shift = row.take<ShiftId>();
                    const auto text = row.take<std::string>();
                    const auto people = row.take<std::int64_t>();
                    if (const auto obstacle = matching::obstacle_from_text(text))
                        obstacles[shift][*obstacle] = people;
                });
    return obstacles;
}

void replace_obstacles(db::Tx& tx, const NetworkId& network, const ActivityId& activity,
                       const Obstacles& obstacles)
{
    tx.exec(R"sql(DELETE FROM plan_obstacles WHERE network_id = :network AND activity_id = :activity)sql",
            {{"network", network}, {"activity", activity}});
    for (const auto& [shift, counts] : obstacles)
        for (const auto& [obstacle, people] : counts)
            tx.exec(R"sql(
                INSERT INTO plan_obstacles (network_id, activity_id, shift_id, obstacle, people)
                VALUES (:network, :activity, :shift, :obstacle, :people))sql",
                    {{"network", network},
                     {"activity", activity},
                     {"shift", shift},
                     {"obstacle", matching::to_text(obstacle)},
                     {"people", people}});
}

std::vector<PersonId> people_in(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT person_id FROM planned_places WHERE network_id = :network
        UNION SELECT person_id FROM plan_wishes WHERE network_id = :network
        UNION SELECT together_with FROM plan_wishes WHERE network_id = :network AND together_with IS NOT NULL)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<PersonId>(); });
}

std::vector<PlannedPlace> places_of_person(db::Reader& reader, const NetworkId& network,
                                           const PersonId& person)
{
    return reader.list(R"sql(
        SELECT shift_id, person_id, mark FROM planned_places
        WHERE network_id = :network AND person_id = :person ORDER BY shift_id)sql",
                       {{"network", network}, {"person", person}}, read_place);
}

std::vector<std::pair<ActivityId, PlanWish>> wishes_of_person(db::Reader& reader, const NetworkId& network,
                                                              const PersonId& person)
{
    return reader.list(R"sql(
        SELECT activity_id, person_id, most_shifts, not_after, need_id, together_with FROM plan_wishes
        WHERE network_id = :network AND (person_id = :person OR together_with = :person) ORDER BY activity_id, person_id)sql",
                       {{"network", network}, {"person", person}}, [](db::Row& row) {
                           auto activity = row.take<ActivityId>();
                           return std::pair(std::move(activity), read_wish(row));
                       });
}

void move_person(db::Tx& tx, const NetworkId& network, const PersonId& from, const PersonId& to)
{
    const std::vector<db::Param> both{{"network", network}, {"before", from}, {"to", to}};
    tx.exec(R"sql(
        UPDATE planned_places SET person_id = :to
        WHERE network_id = :network AND person_id = :before
          AND shift_id NOT IN (SELECT shift_id FROM planned_places WHERE network_id = :network AND person_id = :to))sql",
            both);
    tx.exec(R"sql(
        UPDATE plan_wishes SET together_with = NULL
        WHERE network_id = :network AND (together_with = :before AND person_id = :to OR
                                         together_with = :to AND person_id = :before))sql",
            both);
    tx.exec(R"sql(
        UPDATE plan_wishes SET together_with = :to WHERE network_id = :network AND together_with = :before)sql",
            both);
    tx.exec(R"sql(
        UPDATE plan_wishes SET person_id = :to
        WHERE network_id = :network AND person_id = :before
          AND activity_id NOT IN (SELECT activity_id FROM plan_wishes WHERE network_id = :network AND person_id = :to))sql",
            both);
    remove_person(tx, network, from);
}

void remove_person(db::Tx& tx, const NetworkId& network, const PersonId& person)
{
    const std::vector<db::Param> one{{"network", network}, {"person", person}};
    tx.exec(R"sql(DELETE FROM planned_places WHERE network_id = :network AND person_id = :person)sql", one);
    tx.exec(R"sql(
        UPDATE plan_wishes SET together_with = NULL WHERE network_id = :network AND together_with = :person)sql",
            one);
    tx.exec(R"sql(DELETE FROM plan_wishes WHERE network_id = :network AND person_id = :person)sql", one);
    tx.exec(R"sql(
        DELETE FROM plan_wishes
        WHERE network_id = :network AND most_shifts IS NULL AND not_after IS NULL AND need_id IS NULL
          AND together_with IS NULL)sql",
            {{"network", network}});
}

} // namespace dorfnetz::planning::store
