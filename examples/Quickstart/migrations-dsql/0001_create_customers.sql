-- Customers of the shop. Aurora DSQL wants the cache of an identity said.

CREATE TABLE IF NOT EXISTS customers (
    id bigint GENERATED ALWAYS AS IDENTITY (CACHE 65536) PRIMARY KEY,
    email text NOT NULL UNIQUE,
    full_name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE customers IS 'One row a person; the e-mail address identifies them.';

-- @undo
DROP TABLE IF EXISTS customers;
