-- owner: exchange
SELECT 1;
