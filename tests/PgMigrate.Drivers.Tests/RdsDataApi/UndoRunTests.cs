using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

/// <summary>Migrations taken back through the Data API.</summary>
[Collection(SandboxCollection.Name)]
public sealed class UndoRunTests(SandboxFixture sandbox)
{
    private static readonly RunOptions Last = new() { Undo = new UndoOptions() };

    [PostgresFact]
    public async Task The_quickstart_is_taken_back_and_applied_again()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        MigrationSet set = MigrationFolder.Read(Path.Combine(AppContext.BaseDirectory, "quickstart"));
        var runner = new MigrationRunner(database.Sessions(), new EventList(), TimeProvider.System);
        Assert.True((await runner.RunAsync(set, new RunOptions())).Succeeded);
        string schema = (await SchemaAsync(database))!;
        int undoable = set.Migrations.Reverse().TakeWhile(migration => migration.UndoScript is not null).Count();

        RunResult undone = await runner.RunAsync(set, new RunOptions { Undo = new UndoOptions { Last = undoable } });
        Assert.True(undone.Succeeded, undone.Failed?.Failure?.ToString());
        Assert.Equal(undoable, undone.Results.Count);
        Assert.All(undone.Results, result => Assert.Equal(MigrationResultStatus.Undone, result.Status));
        Assert.NotEqual(schema, await SchemaAsync(database));
        Assert.Equal(0, database.Emulator.OpenTransactions);

        Assert.Equal(undoable, (await runner.RunAsync(set, new RunOptions())).Results.Count);
        Assert.Equal(schema, await SchemaAsync(database));
    }

    [PostgresFact]
    public async Task A_failure_keeps_all_of_it_and_what_cannot_be_one_transaction_goes_on_where_it_stopped()
    {
        await using DataApiDatabase database = await DataApiDatabase.CreateAsync(sandbox);
        using var files = new AuroraDsql.MigrationFiles(
            "CREATE TABLE a (id int);\n-- @undo\nDROP TABLE a;\nDROP TABLE missing;",
            "CREATE TABLE b (id int); CREATE INDEX b_id ON b (id);\n-- @undo\nDROP INDEX CONCURRENTLY b_id;\nINSERT INTO gate VALUES (1);\nDROP TABLE b;");
        ISqlSessionFactory sessions = database.Sessions();
        var runner = new MigrationRunner(sessions, new EventList(), TimeProvider.System);
        Assert.True((await runner.RunAsync(files.Read(), new RunOptions())).Succeeded);

        MigrationResult partial = (await runner.RunAsync(files.Read(), Last)).Failed!;
        Assert.Equal((MigrationResultStatus.Partial, 1), (partial.Status, partial.StatementsApplied));
        await database.ScalarAsync("CREATE TABLE gate (id int)");
        Assert.True((await runner.RunAsync(files.Read(), Last)).Succeeded);
        Assert.Equal("1", await database.ScalarAsync("SELECT count(*) FROM gate"));

        MigrationResult failed = (await runner.RunAsync(files.Read(), Last)).Failed!;
        Assert.Equal((MigrationResultStatus.Failed, MigrationState.Applied), (failed.Status, failed.Migration.State));
        Assert.Equal("a", await database.ScalarAsync("SELECT string_agg(relname, ',') FROM pg_class WHERE relname IN ('a', 'b')"));
        Assert.True((await runner.RunAsync(files.Read(), new RunOptions { Undo = new UndoOptions { MarkOnly = true } })).Succeeded);
        Assert.Equal(
            ["0001_step.sql completed", "0002_step.sql completed", "0002_step.sql undone", "0001_step.sql failed", "0001_step.sql undone"],
            (await new MigrationLogReader(sessions).ReadAsync(HistoryTableName.Default)).Select(entry => entry.ToString()));
    }

    private static Task<string?> SchemaAsync(DataApiDatabase database) => database.ScalarAsync(
        """
        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
            SELECT c.relname || ' ' || c.relkind::text || ' ' || coalesce(a.attname, '') || ' ' || coalesce(format_type(a.atttypid, a.atttypmod), '') AS line
            FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'migration\_log%'
            UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            UNION ALL SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace) s
        """);
}
