CREATE INDEX ASYNC IF NOT EXISTS a ON orders USING btree (paid_at);
CREATE INDEX ASYNC IF NOT EXISTS b ON orders (paid_at DESC, name text_pattern_ops);
CREATE INDEX ASYNC IF NOT EXISTS c ON orders (number) INCLUDE ((total + 1));
CREATE INDEX ASYNC IF NOT EXISTS d ON orders (number) WITH (fillfactor = 70);
