-- owner: date_polls
SELECT 1;
