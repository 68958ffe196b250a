-- owner: minutes
SELECT 1;
