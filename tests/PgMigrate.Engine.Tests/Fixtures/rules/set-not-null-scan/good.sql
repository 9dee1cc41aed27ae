-- @transaction: none
ALTER TABLE orders ADD CONSTRAINT team_there CHECK (team_id IS NOT NULL) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT team_there;
ALTER TABLE orders ALTER COLUMN team_id SET NOT NULL;
ALTER TABLE orders DROP CONSTRAINT team_there;
