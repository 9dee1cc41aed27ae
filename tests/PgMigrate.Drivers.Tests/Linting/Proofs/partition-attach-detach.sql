-- @case found lock AccessExclusiveLock on parts; lock AccessExclusiveLock on parts_1
ALTER TABLE parts DETACH PARTITION parts_1;
-- @case found lock ShareUpdateExclusiveLock on parts; lock AccessExclusiveLock on fresh; lock AccessExclusiveLock on parts_rest; scans fresh; scans parts_rest
ALTER TABLE parts ATTACH PARTITION fresh FOR VALUES FROM (200) TO (300);
-- @case found lock AccessExclusiveLock on proven; skips proven
ALTER TABLE parts ATTACH PARTITION proven FOR VALUES FROM (300) TO (400);
-- @case silent waits ShareUpdateExclusiveLock on flat
ALTER TABLE flat DETACH PARTITION flat_1 CONCURRENTLY;
-- @setup
CREATE TABLE parts (id int NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (100);
CREATE TABLE parts_rest PARTITION OF parts DEFAULT;
INSERT INTO parts VALUES (1), (1000);
CREATE TABLE fresh (id int NOT NULL);
INSERT INTO fresh VALUES (200), (201);
CREATE TABLE proven (id int NOT NULL, CONSTRAINT bounds CHECK (id >= 300 AND id < 400));
INSERT INTO proven VALUES (300), (301);
CREATE TABLE flat (id int NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE flat_1 PARTITION OF flat FOR VALUES FROM (1) TO (100);
