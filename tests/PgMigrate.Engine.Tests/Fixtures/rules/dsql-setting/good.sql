SET search_path = app;
SET TIME ZONE 'UTC';
