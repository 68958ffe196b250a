-- owner: lineage
SELECT 1;
