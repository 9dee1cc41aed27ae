-- @server 18
-- @case found refused 42601
REPACK team;
-- @case silent runs
MERGE INTO team USING orders ON team.id = orders.team_id WHEN MATCHED THEN DO NOTHING;
-- @case silent runs
CREATE UNIQUE INDEX team_one ON team (id) INCLUDE (name) NULLS NOT DISTINCT;
