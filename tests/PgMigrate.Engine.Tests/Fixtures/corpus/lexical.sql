-- Where a statement starts and ends, and what is text.
SELECT 'it''s; fine', E'a\';b', U&'d\0061t;a', B'01', X'1F', N'x', 'a'
  'continued;' AS "a;b", U&"\0061;" ;;; ;
SELECT $tag$ ; $$ ; $tag$, $$;$$, $1, a$b$c FROM a$b$c; /* outer /* nested ; */ still ; */ SELECT 2 -- end ;
;
SELECT '🎉;', "é;" FROM ünïcode /* 🎉 */ ; SELECT 3
;-- nothing
/* nothing */ ;
SELECT a::int, b <> c, d !~~ 'x', e @> f, -1, +2.5e-3, .5, 1_000, 0xFF, a[1:2], (ROW(1, 2)).f1 FROM t WHERE x = ANY (ARRAY[1, 2]);
	CREATE	TABLE	tabs	(	a	int	)	;
create
table
lines
(
a
int
)
;
SELECT 1 AS begin, 2 AS end_, 3 AS atomic; SELECT "begin" FROM t;
CREATE FUNCTION begin_atomic() RETURNS void LANGUAGE sql BEGIN ATOMIC; SELECT 1;; END; SELECT 4;
CREATE TABLE begin (a int, atomic int); SELECT CASE WHEN 1 = 1 THEN 'x' END; COMMENT ON TABLE begin IS $x$it's$x$;
INSERT INTO log VALUES ('-- not a comment', '/* nor this', E'\\'); DELETE FROM log;
CREATE VIEW a AS (SELECT 1); CREATE VIEW b AS SELECT ';' AS x; ALTER TABLE a$1 ADD COLUMN _x int
