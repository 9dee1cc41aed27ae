-- @case found lock AccessExclusiveLock on mv; rewrites mv
REFRESH MATERIALIZED VIEW mv;
-- @case silent lock ExclusiveLock on mv; keeps mv
REFRESH MATERIALIZED VIEW CONCURRENTLY mv;
-- @case silent refused 55000
REFRESH MATERIALIZED VIEW CONCURRENTLY bare;
-- @setup
CREATE MATERIALIZED VIEW mv AS SELECT id FROM orders;
CREATE UNIQUE INDEX mv_id ON mv (id);
CREATE MATERIALIZED VIEW bare AS SELECT id FROM orders;
