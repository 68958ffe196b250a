#include "features/exchange/exchange_store.hpp"
#include "foundation/db/list.hpp"

namespace dorfnetz::exchange {

namespace {

Booking read_booking(db::Row& row)
{
    Booking booking;
    booking.id = row.take<BookingId>();
    booking.thing = row.take<ThingId>();
    booking.borrower = row.take<OrganisationId>();
    booking.owner = row.take<OrganisationId>();
    booking.owner_village = row.take<VillageId>();
    booking.borrower_village = row.take<std::optional<VillageId>>();
    booking.status = booking_status_from_text(row.take<std::string>()).value_or(BookingStatus::requested);
    booking.used.first = row.take<HalfDay>();
    booking.used.last = row.take<HalfDay>();
    booking.blocked.first = row.take<HalfDay>();
    booking.blocked.last = row.take<HalfDay>();
    booking.wish = row.take<std::string>();
    booking.reason = row.take<std::string>();
    booking.condition_out = row.take<std::string>();
    booking.condition_in = row.take<std::string>();
    booking.damage = row.take<std::string>();
    booking.requested_at = row.take<Timestamp>();
    booking.handed_over_at = row.take<std::optional<Timestamp>>();
    booking.ended_at = row.take<std::optional<Timestamp>>();
    booking.version = row.take<std::int64_t>();
    return booking;
}

} // namespace

std::optional<Booking> booking_by_id(db::Reader& reader, const NetworkId& network, const BookingId& id)
{
    return reader.first(R"sql(
        SELECT id, thing_id, organisation_id, owner_id, owner_village_id, borrower_village_id, status, first_half_day,
               last_half_day, blocked_from, blocked_until, wish, reason, condition_out, condition_in, damage,
               requested_at, handed_over_at, ended_at, version
        FROM exchange_bookings WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_booking);
}

std::vector<Booking> bookings_of(db::Reader& reader, const NetworkId& network, const ThingId& thing,
                                 HalfDay since)
{
    return reader.list(R"sql(
        SELECT id, thing_id, organisation_id, owner_id, owner_village_id, borrower_village_id, status, first_half_day,
               last_half_day, blocked_from, blocked_until, wish, reason, condition_out, condition_in, damage,
               requested_at, handed_over_at, ended_at, version
        FROM exchange_bookings WHERE network_id = :network AND thing_id = :thing AND last_half_day >= :since
        ORDER BY first_half_day, requested_at, id)sql",
                       {{"network", network}, {"thing", thing}, {"since", since}}, read_booking);
}

std::vector<Thanks> thanks_since(db::Reader& reader, const NetworkId& network, Timestamp since)
{
    std::map<VillageId, Thanks> all;
    const auto count = [&](const std::optional<VillageId>& village, std::int64_t Thanks::*what) {
        if (!village)
            return;
        auto& thanks = all[*village];
        thanks.village = *village;
        ++(thanks.*what);
    };
    const auto read = [&](db::Row& row) {
        count(row.take<std::optional<VillageId>>(), &Thanks::helped);
        count(row.take<std::optional<VillageId>>(), &Thanks::was_helped);
    };
    reader.each(R"sql(
        SELECT owner_village_id, borrower_village_id FROM exchange_bookings
        WHERE network_id = :network AND handed_over_at >= :since AND owner_id <> organisation_id
          AND status <> 'no_show')sql",
                {{"network", network}, {"since", since}}, read);
    // What was lent is a booking and counted there.
    reader.each(R"sql(
        SELECT helper_village_id, helped_village_id FROM exchange_answers
        WHERE network_id = :network AND status = 'taken' AND booking_id IS NULL AND ended_at >= :since)sql",
                {{"network", network}, {"since", since}}, read);
    reader.each(R"sql(
        SELECT helper_village_id, helped_village_id FROM exchange_thanks
        WHERE network_id = :network AND helped_at >= :since)sql",
                {{"network", network}, {"since", since}}, read);
    std::vector<Thanks> list;
    for (auto& [village, thanks] : all)
        list.push_back(std::move(thanks));
    return list;
}

std::int64_t forget_words(db::Tx& tx, const NetworkId& network, Timestamp now)
{
    const auto before = now - words_kept;
    const auto day = date_of(before);
    tx.exec(R"sql(DELETE FROM exchange_thanks WHERE network_id = :network AND helped_at < :before)sql",
            {{"network", network}, {"before", now - thanks_kept}});
    // What nobody has ended counts from its last day.
    const auto bookings =
        tx.exec(R"sql(
        UPDATE exchange_bookings SET wish = '', reason = '', condition_out = '', condition_in = '', damage = ''
        WHERE network_id = :network AND (ended_at < :before OR (ended_at IS NULL AND last_half_day < :half_day))
          AND (wish <> '' OR reason <> '' OR condition_out <> '' OR condition_in <> '' OR damage <> ''))sql",
                {{"network", network}, {"before", before}, {"half_day", half_day_of(day, Half::morning)}});
    return bookings + tx.exec(R"sql(
        UPDATE exchange_answers SET words = ''
        WHERE network_id = :network AND words <> '' AND (ended_at < :before OR (ended_at IS NULL AND EXISTS (
            SELECT 1 FROM exchange_posts p
            WHERE p.network_id = exchange_answers.network_id AND p.id = exchange_answers.post_id
              AND p.expires_on < :day))))sql",
                              {{"network", network}, {"before", before}, {"day", day}});
}

namespace store {

namespace {

void add_step(db::Tx& tx, const NetworkId& network, const Booking& booking, std::int64_t version,
              Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO exchange_steps (network_id, booking_id, version, status, taken_at)
        VALUES (:network, :booking, :version, :status, :now))sql",
            {{"network", network},
             {"booking", booking.id},
             {"version", version},
             {"status", to_text(booking.status)},
             {"now", now}});
}

} // namespace

void insert(db::Tx& tx, const NetworkId& network, const Booking& booking)
{
    tx.exec(R"sql(
        INSERT INTO exchange_bookings (network_id, id, thing_id, organisation_id, owner_id, owner_village_id,
                                       borrower_village_id, status, holds, first_half_day, last_half_day, blocked_from,
                                       blocked_until, wish, reason, condition_out, condition_in, damage, requested_at,
                                       version)
        VALUES (:network, :id, :thing, :borrower, :owner, :owner_village, :borrower_village, :status, :holds, :first,
                :last, :blocked_from, :blocked_until, :wish, '', '', '', '', :now, 1))sql",
            {{"network", network},
             {"id", booking.id},
             {"thing", booking.thing},
             {"borrower", booking.borrower},
             {"owner", booking.owner},
             {"owner_village", booking.owner_village},
             {"borrower_village", booking.borrower_village},
             {"status", to_text(booking.status)},
             {"holds", booking.holds()},
             {"first", booking.used.first},
             {"last", booking.used.last},
             {"blocked_from", booking.blocked.first},
             {"blocked_until", booking.blocked.last},
             {"wish", booking.wish},
             {"now", booking.requested_at}});
    add_step(tx, network, booking, 1, booking.requested_at);
}

bool update(db::Tx& tx, const NetworkId& network, const Booking& booking, std::int64_t version, Timestamp now)
{
    if (tx.exec(R"sql(
        UPDATE exchange_bookings SET status = :status, holds = :holds, reason = :reason, condition_out = :condition_out,
            condition_in = :condition_in, damage = :damage, handed_over_at = :handed_over, ended_at = :ended,
            version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                {{"network", network},
                 {"id", booking.id},
                 {"version", version},
                 {"status", to_text(booking.status)},
                 {"holds", booking.holds()},
                 {"reason", booking.reason},
                 {"condition_out", booking.condition_out},
                 {"condition_in", booking.condition_in},
                 {"damage", booking.damage},
                 {"handed_over", booking.handed_over_at},
                 {"ended", booking.ended_at}}) != 1)
        return false;
    add_step(tx, network, booking, version + 1, now);
    return true;
}

std::vector<CourseStep> course_of(db::Reader& reader, const NetworkId& network, const BookingId& id)
{
    return reader.list(
        R"sql(
        SELECT status, taken_at FROM exchange_steps WHERE network_id = :network AND booking_id = :id
        ORDER BY version)sql",
        {{"network", network}, {"id", id}}, [](db::Row& row) {
            const auto status = booking_status_from_text(row.take<std::string>());
            return CourseStep{status.value_or(BookingStatus::requested), row.take<Timestamp>()};
        });
}

void hand_on(db::Tx& tx, const NetworkId& network, const ThingId& thing, const OrganisationId& owner)
{
    tx.exec(R"sql(
        UPDATE exchange_bookings SET owner_id = :owner, version = version + 1
        WHERE network_id = :network AND thing_id = :thing AND ended_at IS NULL)sql",
            {{"network", network}, {"thing", thing}, {"owner", owner}});
}

std::vector<Booking> live_bookings(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, thing_id, organisation_id, owner_id, owner_village_id, borrower_village_id, status, first_half_day,
               last_half_day, blocked_from, blocked_until, wish, reason, condition_out, condition_in, damage,
               requested_at, handed_over_at, ended_at, version
        FROM exchange_bookings WHERE network_id = :network AND ended_at IS NULL
        ORDER BY first_half_day, requested_at, id)sql",
                       {{"network", network}}, read_booking);
}

std::vector<Booking> bookings_since(db::Reader& reader, const NetworkId& network, Timestamp since)
{
    auto bookings = live_bookings(reader, network);
    for (auto& ended : reader.list(R"sql(
        SELECT id, thing_id, organisation_id, owner_id, owner_village_id, borrower_village_id, status, first_half_day,
               last_half_day, blocked_from, blocked_until, wish, reason, condition_out, condition_in, damage,
               requested_at, handed_over_at, ended_at, version
        FROM exchange_bookings WHERE network_id = :network AND ended_at >= :since
        ORDER BY ended_at DESC, id)sql",
                                   {{"network", network}, {"since", since}}, read_booking))
        bookings.push_back(std::move(ended));
    return bookings;
}

std::set<HalfDay> taken(db::Reader& reader, const NetworkId& network, const ThingId& thing,
                        const Span& within)
{
    std::set<HalfDay> half_days;
    reader.each(R"sql(
        SELECT half_day FROM exchange_half_days
        WHERE network_id = :network AND thing_id = :thing AND half_day BETWEEN :first AND :last
        ORDER BY half_day)sql",
                {{"network", network}, {"thing", thing}, {"first", within.first}, {"last", within.last}},
                [&](db::Row& row) { half_days.insert(half_days.end(), row.take<HalfDay>()); });
    return half_days;
}

std::map<ThingId, std::set<HalfDay>> taken_of(db::Reader& reader, const NetworkId& network,
                                              const std::vector<ThingId>& things, const Span& within)
{
    std::map<ThingId, std::set<HalfDay>> taken;
    db::in_lists<ThingId>({{"network", network}, {"first", within.first}, {"last", within.last}}, things,
                          [&](const db::Params& params) {
                              reader.each(R"sql(
            SELECT thing_id, half_day FROM exchange_half_days
            WHERE network_id = :network AND half_day BETWEEN :first AND :last
              AND thing_id IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o, :p, :q, :r, :s, :t, :u, :v, :w, :x))sql",
                                          params, [&](db::Row& row) {
                                              const auto thing = row.take<ThingId>();
                                              taken[thing].insert(row.take<HalfDay>());
                                          });
                          });
    return taken;
}

bool keep(db::Tx& tx, const NetworkId& network, const Booking& booking)
{
    const auto kept = tx.exec(R"sql(
        WITH RECURSIVE wanted (half_day) AS (
            SELECT CAST(:first AS BIGINT) UNION ALL SELECT half_day + 1 FROM wanted WHERE half_day < :last)
        INSERT INTO exchange_half_days (network_id, thing_id, half_day, booking_id, holds)
        SELECT :network, :thing, half_day, :booking, 1 FROM wanted WHERE true ON CONFLICT DO NOTHING)sql",
                              {{"network", network},
                               {"thing", booking.thing},
                               {"booking", booking.id},
                               {"first", booking.blocked.first},
                               {"last", booking.blocked.last}});
    return kept == booking.blocked.length();
}

void give_back(db::Tx& tx, const NetworkId& network, const Booking& booking)
{
    tx.exec(R"sql(
        DELETE FROM exchange_half_days WHERE network_id = :network AND thing_id = :thing AND booking_id = :booking)sql",
            {{"network", network}, {"thing", booking.thing}, {"booking", booking.id}});
}

std::optional<Date> reminded_on(db::Reader& reader, const NetworkId& network, const BookingId& id,
                                Reminder what)
{
    std::optional<Date> handover;
    std::optional<Date> return_;
    std::optional<Date> overdue;
    reader.each(R"sql(
        SELECT reminded_handover, reminded_return, reminded_overdue FROM exchange_bookings
        WHERE network_id = :network AND id = :id)sql",
                {{"network", network}, {"id", id}}, [&](db::Row& row) {
                    handover = row.take<std::optional<Date>>();
                    return_ = row.take<std::optional<Date>>();
                    overdue = row.take<std::optional<Date>>();
                });
    return what == Reminder::handover ? handover : what == Reminder::return_ ? return_ : overdue;
}

void set_reminded(db::Tx& tx, const NetworkId& network, const BookingId& id, Reminder what, Date day)
{
    const auto if_it_is = [&](Reminder kind) {
        return kind == what ? std::optional<Date>(day) : std::nullopt;
    };
    tx.exec(R"sql(
        UPDATE exchange_bookings SET reminded_handover = COALESCE(:handover, reminded_handover),
            reminded_return = COALESCE(:return, reminded_return),
            reminded_overdue = COALESCE(:overdue, reminded_overdue)
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network},
             {"id", id},
             {"handover", if_it_is(Reminder::handover)},
             {"return", if_it_is(Reminder::return_)},
             {"overdue", if_it_is(Reminder::overdue)}});
}

} // namespace store

} // namespace dorfnetz::exchange
