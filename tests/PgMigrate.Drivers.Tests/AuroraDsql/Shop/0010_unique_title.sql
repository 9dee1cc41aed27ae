CREATE UNIQUE INDEX ASYNC products_title ON products (title);
ALTER TABLE products ADD CONSTRAINT products_title_unique UNIQUE USING INDEX products_title;
GRANT SELECT ON products TO PUBLIC;
