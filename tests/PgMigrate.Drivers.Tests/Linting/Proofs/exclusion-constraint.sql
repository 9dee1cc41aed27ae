-- @case found lock AccessExclusiveLock on orders; scans orders
ALTER TABLE orders ADD CONSTRAINT e EXCLUDE USING btree (id WITH =);
