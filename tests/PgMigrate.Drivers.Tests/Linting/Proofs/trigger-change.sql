-- @case found lock ShareRowExclusiveLock on orders
CREATE TRIGGER t2 BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tf();
-- @case found lock AccessExclusiveLock on orders
DROP TRIGGER t1 ON orders;
-- @case found lock ShareRowExclusiveLock on orders
ALTER TABLE orders DISABLE TRIGGER t1;
-- @case found lock ShareRowExclusiveLock on orders
ALTER TABLE orders ENABLE ALWAYS TRIGGER t1;
-- @setup
CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER t1 BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION tf();
