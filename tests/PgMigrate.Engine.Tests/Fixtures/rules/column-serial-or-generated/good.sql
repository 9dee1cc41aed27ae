CREATE TABLE IF NOT EXISTS team (id bigint);
ALTER TABLE team ADD COLUMN IF NOT EXISTS number bigserial;
