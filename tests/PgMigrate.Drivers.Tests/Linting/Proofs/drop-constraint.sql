-- @case found lock AccessExclusiveLock on orders
ALTER TABLE orders DROP CONSTRAINT quantity_positive;
-- @case found lock AccessExclusiveLock on orders; lock AccessExclusiveLock on team
ALTER TABLE orders DROP CONSTRAINT orders_team_fk;
