-- owner: organisations
-- Nothing to do: PostgreSQL keeps rows and checks words in a way of its own.
SELECT 1;
