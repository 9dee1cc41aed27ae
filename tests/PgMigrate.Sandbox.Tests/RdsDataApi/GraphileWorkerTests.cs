using Npgsql;
using PgMigrate.Drivers;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>
/// The migrations of graphile-worker, fetched from npm and never kept here: functions, triggers, types, locks and DO blocks as
/// somebody else writes them. Through the Data API they must make what they make directly.
/// </summary>
[Collection(SandboxCollection.Name)]
public sealed class GraphileWorkerTests(SandboxFixture sandbox) : IDisposable
{
    /// <summary>All that the schema holds, in words of the server's own.</summary>
    private const string Everything =
        """
        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
            SELECT concat_ws(' ', 'column', c.relkind, c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid)) AS line
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE c.relnamespace = 'gw'::regnamespace
            UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, contypid::regtype, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE connamespace = 'gw'::regnamespace
            UNION ALL SELECT concat_ws(' ', 'index', indexdef) FROM pg_indexes WHERE schemaname = 'gw'
            UNION ALL SELECT concat_ws(' ', 'function', pg_get_functiondef(oid)) FROM pg_proc WHERE pronamespace = 'gw'::regnamespace
            UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid)) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT tgisinternal AND c.relnamespace = 'gw'::regnamespace
            UNION ALL SELECT concat_ws(' ', 'view', viewname, definition) FROM pg_views WHERE schemaname = 'gw'
            UNION ALL SELECT concat_ws(' ', 'table', relname, relrowsecurity, reloptions) FROM pg_class
            WHERE relnamespace = 'gw'::regnamespace AND relkind = 'r'
        ) AS lines
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pgm-worker");

    public void Dispose() => _folder.Delete(recursive: true);

    [NpmClientFact]
    public async Task The_same_comes_about_as_directly()
    {
        Assert.Equal(19, await WriteMigrationsAsync());
        await using RdsDataApiEmulator emulator = await NewEmulator.StartAsync(sandbox);
        var behind = new NpgsqlConnectionStringBuilder(sandbox.Server.ConnectionString) { Database = emulator.Options.Database };
        string direct = await sandbox.CreateDatabaseAsync();
        foreach (string database in new[] { behind.ConnectionString, direct })
        {
            await ScalarAsync(database, "CREATE SCHEMA gw");
        }

        await ApplyAsync(DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = direct }));
        await ApplyAsync(DriverFactory.CreateRdsDataApi(emulator.ConnectionOptions()));

        string expected = await ScalarAsync(direct, Everything);
        Assert.Contains("function CREATE OR REPLACE FUNCTION gw.add_job", expected, StringComparison.Ordinal);
        Assert.Equal(expected, await ScalarAsync(behind.ConnectionString, Everything));

        // The one error is the look for a history that is not there yet.
        Assert.Contains("migration_log", Assert.Single(emulator.Calls, call => call.Error is not null).Sql, StringComparison.Ordinal);
        Assert.Equal(0, emulator.OpenTransactions);
    }

    private async Task ApplyAsync(ISqlSessionFactory sessions)
    {
        RunResult result = await new MigrationRunner(sessions, new NoObserver(), TimeProvider.System)
            .RunAsync(MigrationFolder.Read(_folder.FullName), new RunOptions());
        Assert.True(result.Plan.CanRun, string.Join('\n', result.Plan.Problems));
        Assert.True(result.Succeeded, result.Failed?.Failure?.ToString());
        Assert.Equal(19, result.Results.Count);
    }

    /// <summary>The package replaces its variable everywhere, in bodies too; so does this.</summary>
    private async Task<int> WriteMigrationsAsync()
    {
        string package = await NpmDataApiClient.UnpackAsync("graphile-worker", "0.17.3");
        string[] files = Directory.GetFiles(Path.Combine(package, "sql"), "*.sql");
        foreach (string file in files)
        {
            string sql = (await File.ReadAllTextAsync(file)).Replace(":GRAPHILE_WORKER_SCHEMA", "gw", StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, Path.GetFileNameWithoutExtension(file) + "_worker.sql"), sql);
        }

        return files.Length;
    }

    private static async Task<string> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    private sealed class NoObserver : IRunObserver
    {
        public void OnEvent(RunEvent runEvent)
        {
        }
    }
}
