-- owner: meetings
SELECT 1;
