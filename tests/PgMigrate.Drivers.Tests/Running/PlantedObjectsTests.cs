using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>A role that may create in <c>public</c> sets traps there for whoever migrates with more rights than it has.</summary>
[Collection(SandboxCollection.Name)]
public sealed class PlantedObjectsTests(SandboxFixture sandbox)
{
    private static readonly string[] Operators =
    [
        "= (text, text)", "= (name, name)", "= (oid, oid)", "= (integer, integer)", "= (bigint, bigint)", "= (\"char\", \"char\")", "= (uuid, uuid)",
        "= (smallint, smallint)", "= (boolean, boolean)", "<> (text, text)", "<> (name, text)", "<> (name, name)", "<> (integer, integer)",
        "> (integer, integer)", "> (smallint, smallint)", "> (smallint, integer)", "> (bigint, bigint)", "> (timestamptz, timestamptz)", "<= (timestamptz, timestamptz)",
        "|| (text, text)", "~~ (name, text)", "!~~ (name, text)", "!~~ (text, text)", "& (bigint, bigint)", ">> (bigint, integer)",
        "+ (timestamptz, interval)", "- (timestamptz, interval)", "- (timestamptz, timestamptz)", "* (double precision, double precision)",
        "= (text, name)", "= (name, text)", "= (oid, regclass)", ">= (bigint, bigint)",
    ];

    private static readonly string[] Functions =
    [
        "current_database()", "current_schema()", "pg_backend_pid()", "clock_timestamp()", "now()", "current_setting(text)", "to_regclass(text)",
        "quote_ident(text)", "pg_try_advisory_lock(bigint)", "pg_try_advisory_xact_lock(bigint)", "hashtextextended(text, bigint)", "set_config(text, text, boolean)",
        "concat(text, text)", "pg_terminate_backend(integer)", "date_part(text, interval)", "pg_get_userbyid(oid)", "strpos(text, text)",
        "pg_table_is_visible(oid)", "has_schema_privilege(oid, text)", "has_table_privilege(oid, text)", "format_type(oid, integer)", "split_part(text, text, integer)",
    ];

    [PostgresTheory]
    [InlineData("\"$user\", public")]
    [InlineData("public, pg_catalog")]
    public async Task No_planted_function_or_operator_is_ever_called(string searchPath)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await database.ExecuteAsync("CREATE TABLE public.gate ()");
        await PlantAsync(database);
        await database.ExecuteAsync($"ALTER ROLE postgres IN DATABASE \"{await database.ScalarAsync("SELECT pg_catalog.current_database()")}\" SET search_path = {searchPath}");
        foreach (RunLockMode mode in new[] { RunLockMode.Advisory, RunLockMode.Lease })
        {
            string number = mode == RunLockMode.Advisory ? "1" : "2";
            var options = new RunOptions { LockMode = mode, LockRetry = 1, LockTimeout = MigrationDatabase.Patience };
            database.Write($"000{number}1_a.sql", $"CREATE TABLE a{number} (id int);")
                .Write($"000{number}2_b.sql", $"CREATE INDEX CONCURRENTLY i{number} ON a{number} (id);\nCREATE TABLE b{number} (id int);")
                .Write($"000{number}3_c.sql", "LOCK TABLE public.gate IN ACCESS SHARE MODE;");
            await using ISqlSession gate = await database.Factory.OpenAsync();
            await gate.ExecuteAsync(new SqlBatch(new SqlCommand("LOCK TABLE public.gate")) { Begin = true });
            Task<RunResult> running = database.ApplyAsync(options);
            await WaitAtGateAsync(database, running);
            Assert.Single(await new RunUnlocker(database.Factory, TimeProvider.System).FindAsync(new RunOptions()));
            await Assert.ThrowsAsync<RunLockedException>(() => database.RunAsync(options with { LockTimeout = TimeSpan.Zero }));
            await gate.RollbackAsync();
            await running;
            Assert.Empty((await database.ApplyAsync(options)).Results);
            database.Write($"000{number}4_d.sql", "SELECT 1;");
            await new BaselineRunner(database.Factory, database.Observer, TimeProvider.System).RunAsync(database.Read(), new BaselineOptions { LockMode = mode });
        }

        Assert.Equal(8, (await database.LogAsync()).Count);
        await Assert.ThrowsAsync<SqlFailureException>(() => database.ExecuteAsync("SELECT public.current_schema()"));
    }

    [PostgresTheory]
    [InlineData("CREATE VIEW migration_log AS SELECT trap() AS id, 1 AS step_number, ''::text AS description, ''::text AS status, now() AS executed_at", "migration_log")]
    [InlineData("CREATE TABLE migration_log (id int, step_number int, description text, status text, executed_at timestamptz); CREATE TRIGGER t BEFORE INSERT ON migration_log FOR EACH ROW EXECUTE FUNCTION trap_row()", "migration_log")]
    [InlineData("CREATE TABLE migration_log (id int, step_number int DEFAULT trap(), description text, status text, executed_at timestamptz)", "migration_log")]
    [InlineData("CREATE TABLE migration_log (id int CHECK (trap() > 0), step_number int, description text, status text, executed_at timestamptz)", "migration_log")]
    [InlineData("CREATE TABLE migration_log_lock (name text PRIMARY KEY, expires_at timestamptz); CREATE RULE r AS ON INSERT TO migration_log_lock DO ALSO SELECT trap()", "migration_log_lock")]
    public async Task A_planted_history_is_neither_read_nor_written(string plant, string name)
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await BeEvilAsync(
            database,
            [
                "CREATE FUNCTION trap() RETURNS int LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'trapped'; END$$",
                "CREATE FUNCTION trap_row() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'trapped'; END$$",
                .. plant.Split("; "),
            ]);
        database.Write("0001_a.sql", "CREATE TABLE a ();");
        foreach (RunLockMode mode in new[] { RunLockMode.Auto, RunLockMode.Lease })
        {
            var refused = await Assert.ThrowsAsync<HistoryUnusableException>(() => database.RunAsync(new RunOptions { LockMode = mode }));
            Assert.Contains($"public.{name} of evil_planter", refused.Message, StringComparison.Ordinal);
            Assert.Contains("-HistoryTable", refused.Remedy, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<HistoryUnusableException>(() => database.PlanAsync());
        await Assert.ThrowsAsync<HistoryUnusableException>(() => database.LogAsync());
        await Assert.ThrowsAsync<HistoryUnusableException>(() => new RunUnlocker(database.Factory, TimeProvider.System).FindAsync(new RunOptions()));
        Assert.False(await database.ExistsAsync("a"));
        await database.ExecuteAsync("CREATE SCHEMA own");
        await database.ApplyAsync(new RunOptions { HistoryTable = new HistoryTableName("own", "migration_log") });
    }

    [PostgresFact]
    public async Task A_plain_table_of_another_role_is_adopted()
    {
        using MigrationDatabase database = await MigrationDatabase.CreateAsync(sandbox);
        await BeEvilAsync(
            database,
            [
                "CREATE TABLE migration_log (id serial PRIMARY KEY, step_number int, description text, sql_executed text, status varchar(20) CHECK (status <> ''), "
                + "error_message text, executed_at timestamp DEFAULT CURRENT_TIMESTAMP)",
            ]);
        await database.Write("0001_a.sql", "CREATE TABLE a ();").ApplyAsync();
        Assert.Equal(["0001_a.sql completed"], await database.LogLinesAsync());
    }

    private static async Task BeEvilAsync(MigrationDatabase database, IEnumerable<string> statements) => await database.ExecuteAsync(
        [
            "DO $$BEGIN CREATE ROLE evil_planter; EXCEPTION WHEN duplicate_object THEN NULL; END$$", "GRANT CREATE, USAGE ON SCHEMA public TO evil_planter",
            "SET ROLE evil_planter", .. statements, "RESET ROLE",
        ]);

    /// <summary>Functions and operators with the names and types of the server's own; whoever calls one is caught.</summary>
    private static async Task PlantAsync(MigrationDatabase database)
    {
        var statements = new List<string>();
        const string Trap = " LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'planted code was called'; END$$";
        foreach (string function in Functions)
        {
            string result = function.StartsWith("current_", StringComparison.Ordinal) || function.StartsWith("concat", StringComparison.Ordinal) ? "text" : "boolean";
            statements.Add($"CREATE FUNCTION public.{function} RETURNS {result}{Trap}");
        }

        for (int at = 0; at < Operators.Length; at++)
        {
            string[] parts = Operators[at].TrimEnd(')').Split(" (");
            string[] types = parts[1].Split(", ");
            string result = "|+-*&".Contains(parts[0][0], StringComparison.Ordinal) || parts[0] == ">>" ? types[0] : "boolean";
            statements.Add($"CREATE FUNCTION public.planted_{at}({parts[1]}) RETURNS {result}{Trap}");
            statements.Add($"CREATE OPERATOR public.{parts[0]} (LEFTARG = {types[0]}, RIGHTARG = {types[1]}, FUNCTION = public.planted_{at})");
        }

        await BeEvilAsync(database, statements);
    }

    private static async Task WaitAtGateAsync(MigrationDatabase database, Task running)
    {
        for (long start = System.Diagnostics.Stopwatch.GetTimestamp(); System.Diagnostics.Stopwatch.GetElapsedTime(start) < MigrationDatabase.Patience; await Task.Delay(20))
        {
            string found = (await database.ScalarAsync(
                "SELECT pg_catalog.count(*) FROM pg_catalog.pg_locks WHERE relation OPERATOR(pg_catalog.=) pg_catalog.to_regclass('public.gate')::oid AND NOT granted"))!;
            if (found != "0" || running.IsCompleted)
            {
                return;
            }
        }

        Assert.Fail("Nothing waits at the gate.");
    }
}
