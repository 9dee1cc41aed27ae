using System.Globalization;
using System.Text;

namespace PgMigrate.Bench.Workloads;

/// <summary>The texts that are measured; ASCII, LF line ends, every statement's semicolon at the end of its line.</summary>
internal static class SqlTexts
{
    public const string CreateReadings =
        "CREATE TABLE readings (id bigint, sensor text NOT NULL, taken_at timestamptz NOT NULL, value numeric(10, 2) NOT NULL, note text);\n";

    /// <summary>A small migration as people write them: a table, an index, a little data.</summary>
    public static string SmallMigration(int number) => string.Create(CultureInfo.InvariantCulture, $"""
        -- Items of kind {number}.
        CREATE TABLE items_{number} (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now()
        );

        CREATE INDEX items_{number}_name ON items_{number} (name);

        INSERT INTO items_{number} (name) VALUES ('first; of two'), ('second');

        """);

    /// <summary>The smallest migration: one row. Nearly all of its time is the tool's, not the server's.</summary>
    public static string TinyMigration(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"INSERT INTO steps (number, name) VALUES ({number}, 'step {number}');\n");

    /// <summary>INSERTs of one line and about 120 bytes each.</summary>
    public static string Inserts(int megabytes) => Repeat(megabytes, (text, number) => text.Append(
        CultureInfo.InvariantCulture,
        $"INSERT INTO readings (id, sensor, taken_at, value, note) VALUES ({number}, 'sensor-{number % 97}', '2024-05-01 12:00:00+00', {number % 1000}.25, 'it''s fine');\n"));

    /// <summary>Functions with a dollar-quoted body of some twenty lines.</summary>
    public static string Functions(int megabytes) => Repeat(megabytes, (text, number) => text.Append(
        CultureInfo.InvariantCulture,
        $$"""
        CREATE OR REPLACE FUNCTION settle_{{number}}(p_account bigint, p_amount numeric) RETURNS numeric
        LANGUAGE plpgsql AS $body$
        DECLARE
            v_left numeric := p_amount;
            r record;
        BEGIN
            -- Oldest first; stop when nothing is left.
            FOR r IN SELECT id, open_amount FROM invoices WHERE account_id = p_account AND open_amount > 0 ORDER BY due_on LOOP
                EXIT WHEN v_left <= 0;
                IF r.open_amount <= v_left THEN
                    UPDATE invoices SET open_amount = 0, settled_at = now() WHERE id = r.id;
                    v_left := v_left - r.open_amount;
                ELSE
                    UPDATE invoices SET open_amount = open_amount - v_left WHERE id = r.id;
                    v_left := 0;
                END IF;
            END LOOP;
            RETURN v_left;
        END
        $body$;

        """));

    /// <summary>Table definitions, views and grants: many short tokens, much white space, comments.</summary>
    public static string Definitions(int megabytes) => Repeat(megabytes, (text, number) => text.Append(
        CultureInfo.InvariantCulture,
        $"""
        /* Orders of region {number}. */
        CREATE TABLE IF NOT EXISTS shop.orders_{number} (
            order_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            customer_id bigint NOT NULL REFERENCES shop.customers (customer_id) ON DELETE CASCADE,
            state       text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'paid', 'sent')), -- see order_states
            total       numeric(12, 2) NOT NULL DEFAULT 0.00 CHECK (total >= 0),
            tags        text[] NOT NULL DEFAULT ARRAY[]::text[],
            UNIQUE (order_id, customer_id)
        );
        CREATE OR REPLACE VIEW shop.open_orders_{number} AS
        SELECT o.order_id, c.name, o.total * 1.19 AS gross FROM shop.orders_{number} o JOIN shop.customers c USING (customer_id) WHERE o.state <> 'sent';
        GRANT SELECT, INSERT ON shop.orders_{number} TO clerk;

        """));

    /// <summary>What migrations hold: tables, columns, indexes, constraints, rows, now and then a function; rules find something in most.</summary>
    public static string Migrations(int megabytes) => Repeat(megabytes, (text, number) => text.Append(Migration(number)));

    /// <summary>One such migration.</summary>
    public static string Migration(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        -- Step {{number}}: orders learn where they come from.
        ALTER TABLE shop.orders ADD COLUMN IF NOT EXISTS source_{{number}} text NOT NULL DEFAULT 'web';
        ALTER TABLE shop.orders ADD CONSTRAINT source_{{number}}_known CHECK (source_{{number}} IN ('web', 'phone', 'shop'));
        CREATE INDEX orders_source_{{number}} ON shop.orders (source_{{number}}) WHERE source_{{number}} <> 'web';
        CREATE TABLE IF NOT EXISTS shop.sources_{{number}} (
            source_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            order_id   bigint NOT NULL REFERENCES shop.orders (order_id) ON DELETE CASCADE,
            label      varchar(80) NOT NULL,
            seen_at    timestamp DEFAULT now(),
            payload    jsonb NOT NULL DEFAULT '{}'::jsonb -- as it came in
        );
        INSERT INTO shop.sources_{{number}} (order_id, label) SELECT order_id, 'step {{number}}' FROM shop.orders WHERE source_{{number}} = 'phone';
        UPDATE shop.orders SET state = 'checked' WHERE source_{{number}} = 'shop' AND state IN ('new', 'paid');
        CREATE OR REPLACE FUNCTION shop.touch_{{number}}() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
            NEW.seen_at := now();
            RETURN NEW;
        END
        $body$;
        CREATE TRIGGER touch_{{number}} BEFORE UPDATE ON shop.sources_{{number}} FOR EACH ROW EXECUTE FUNCTION shop.touch_{{number}}();
        COMMENT ON TABLE shop.sources_{{number}} IS 'Where orders of step {{number}} come from; see the wiki.';
        GRANT SELECT, INSERT ON shop.sources_{{number}} TO clerk;

        """);

    /// <summary>One INSERT of one literal that fills the whole text.</summary>
    public static string GiantLiteral(int megabytes) =>
        "INSERT INTO documents (body) VALUES ('" + string.Concat(Enumerable.Repeat("0123456789abcdef ; -- \n", megabytes * 1_000_000 / 23)) + "');\n";

    private static string Repeat(int megabytes, Action<StringBuilder, int> append)
    {
        int length = megabytes * 1_000_000;
        var text = new StringBuilder(length + 4096);
        for (int number = 1; text.Length < length; number++)
        {
            append(text, number);
        }

        return text.ToString();
    }
}
