using PgMigrate.Drivers.Tests.RdsDataApi;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Drivers.Tests.NodePgMigrate;

/// <summary>Migrations that ask the database while they run: <c>pgm.db.query</c> and <c>select</c>.</summary>
[Collection(SandboxCollection.Name)]
public sealed class DatabaseQuestionTests(SandboxFixture fixture) : IDisposable
{
    private const string Tables = """
        exports.up = async (pgm) => {
          const { rows, rowCount } = await pgm.db.query('SELECT table_name AS name, 9007199254740993 AS big, true AS yes, NULL AS none FROM information_schema.tables WHERE table_schema = $1 AND $2 = 5 ORDER BY 1', ['shop', 5]);
          if (typeof rows[0].big !== 'string' || rows[0].yes !== true || rows[0].none !== null || rowCount !== rows.length) throw new Error(JSON.stringify(rows));
          for (const { name } of rows) pgm.addColumns({ schema: 'shop', name }, { seen: 'bool' });
          const inserted = await pgm.db.select({ text: 'INSERT INTO notes (note) VALUES ($1) RETURNING id, note', values: ["it's"] });
          await pgm.db.query('UPDATE notes SET note = $1 WHERE id = $2', ['changed', inserted[0].id]);
          pgm.sql(`COMMENT ON TABLE notes IS '${inserted[0].id} ${inserted[0].note.length}'`);
        };
        """;

    private readonly ScriptFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task A_migration_gets_the_session_of_the_run()
    {
        Write();
        var sessions = DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = await fixture.CreateDatabaseAsync() });
        MigrationSet set = await _folder.ReadAsync();
        MigrationPlan plan = await Runner(sessions).PlanAsync(set, Options);
        Assert.Equal(["1_a.sql", "2_b.js", "3_c.js"], plan.Steps.Select(step => step.Migration.FileName));
        Assert.True(plan.Steps[1].IsDeferred);
        Assert.Contains("NOT IN THIS SCRIPT", PlanScript.Write(plan), StringComparison.Ordinal);

        RunResult run = await ApplyAsync(sessions, set);
        Assert.Equal(3, run.Results.Count);
        Assert.Equal("1 4|changed|2", await ScalarAsync(sessions, """
            SELECT obj_description('notes'::regclass) || '|' || (SELECT note FROM notes) || '|' || (SELECT count(*) FROM information_schema.columns WHERE column_name = 'seen')
            """));
        MigrationLogEntry entry = (await new MigrationLogReader(sessions).ReadAsync(HistoryTableName.Default)).Single(item => item.FileName == "2_b.js");
        Assert.Equal((MigrationLogStatus.Completed, 3), (entry.Status, entry.StatementsTotal));
        Assert.Equal(set.Migrations[1].Checksum, entry.Checksum);
        Assert.Empty((await Runner(sessions).PlanAsync(await _folder.ReadAsync(), Options)).Steps);
    }

    [PostgresFact]
    public async Task The_Data_API_answers_too()
    {
        Write(Tables.Replace("WHERE id = $2", "WHERE id = $2::int", StringComparison.Ordinal).Replace("$2 = 5", "$2::int = 5", StringComparison.Ordinal));
        await using DataApiDatabase service = await DataApiDatabase.CreateAsync(fixture);
        RunResult run = await ApplyAsync(service.Sessions(), await _folder.ReadAsync());
        Assert.Equal(3, run.Results.Count);
        Assert.Equal("changed", await service.ScalarAsync("SELECT note FROM notes"));
    }

    [PostgresTheory]
    [InlineData("await pgm.db.query(\"INSERT INTO notes (note) VALUES ('lost')\"); throw new Error('mine');", "2_b.js: mine")]
    [InlineData("await pgm.db.query(\"INSERT INTO notes (note) VALUES ('lost')\"); pgm.sql('SELECT nothing');", "column \"nothing\" does not exist")]
    [InlineData("await pgm.db.query(\"INSERT INTO notes (note) VALUES ('lost')\"); await pgm.db.query('SELECT no_such');", "column \"no_such\" does not exist")]
    [InlineData("await pgm.db.query('SELECT 1; SELECT 2');", "pgm.db takes one statement at a time, not 2.")]
    [InlineData("await pgm.db.query('SHOW work_mem');", "pgm.db cannot give the rows of this statement")]
    public async Task What_it_changed_is_gone_with_a_failure(string body, string expected)
    {
        Write($"exports.up = async (pgm) => {{ {body} }};");
        var sessions = DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = await fixture.CreateDatabaseAsync() });
        RunResult run = await Runner(sessions).RunAsync(await _folder.ReadAsync(), Options);
        Assert.Equal(MigrationResultStatus.Failed, run.Results[1].Status);
        Assert.Contains(expected, run.Results[1].Failure!.Error.Message, StringComparison.Ordinal);
        Assert.Equal("0", await ScalarAsync(sessions, "SELECT count(*) FROM notes"));
        Assert.Equal("failed", await ScalarAsync(sessions, "SELECT status FROM migration_log WHERE description = '2_b.js'"));

        Write("exports.up = async (pgm) => { await pgm.db.query(\"INSERT INTO notes (note) VALUES ('kept')\"); };");
        Assert.Equal(2, (await ApplyAsync(sessions, await _folder.ReadAsync())).Results.Count);
        Assert.Equal("1", await ScalarAsync(sessions, "SELECT count(*) FROM notes"));
    }

    [PostgresFact]
    public async Task Without_a_transaction_its_statements_run_one_by_one()
    {
        Write("exports.up = async (pgm) => { pgm.noTransaction(); const [row] = await pgm.db.select('SELECT 1 AS one'); pgm.createIndex('notes', 'note', { concurrently: true, name: `notes_${row.one}` }); };");
        var sessions = DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = await fixture.CreateDatabaseAsync() });
        await ApplyAsync(sessions, await _folder.ReadAsync());
        Assert.Equal("notes_1", await ScalarAsync(sessions, "SELECT to_regclass('notes_1')::text"));
    }

    [PostgresFact]
    public async Task Without_a_host_the_plan_refuses_it()
    {
        Write();
        var sessions = DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = await fixture.CreateDatabaseAsync() });
        MigrationPlan plan = await Runner(sessions).PlanAsync(await _folder.ReadAsync(), new RunOptions());
        Assert.Equal(MigrationProblemCode.NeedsDatabase, Assert.Single(plan.Problems).Code);
        Assert.False(plan.CanRun);
    }

    private RunOptions Options => new() { ScriptHost = DriverFactory.CreateNodeScriptHost(_folder.Options) };

    private static MigrationRunner Runner(ISqlSessionFactory sessions) => new(sessions, new Running.RecordingObserver(), TimeProvider.System);

    private static async Task<string?> ScalarAsync(ISqlSessionFactory sessions, string sql)
    {
        await using ISqlSession session = await sessions.OpenAsync();
        return (await session.QueryAsync(new SqlBatch(new SqlCommand(sql))))[0][0].GetString(0);
    }

    private void Write(string asking = Tables) => _folder
        .Write("1_a.sql", "CREATE SCHEMA shop;\nCREATE TABLE shop.one ();\nCREATE TABLE shop.two ();\nCREATE TABLE notes (id serial, note text);\n")
        .Write("2_b.js", asking)
        .Write("3_c.js", "exports.up = (pgm) => pgm.sql('SELECT 3');");

    private async Task<RunResult> ApplyAsync(ISqlSessionFactory sessions, MigrationSet set)
    {
        using var limit = new CancellationTokenSource(TestLimit.OneWait);
        RunResult run = await Runner(sessions).RunAsync(set, Options, limit.Token);
        Assert.True(run.Plan.CanRun, string.Join('\n', run.Plan.Problems));
        Assert.All(run.Results, result => Assert.True(result.Status == MigrationResultStatus.Applied, result.Failure?.ToString()));
        return run;
    }
}
