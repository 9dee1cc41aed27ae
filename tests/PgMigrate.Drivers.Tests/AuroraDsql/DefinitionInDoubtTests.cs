using Npgsql;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.AuroraDsql;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>A run was cut at a definition, and it is not known whether that was applied: the next one asks the catalog.</summary>
[Collection(DsqlCollection.Name)]
public sealed class DefinitionInDoubtTests(DsqlFixture fixture)
{
    private const string SetUp = """
        CREATE SCHEMA app;
        CREATE TABLE done (id int);
        CREATE TABLE t (id int, a int, CONSTRAINT c CHECK (a > 0));
        CREATE TABLE app.t (id int);
        CREATE VIEW v AS SELECT a FROM t;
        CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 0';
        ALTER SCHEMA app OWNER TO admin;
        ALTER TABLE done OWNER TO admin;
        ALTER TABLE t OWNER TO admin;
        ALTER TABLE app.t OWNER TO admin;
        ALTER VIEW v OWNER TO admin;
        ALTER FUNCTION f(text) OWNER TO admin;
        """;

    /// <summary>Statements and what proves them, true after exactly one application.</summary>
    public static TheoryData<string, string> Statements => new()
    {
        { "ALTER TABLE t RENAME COLUMN a TO \"B\"", HasColumn("t", "B") },
        { "ALTER TABLE public.t RENAME a TO b", HasColumn("t", "b") },
        { "ALTER TABLE IF EXISTS t RENAME COLUMN a TO b", HasColumn("t", "b") },
        { "ALTER VIEW v RENAME COLUMN a TO b", HasColumn("v", "b") },
        { "ALTER TABLE t RENAME CONSTRAINT c TO d", "EXISTS (SELECT FROM pg_constraint WHERE conrelid = 't'::regclass AND conname = 'd')" },
        { "ALTER TABLE t RENAME TO u", "to_regclass('t') IS NULL AND to_regclass('u') IS NOT NULL" },
        { "ALTER TABLE app.t RENAME TO u", "to_regclass('app.t') IS NULL AND to_regclass('app.u') IS NOT NULL AND to_regclass('t') IS NOT NULL" },
        { "ALTER TABLE IF EXISTS gone RENAME TO u", "to_regclass('u') IS NULL" },
        { "ALTER VIEW v RENAME TO w", "to_regclass('w') IS NOT NULL" },
        { "CREATE FUNCTION f(a int, OUT b text) LANGUAGE sql AS $$SELECT '1'$$", "f(1) = '1'" },
        { "CREATE FUNCTION app.f(a text, character varying(3)) RETURNS int LANGUAGE sql AS 'SELECT char_length(''it''''s'')'", "app.f('', '') = 4" },
        { "CREATE FUNCTION f(VARIADIC a double precision[]) RETURNS int LANGUAGE sql RETURN 1", "f(1.5::float8) = 1" },
        { "CREATE FUNCTION lower(text) RETURNS text LANGUAGE sql AS 'SELECT upper($1)'", "public.lower('a') = 'A'" },
        { "CREATE OR REPLACE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 2'", "f('a'::text) = 2" },
    };

    /// <summary>With a name that is made twice, nothing of the file is left to the catalog from its start: this statement is looked at by itself.</summary>
    [PostgresTheory]
    [MemberData(nameof(Statements))]
    public async Task The_next_run_goes_on_where_the_catalog_shows(string statement, string proof)
    {
        foreach (string before in new[] { "", "CREATE TABLE x (id int);\nDROP TABLE x;\nCREATE TABLE x (id int);\n" })
        {
            foreach (DsqlFaultKind fault in new[] { DsqlFaultKind.CutBefore, DsqlFaultKind.CutAfter })
            {
                await using DsqlSimulator simulator = await StartAsync();
                using var files = new MigrationFiles($"{before}INSERT INTO done VALUES (1);\n{statement};\nINSERT INTO done VALUES (2);");
                simulator.Faults.Add(fault, when: sql => sql == statement);

                MigrationResult cut = Assert.Single((await RunAsync(simulator, files)).Results);
                Assert.True(cut.Status == MigrationResultStatus.Unknown, cut.Failure?.ToString());
                RunResult again = await RunAsync(simulator, files);

                Assert.True(again.Succeeded && again.Results.Count == 1, $"{fault}: {string.Join('\n', again.Plan.Problems)}{again.Failed?.Failure}");
                Assert.Equal("true", await QueryAsync(simulator, $"SELECT ({proof})::text"));
                Assert.Equal("1,2", await QueryAsync(simulator, "SELECT string_agg(id::text, ',' ORDER BY id) FROM done"));
            }
        }
    }

    /// <summary>What the statement alone could not have left is the user's to judge.</summary>
    [PostgresTheory]
    [InlineData("ALTER TABLE t RENAME COLUMN a TO b", "ALTER TABLE t ADD COLUMN b int")]
    [InlineData("ALTER TABLE t RENAME COLUMN a TO b", "ALTER TABLE t DROP COLUMN a CASCADE")]
    [InlineData("ALTER TABLE t RENAME CONSTRAINT c TO d", "ALTER TABLE t ADD CONSTRAINT d CHECK (a > 1)")]
    [InlineData("ALTER TABLE t RENAME CONSTRAINT c TO d", "ALTER TABLE t DROP CONSTRAINT c")]
    [InlineData("ALTER TABLE t RENAME TO u", "CREATE TABLE u (id int)")]
    [InlineData("ALTER TABLE t RENAME TO u", "DROP TABLE t CASCADE")]
    [InlineData("CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 2'")]
    public async Task What_the_catalog_leaves_open_is_asked_about(string statement, string other)
    {
        await using DsqlSimulator simulator = await StartAsync();
        using var files = new MigrationFiles($"INSERT INTO done VALUES (1);\n{statement};\nINSERT INTO done VALUES (2);");
        simulator.Faults.Add(DsqlFaultKind.CutBefore, when: sql => sql == statement);
        await RunAsync(simulator, files);
        await QueryAsync(simulator, other);

        RunResult again = await RunAsync(simulator, files);

        Assert.Equal(MigrationProblemCode.UnknownProgress, Assert.Single(again.Plan.Problems).Code);
        Assert.Empty(again.Results);
        Assert.Equal("1", await QueryAsync(simulator, "SELECT string_agg(id::text, ',') FROM done"));
    }

    private static string HasColumn(string table, string column) =>
        $"EXISTS (SELECT FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attname = '{column}')";

    private async Task<DsqlSimulator> StartAsync()
    {
        DsqlSimulator simulator = await fixture.StartAsync();
        await QueryAsync(simulator, SetUp);
        return simulator;
    }

    private static Task<RunResult> RunAsync(DsqlSimulator simulator, MigrationFiles files) =>
        new MigrationRunner(DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()), new RecordingObserver(), TimeProvider.System)
            .RunAsync(files.Read(), new RunOptions(), new CancellationTokenSource(TestLimit.OneWait).Token);

    private static async Task<string?> QueryAsync(DsqlSimulator simulator, string sql)
    {
        await using var connection = new NpgsqlConnection(simulator.BackendConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string;
    }
}
