using System.Globalization;
using Npgsql;
using PgMigrate.Drivers.Tests.RdsDataApi;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.Tests.Linting.Facts;

/// <summary>What is read from a real server, and that findings which rest on it are true there.</summary>
[Collection(SandboxCollection.Name)]
public sealed class LiveFactsReaderTests(SandboxFixture sandbox)
{
    private const string Setup =
        """
        CREATE SCHEMA app;
        CREATE ROLE live_owner_{0};
        CREATE TABLE team (id bigint PRIMARY KEY, name varchar(50) NOT NULL);
        CREATE TABLE orders (id bigint PRIMARY KEY, team_id bigint REFERENCES team (id), note varchar(50), total numeric(10, 2) CHECK (total >= 0), at timestamp(3));
        ALTER TABLE orders ADD CONSTRAINT noted CHECK (note IS NOT NULL) NOT VALID;
        CREATE INDEX orders_team ON orders (team_id, lower(note)) WHERE total > 0;
        INSERT INTO team SELECT i, 'team ' || i FROM generate_series(1, 5) i;
        INSERT INTO orders SELECT i, 1 + i % 5, 'n', i, now() FROM generate_series(1, 20000) i;
        CREATE VIEW open_orders AS SELECT id, note FROM orders;
        CREATE TABLE part (id int) PARTITION BY RANGE (id);
        CREATE TABLE part_1 PARTITION OF part FOR VALUES FROM (0) TO (1000);
        CREATE TABLE part_2 PARTITION OF part FOR VALUES FROM (1000) TO (9000);
        INSERT INTO part SELECT generate_series(0, 4999);
        CREATE TABLE app.theirs (id int);
        ALTER TABLE app.theirs OWNER TO live_owner_{0};
        CREATE TYPE mood AS ENUM ('sad', 'so ''so''');
        CREATE TABLE empty (id int);
        ANALYZE;
        CREATE TABLE fresh (id int);
        INSERT INTO fresh SELECT generate_series(1, 100);
        """;

    private const string Naming =
        "TRUNCATE team, orders, part, app.theirs, empty, fresh, open_orders, nowhere; DROP INDEX orders_team; DROP TYPE mood; ALTER TYPE mood ADD VALUE 'ok'; DROP VIEW open_orders;";

    private static int _roles;

    [PostgresFact]
    public async Task Sizes_are_what_the_planner_believes()
    {
        SchemaFacts facts = await ReadAsync(await MakeAsync());

        Assert.True(facts.IsLive);
        Assert.True(facts.ServerVersion >= 120000);
        Assert.InRange(Size(facts, "orders").Rows!.Value, 19_000, 21_000);
        Assert.InRange(Size(facts, "orders").Bytes!.Value, 500_000, 5_000_000);
        Assert.InRange(Size(facts, "part").Rows!.Value, 4_900, 5_100);
        Assert.True(Size(facts, "empty").IsEmpty);
        Assert.Equal((null, 8192L), (Size(facts, "fresh").Rows, Size(facts, "fresh").Bytes));
        Assert.Null(facts.Find(new ObjectName(null, "open_orders"))!.Size);
        Assert.Null(facts.Find(new ObjectName(null, "nowhere")));
        Assert.Null(facts.Find(new ObjectName(null, "theirs")));
        Assert.NotNull(facts.Find(new ObjectName("app", "theirs")));
    }

    [PostgresFact]
    public async Task A_locked_table_holds_nobody_up()
    {
        string database = await MakeAsync();
        await using var holder = new NpgsqlConnection(database + ";Pooling=false");
        await holder.OpenAsync();
        await RunAsync(holder, "BEGIN; LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");

        SchemaFacts facts = await ReadAsync(database).WaitAsync(TestLimit.OneWait);

        Assert.InRange(Size(facts, "orders").Rows!.Value, 19_000, 21_000);
        await RunAsync(holder, "ROLLBACK");
    }

    [PostgresFact]
    public async Task The_rds_data_api_tells_the_same()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        await using (var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await MakeAsync(connection);
        }

        await using ISqlSession session = await database.Sessions().OpenAsync();
        SchemaFacts facts = await LiveFactsReader.ReadAsync(session, [SourceText.FromString(Naming)], new RunOptions());

        Assert.InRange(Size(facts, "orders").Rows!.Value, 19_000, 21_000);
        Assert.Equal("This is refused: view public.open_orders depends on column note.", Assert.Single(Find(facts, "dependent-objects", "ALTER TABLE orders DROP COLUMN note;")).Message);
        Assert.Single(Find(facts, "missing-object", "TRUNCATE nowhere;"));
    }

    public static TheoryData<string, string, string?> Cases => new()
    {
        { "missing-object", "TRUNCATE nowhere;", "42P01" },
        { "missing-object", "ALTER TABLE orders ALTER COLUMN remark SET DEFAULT '';", "42703" },
        { "missing-object", "ALTER TABLE orders VALIDATE CONSTRAINT nope;", "42704" },
        { "missing-object", "DROP INDEX nope;", "42704" },
        { "missing-object", "ALTER TABLE theirs ADD COLUMN a int;", "42P01" },
        { "missing-object", "SET search_path = app, public; ALTER TABLE theirs ADD COLUMN a int;", null },
        { "missing-object", "ALTER TABLE orders VALIDATE CONSTRAINT noted;", null },
        { "missing-object", "ALTER TABLE orders_team RENAME TO orders_of_team;", null },
        { "missing-object", "DELETE FROM pg_description WHERE false;", null },
        { "object-exists", "CREATE TABLE orders (id int);", "42P07" },
        { "object-exists", "CREATE VIEW orders AS SELECT 1;", "42P07" },
        { "object-exists", "CREATE INDEX orders_team ON orders (id);", "42P07" },
        { "object-exists", "ALTER TABLE orders ADD COLUMN note text;", "42701" },
        { "object-exists", "ALTER TABLE orders ADD CONSTRAINT noted CHECK (total > 0) NOT VALID;", "42710" },
        { "object-exists", "ALTER TABLE orders ADD PRIMARY KEY (note);", "42P16" },
        { "object-exists", "CREATE TYPE mood AS ENUM ('ok');", "42710" },
        { "object-exists", "ALTER TYPE mood ADD VALUE 'so ''so''';", "42710" },
        { "object-exists", "ALTER TYPE mood ADD VALUE 'glad';", null },
        { "object-exists", "DROP VIEW open_orders; CREATE VIEW open_orders AS SELECT 1;", null },
        { "dependent-objects", "ALTER TABLE orders DROP COLUMN note;", "2BP01" },
        { "dependent-objects", "ALTER TABLE orders ALTER COLUMN note TYPE text;", "0A000" },
        { "dependent-objects", "DROP TABLE team;", "2BP01" },
        { "dependent-objects", "ALTER TABLE team DROP COLUMN id;", "2BP01" },
        { "dependent-objects", "ALTER TABLE team ALTER COLUMN id TYPE int;", null },
        { "dependent-objects", "ALTER TABLE orders DROP COLUMN total;", null },
        { "dependent-objects", "DROP TABLE open_orders, orders;", "42809" },
        { "dependent-objects", "DROP VIEW open_orders; DROP TABLE orders; DROP TABLE team;", null },
        { "dependent-objects", "ALTER TABLE orders DROP CONSTRAINT orders_team_id_fkey; DROP TABLE team;", null },
        { "dependent-objects", "DROP TABLE team, orders;", "2BP01" },
    };

    [Fact]
    public void Every_rule_that_asks_a_database_is_shown_on_one() =>
        Assert.Empty(RuleCatalog.All.Where(rule => rule.Metadata.NeedsConnection).Select(rule => rule.Metadata.Id).Except(["not-owner"]).Except(Cases.Select(row => (string)row[0])));

    [PostgresTheory]
    [MemberData(nameof(Cases))]
    public async Task What_is_found_is_refused_and_what_is_not_is_taken(string rule, string sql, string? sqlState)
    {
        string database = await MakeAsync();
        LintDiagnostic[] found = [.. Find(await ReadAsync(database, sql), rule, sql).Where(diagnostic => diagnostic.Severity == LintSeverity.Error)];
        Assert.All(found, diagnostic => Assert.NotNull(diagnostic.LiveFacts));
        string? refused = await RefusalAsync(database, sql);
        Assert.Equal(sqlState, refused);

        // A wrong kind of object (42809) is refused before anything that the rules look at.
        Assert.True(found.Length > 0 == (refused is not null) || refused == "42809", $"found {string.Join(", ", found.Select(item => item.Message))}; refused {refused}");
    }

    [PostgresTheory]
    [InlineData("ALTER TABLE app.theirs ADD COLUMN a int;", "42501")]
    [InlineData("CREATE INDEX i ON app.theirs (id);", "42501")]
    [InlineData("DROP TABLE app.theirs;", "42501")]
    [InlineData("INSERT INTO app.theirs VALUES (1);", null)]
    public async Task Only_an_owner_alters(string sql, string? sqlState)
    {
        string database = await MakeAsync();
        string user = $"deployer_{Interlocked.Increment(ref _roles)}";
        await using (var connection = new NpgsqlConnection(database + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await RunAsync(connection, $"CREATE ROLE {user} LOGIN PASSWORD 'x'; GRANT ALL ON SCHEMA app TO {user}; GRANT ALL ON app.theirs TO {user}");
        }

        string login = new NpgsqlConnectionStringBuilder(database) { Username = user, Password = "x" }.ConnectionString;
        LintDiagnostic[] found = [.. Find(await ReadAsync(login, sql), "not-owner", sql)];
        Assert.Equal(sqlState is not null, found.Length > 0);
        Assert.All(found, diagnostic => Assert.Contains(user, diagnostic.Message, StringComparison.Ordinal));
        Assert.Equal(sqlState, await RefusalAsync(login, sql));
        Assert.Empty(Find(await ReadAsync(database, sql), "not-owner", sql));
    }

    [PostgresFact]
    public async Task An_index_that_a_failed_build_left_is_found()
    {
        string database = await MakeAsync();
        const string Build = "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS orders_note_key ON orders (note);";
        Assert.Equal("23505", await RefusalAsync(database, Build));

        LintDiagnostic found = Assert.Single(Find(await ReadAsync(database, Build), "object-exists", Build));
        Assert.Equal(LintSeverity.Warning, found.Severity);
        Assert.Contains("INVALID", found.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_validated_check_spares_the_scan_and_an_unvalidated_one_does_not()
    {
        const string Sql = "ALTER TABLE orders ALTER COLUMN note SET NOT NULL;";
        string database = await MakeAsync();
        Assert.Single(Find(await ReadAsync(database, Sql), "set-not-null-scan", Sql));
        Assert.Null(await RefusalAsync(database, "ALTER TABLE orders VALIDATE CONSTRAINT noted;"));
        Assert.Empty(Find(await ReadAsync(database, Sql), "set-not-null-scan", Sql));
    }

    [PostgresFact]
    public async Task A_change_of_type_is_judged_as_the_server_acts()
    {
        string[] types =
        [
            "smallint", "integer", "bigint", "numeric", "numeric(10,2)", "numeric(12,2)", "numeric(12,4)", "real", "text", "varchar", "varchar(10)", "varchar(20)", "char(10)", "char(20)",
            "timestamp", "timestamp(3)", "timestamptz", "timestamptz(3)", "time", "time(2)", "date", "bit(4)", "varbit(4)", "varbit(8)", "varbit", "cidr", "inet", "uuid", "json", "jsonb", "boolean", "interval", "interval(2)", "bytea",
        ];
        string database = await MakeAsync();
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        int judged = 0;
        var wrong = new List<string>();
        foreach (string from in types)
        {
            await RunAsync(connection, $"DROP TABLE IF EXISTS typed; CREATE TABLE typed (a {from})");
            SchemaFacts facts = await ReadAsync(database, "TRUNCATE typed;");
            foreach (string to in types)
            {
                string sql = $"ALTER TABLE typed ALTER COLUMN a TYPE {to};";
                string? message = Find(facts, "column-type-change", sql).SingleOrDefault()?.Message;
                await RunAsync(connection, "BEGIN");
                string before = await ScalarAsync(connection, "SELECT pg_relation_filenode('typed')");
                string? after = null;
                try
                {
                    await RunAsync(connection, sql);
                    after = await ScalarAsync(connection, "SELECT pg_relation_filenode('typed')");
                }
                catch (PostgresException error) when (error.SqlState is "42804" or "42846")
                {
                    // No cast without USING: there is nothing to compare.
                }

                await RunAsync(connection, "ROLLBACK");
                bool unknown = message?.Contains("may rewrite", StringComparison.Ordinal) == true;
                judged += after is null || unknown ? 0 : 1;
                if (after is not null && !unknown && (message is not null) != (before != after))
                {
                    wrong.Add($"{from} to {to}: {message ?? "nothing"}; the server {(before == after ? "keeps" : "rewrites")} the table");
                }
            }
        }

        Assert.True(judged > 100, judged.ToString(CultureInfo.InvariantCulture));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static TableSize Size(SchemaFacts facts, string table) => facts.Find(new ObjectName(null, table))!.Size!.Value;

    private static LintDiagnostic[] Find(SchemaFacts facts, string rule, string sql) =>
        [.. Linter.Check(SourceText.FromString(sql), new LintOptions { Rules = [rule], Schema = facts }).Diagnostics.Where(diagnostic => diagnostic.RuleId == rule)];

    private static async Task<SchemaFacts> ReadAsync(string database, string sql = Naming)
    {
        ISqlSessionFactory sessions = DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = database });
        await using ISqlSession session = await sessions.OpenAsync();
        return await LiveFactsReader.ReadAsync(session, [SourceText.FromString(sql)], new RunOptions());
    }

    /// <summary>The SQLSTATE of the first statement that is refused; null when all are taken.</summary>
    private static async Task<string?> RefusalAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        try
        {
            foreach (SqlStatement statement in StatementSplitter.Split(SourceText.FromString(sql)))
            {
                await RunAsync(connection, statement.ToString());
            }

            return null;
        }
        catch (PostgresException error)
        {
            return error.SqlState;
        }
    }

    private async Task<string> MakeAsync()
    {
        string database = await sandbox.CreateDatabaseAsync();
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await MakeAsync(connection);
        return database;
    }

    /// <summary>Roles are the server's, so each database has its own.</summary>
    private static Task MakeAsync(NpgsqlConnection connection) =>
        RunAsync(connection, Setup.Replace("{0}", Interlocked.Increment(ref _roles).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture)!;
    }
}
