-- owner: decisions
SELECT 1;
