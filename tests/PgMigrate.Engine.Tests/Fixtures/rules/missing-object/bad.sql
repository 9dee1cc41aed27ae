ALTER TABLE order_lines DROP CONSTRAINT order_lines_check;
ALTER TABLE orders ALTER COLUMN remark SET DEFAULT '';
ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
DROP INDEX orders_note_idx;
