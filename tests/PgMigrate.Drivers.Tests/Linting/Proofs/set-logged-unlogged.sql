-- @case found lock AccessExclusiveLock on empty_one; rewrites empty_one
ALTER TABLE empty_one SET UNLOGGED;
-- @case found lock AccessExclusiveLock on fast; rewrites fast
ALTER TABLE fast SET LOGGED;
-- @case found lock AccessExclusiveLock on orders; rewrites orders
ALTER TABLE orders SET TABLESPACE proof_space;
-- @case found lock AccessExclusiveLock on orders; rewrites orders
ALTER TABLE orders SET ACCESS METHOD proof_heap;
-- @setup
CREATE UNLOGGED TABLE fast (id int);
INSERT INTO fast VALUES (1);
SET allow_in_place_tablespaces = on;
CREATE TABLESPACE proof_space LOCATION '';
CREATE ACCESS METHOD proof_heap TYPE TABLE HANDLER heap_tableam_handler;
-- @clean
DROP SCHEMA proof CASCADE;
DROP TABLESPACE proof_space;
