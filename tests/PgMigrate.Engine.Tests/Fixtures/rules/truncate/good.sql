DELETE FROM sessions WHERE expires_at < now();
CREATE TEMP TABLE work (id bigint);
TRUNCATE work;
