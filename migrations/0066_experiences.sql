-- owner: experiences
SELECT 1;
