SELECT 1 @-- comment;
 2; SELECT 1 +/* ; */ 2; SELECT 2 */* ; */ 3; SELECT a <-> b, c @> d, e ->> 'f;', -1;