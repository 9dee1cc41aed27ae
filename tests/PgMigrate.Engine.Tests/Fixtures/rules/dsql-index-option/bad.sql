CREATE INDEX ASYNC IF NOT EXISTS a ON orders USING btree (paid_at);
CREATE INDEX ASYNC IF NOT EXISTS b ON orders (paid_at DESC, name text_pattern_ops);
