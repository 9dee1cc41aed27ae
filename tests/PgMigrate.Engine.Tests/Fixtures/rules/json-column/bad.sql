CREATE TABLE IF NOT EXISTS event (id bigint, body json);
ALTER TABLE event ALTER COLUMN payload TYPE json USING payload::json;
