-- owner: exchange
-- Who says yes to an answer says it to the words that they have read.
ALTER TABLE exchange_answers ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Two taps on "Anfrage senden" are one request. Where there are two already, the first one stays.
UPDATE exchange_bookings SET status = 'cancelled', ended_at = requested_at, version = version + 1
WHERE status = 'requested' AND EXISTS (
    SELECT 1 FROM exchange_bookings earlier
    WHERE earlier.network_id = exchange_bookings.network_id AND earlier.thing_id = exchange_bookings.thing_id
      AND earlier.organisation_id = exchange_bookings.organisation_id
      AND earlier.first_half_day = exchange_bookings.first_half_day
      AND earlier.last_half_day = exchange_bookings.last_half_day AND earlier.status = 'requested'
      AND earlier.id < exchange_bookings.id);
CREATE UNIQUE INDEX exchange_bookings_requested ON exchange_bookings
    (network_id, thing_id, organisation_id, first_half_day, last_half_day) WHERE status = 'requested';
