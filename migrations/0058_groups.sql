-- owner: groups
SELECT 1;
