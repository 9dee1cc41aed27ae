-- What the simulator needs in its database. Run once by the superuser, as one script.
-- Everything lives in the schema sys, which the service has too; the sim_ names are the simulator's own.
CREATE SCHEMA sys;
GRANT USAGE ON SCHEMA sys TO PUBLIC;

CREATE TABLE sys.sim_jobs (
    job_id text PRIMARY KEY,
    status text NOT NULL DEFAULT 'submitted',
    details text,
    job_type text NOT NULL,
    class_id oid NOT NULL,
    object_id oid NOT NULL,
    object_name text NOT NULL,
    start_time timestamptz NOT NULL DEFAULT clock_timestamp(),
    update_time timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE VIEW sys.jobs AS
    SELECT job_id, status, details, job_type, class_id, object_id, object_name, start_time, update_time FROM sys.sim_jobs;
GRANT SELECT ON sys.jobs TO PUBLIC;

CREATE TABLE sys.sim_iam (iam_arn text, pg_role text, PRIMARY KEY (iam_arn, pg_role));
CREATE VIEW sys.iam_pg_role_mappings AS SELECT iam_arn AS arn, pg_role AS pg_role_name FROM sys.sim_iam;
GRANT SELECT ON sys.iam_pg_role_mappings TO PUBLIC;

CREATE FUNCTION sys.sim_iam_grant(role text, arn text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $f$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
        RAISE EXCEPTION 'role "%" does not exist', role USING ERRCODE = '42704';
    END IF;
    INSERT INTO sys.sim_iam VALUES (arn, role) ON CONFLICT DO NOTHING;
END $f$;

CREATE FUNCTION sys.sim_iam_revoke(role text, arn text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS
    'DELETE FROM sys.sim_iam WHERE iam_arn = arn AND pg_role = role';

-- 26 characters of base32, as the service gives them.
CREATE FUNCTION sys.sim_job_id() RETURNS text LANGUAGE sql SET search_path = pg_catalog AS $f$
    SELECT string_agg(substr('abcdefghijklmnopqrstuvwxyz234567', 1 + floor(random() * 32)::int, 1), '') FROM generate_series(1, 26)
$f$;

CREATE FUNCTION sys.sim_is_key_type(type oid) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $f$
    SELECT type <> ALL (ARRAY['json', 'jsonb', 'bytea']::regtype[]::oid[])
$f$;

-- The catalog has the index at once, invalid; the job makes it valid. It is made without UNIQUE, so that rows that are twice
-- there do not stop the submission, and is unique for new rows from then on.
CREATE FUNCTION sys.sim_index_job(made oid, is_unique boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $f$
DECLARE
    id text := sys.sim_job_id();
    owner oid := (SELECT indrelid FROM pg_index WHERE indexrelid = made);
    bad text := (SELECT format_type(a.atttypid, NULL) FROM pg_attribute a, pg_index i
        WHERE a.attrelid = made AND i.indexrelid = made AND a.attnum <= i.indnkeyatts AND NOT sys.sim_is_key_type(a.atttypid) LIMIT 1);
BEGIN
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'datatype % is not supported in a key', bad USING ERRCODE = '0A000';
    END IF;
    IF (SELECT count(*) FROM pg_index WHERE indrelid = owner) > 24 THEN
        RAISE EXCEPTION 'more than 24 indexes per table are not supported' USING ERRCODE = '54000';
    END IF;
    UPDATE pg_index SET indisvalid = false, indisunique = is_unique WHERE indexrelid = made;
    INSERT INTO sys.sim_jobs (job_id, job_type, class_id, object_id, object_name)
        VALUES (id, 'INDEX_BUILD', 'pg_class'::regclass, made, made::regclass::text);
    RETURN id;
END $f$;

CREATE FUNCTION sys.sim_submit_index(command text, owner text, is_unique boolean) RETURNS SETOF text LANGUAGE plpgsql AS $f$
DECLARE
    known oid[] := ARRAY(SELECT indexrelid FROM pg_catalog.pg_index WHERE indrelid = owner::regclass);
    made oid;
BEGIN
    EXECUTE command;
    SELECT indexrelid INTO made FROM pg_catalog.pg_index WHERE indrelid = owner::regclass AND indexrelid <> ALL (known);
    IF made IS NOT NULL THEN
        RETURN NEXT sys.sim_index_job(made, is_unique);
    END IF;
END $f$;

CREATE FUNCTION sys.sim_submit_validation(owner text, name text) RETURNS SETOF text
LANGUAGE plpgsql AS $f$
DECLARE
    wanted text := (pg_catalog.parse_ident(name))[1];
BEGIN
    RETURN NEXT sys.sim_validation_job(
        owner::regclass, (SELECT oid FROM pg_catalog.pg_constraint WHERE conrelid = owner::regclass AND conname = wanted), wanted);
END $f$;

CREATE FUNCTION sys.sim_validation_job(owner regclass, target oid, name text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $f$
DECLARE
    id text := sys.sim_job_id();
BEGIN
    IF target IS NULL THEN
        RAISE EXCEPTION 'constraint "%" of relation "%" does not exist', name, (SELECT relname FROM pg_class WHERE oid = owner) USING ERRCODE = '42704';
    END IF;
    INSERT INTO sys.sim_jobs (job_id, job_type, class_id, object_id, object_name)
        VALUES (id, 'VALIDATE_CONSTRAINT', 'pg_constraint'::regclass, target, name);
    RETURN id;
END $f$;

-- Run by the simulator's worker. A reindex checks uniqueness and makes the index valid.
CREATE FUNCTION sys.sim_run_job(job text, failure text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $f$
DECLARE
    j sys.sim_jobs;
    c pg_constraint;
    outcome text := 'completed';
    told text;
BEGIN
    SELECT * INTO j FROM sys.sim_jobs WHERE job_id = job FOR UPDATE;
    BEGIN
        IF failure IS NOT NULL THEN
            RAISE EXCEPTION '%', failure;
        ELSIF j.job_type = 'INDEX_BUILD' THEN
            IF EXISTS (SELECT FROM pg_class WHERE oid = j.object_id) THEN
                EXECUTE 'REINDEX INDEX ' || j.object_id::regclass;
            ELSE
                told := 'relation "' || j.object_name || '" does not exist';
            END IF;
        ELSE
            SELECT * INTO c FROM pg_constraint WHERE oid = j.object_id;
            EXECUTE format('ALTER TABLE %s VALIDATE CONSTRAINT %I', c.conrelid::regclass, c.conname);
        END IF;
    EXCEPTION
        WHEN deadlock_detected OR serialization_failure THEN
            -- PostgreSQL's own, with a client's work; the service has no locks. The worker tries the job again.
            RAISE;
        WHEN unique_violation THEN
            outcome := 'failed';
            told := 'Found duplicate key while validating index for UCVs';
        WHEN OTHERS THEN
            outcome := 'failed';
            told := SQLERRM;
    END;
    UPDATE sys.sim_jobs SET status = outcome, details = told, update_time = clock_timestamp() WHERE job_id = job;
END $f$;

CREATE PROCEDURE sys.wait_for_job(job text, INOUT done boolean DEFAULT NULL) LANGUAGE plpgsql AS $f$
DECLARE
    state text;
BEGIN
    IF job !~ '^[a-z2-7]{26}$' THEN
        RAISE EXCEPTION 'Unable to convert text to UUID' USING ERRCODE = '22P02';
    END IF;
    LOOP
        SELECT j.status INTO state FROM sys.jobs j WHERE j.job_id = job;
        done := state = 'completed';
        EXIT WHEN state IS NULL OR state IN ('completed', 'failed');
        PERFORM pg_sleep(0.05);
        COMMIT;
    END LOOP;
END $f$;

-- Rows and bytes that a transaction changes, cascades included.
CREATE FUNCTION sys.sim_count_rows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $f$
DECLARE
    n bigint;
    size bigint;
BEGIN
    SELECT count(*), COALESCE(sum(pg_column_size(r.*)), 0) INTO n, size FROM changed r;
    n := n + COALESCE(NULLIF(current_setting('pgmigrate.rows', true), ''), '0')::bigint;
    size := size + COALESCE(NULLIF(current_setting('pgmigrate.bytes', true), ''), '0')::bigint;
    PERFORM set_config('pgmigrate.rows', n::text, true), set_config('pgmigrate.bytes', size::text, true);
    IF n > 3000 THEN
        RAISE EXCEPTION 'transaction row limit exceeded' USING ERRCODE = '54000';
    ELSIF size > 10485760 THEN
        RAISE EXCEPTION 'transaction size limit 10mb exceeded' USING ERRCODE = '54000';
    END IF;
    RETURN NULL;
END $f$;

CREATE TABLE sys.sim_primary_keys (constraint_id oid PRIMARY KEY, relation oid NOT NULL);

CREATE FUNCTION sys.sim_check_table(relation oid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $f$
DECLARE
    col record;
BEGIN
    FOR col IN SELECT attname, attidentity, format_type(a.atttypid, NULL) AS shown, a.atttypmod AS typmod,
            COALESCE(NULLIF(t.typbasetype, 0), t.oid) AS type
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped
    LOOP
        IF col.type <> ALL (ARRAY['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric', 'varchar', 'bpchar', 'text', 'date',
            'time', 'timetz', 'timestamp', 'timestamptz', 'interval', 'boolean', 'bytea', 'uuid', 'json', 'jsonb']::regtype[]::oid[]) THEN
            RAISE EXCEPTION 'datatype % not supported', col.shown USING ERRCODE = '0A000';
        ELSIF col.attidentity <> '' AND col.type <> 'bigint'::regtype THEN
            RAISE EXCEPTION 'datatype % not supported, identity column type must be bigint', col.shown USING ERRCODE = '0A000';
        ELSIF (col.type = 'bpchar'::regtype AND col.typmod - 4 > 4096) OR (col.type = 'varchar'::regtype AND col.typmod - 4 > 65535) THEN
            RAISE EXCEPTION 'datatype % is too long', col.shown USING ERRCODE = '54000';
        END IF;
    END LOOP;
    SELECT format_type(a.atttypid, NULL) AS shown INTO col FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
        WHERE i.indrelid = relation AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]) AND NOT sys.sim_is_key_type(a.atttypid) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'datatype % is not supported in a key', col.shown USING ERRCODE = '0A000';
    END IF;
    IF (SELECT count(*) FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped) > 255 THEN
        RAISE EXCEPTION 'more than 255 columns per table are not supported' USING ERRCODE = '54011';
    ELSIF (SELECT count(*) FROM pg_index WHERE indrelid = relation) > 24 THEN
        RAISE EXCEPTION 'more than 24 indexes per table are not supported' USING ERRCODE = '54000';
    ELSIF (SELECT count(*) FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
            WHERE c.relkind = 'r' AND s.nspname <> ALL (ARRAY['sys', 'pg_catalog', 'information_schema'])) > 1000 THEN
        RAISE EXCEPTION 'more than 1000 tables are not supported' USING ERRCODE = '54000';
    END IF;
    INSERT INTO sys.sim_primary_keys SELECT oid, conrelid FROM pg_constraint WHERE conrelid = relation AND contype = 'p' ON CONFLICT DO NOTHING;
    IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation AND tgname = 'sim_rows_insert') THEN
        EXECUTE format('CREATE TRIGGER sim_rows_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sys.sim_count_rows()', relation::regclass);
        EXECUTE format('CREATE TRIGGER sim_rows_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sys.sim_count_rows()', relation::regclass);
        EXECUTE format('CREATE TRIGGER sim_rows_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION sys.sim_count_rows()', relation::regclass);

        -- Internal ones are not shown by tools that list a user's triggers.
        UPDATE pg_trigger SET tgisinternal = true WHERE tgrelid = relation AND tgname LIKE 'sim\_rows\_%';
    END IF;
END $f$;

CREATE FUNCTION sys.sim_after_ddl() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $f$
DECLARE
    command record;
BEGIN
    FOR command IN SELECT DISTINCT objid, object_type FROM pg_event_trigger_ddl_commands() LOOP
        IF command.object_type = 'table' THEN
            PERFORM sys.sim_check_table(command.objid);
        ELSIF command.object_type = 'schema' AND (SELECT count(*) FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\_%' AND nspname <> ALL (ARRAY['public', 'sys', 'information_schema'])) > 10 THEN
            RAISE EXCEPTION 'more than 10 schemas are not supported' USING ERRCODE = '54000';
        END IF;
    END LOOP;
END $f$;
CREATE EVENT TRIGGER sim_after_ddl ON ddl_command_end
    WHEN TAG IN ('CREATE TABLE', 'ALTER TABLE', 'CREATE SCHEMA') EXECUTE FUNCTION sys.sim_after_ddl();

-- A primary key stays as long as its table.
CREATE FUNCTION sys.sim_after_drop() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $f$
DECLARE
    gone record;
    lost record;
BEGIN
    SELECT k.relation INTO lost FROM pg_event_trigger_dropped_objects() d
        JOIN sys.sim_primary_keys k ON k.constraint_id = d.objid AND d.classid = 'pg_constraint'::regclass
        JOIN pg_class c ON c.oid = k.relation LIMIT 1;
    IF FOUND THEN
        SELECT address_names[3] AS name INTO gone FROM pg_event_trigger_dropped_objects() WHERE object_type = 'table column' LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'cannot drop primary key column %', gone.name USING ERRCODE = '0A000';
        END IF;
        RAISE EXCEPTION 'unsupported ALTER TABLE DROP CONSTRAINT statement' USING ERRCODE = '0A000';
    END IF;
    DELETE FROM sys.sim_primary_keys WHERE constraint_id IN (SELECT objid FROM pg_event_trigger_dropped_objects());
END $f$;
CREATE EVENT TRIGGER sim_after_drop ON sql_drop EXECUTE FUNCTION sys.sim_after_drop();
