-- owner: tasks
SELECT 1;
