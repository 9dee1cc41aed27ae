ALTER TABLE orders ADD COLUMN IF NOT EXISTS token uuid NOT NULL DEFAULT gen_random_uuid();
