using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PgMigrate.Chaos.Runner;
using PgMigrate.Engine.Running;

namespace PgMigrate.Chaos.Targets;

/// <summary>A database that is disturbed, seen from behind: past the proxy and past the stand-in.</summary>
internal sealed class ChaosDatabase(
    ChaosTarget target, string connectionString, Func<bool, TargetAddress> address, IAsyncDisposable? standIn = null) : IAsyncDisposable
{
    /// <summary>Longest wait for the server to finish what it was sent.</summary>
    private static readonly TimeSpan Limit = RunnerProcess.Limit;

    public ChaosTarget Owner => target;

    public string ConnectionString { get; } = new NpgsqlConnectionStringBuilder(connectionString)
    {
        Pooling = false,
        ApplicationName = "chaos",
        Timeout = (int)Limit.TotalSeconds,
        CommandTimeout = (int)Limit.TotalSeconds,
    }.ConnectionString;

    public TargetAddress Address(bool proxied) => address(proxied);

    public RunnerOrder Order(bool proxied = false) => new(Address(proxied), target.Script.Folder);

    public async Task<IReadOnlyList<string>> QueryAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(at => Convert.ToString(reader.GetValue(at), CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    public Task ExecuteAsync(string sql) => QueryAsync(sql);

    public async Task<bool> IsAsync(string condition) => (await QueryAsync($"SELECT {condition}"))[0] == "True";

    /// <summary>
    /// Waits until the server has nothing under way for a runner: what was sent before a cut may still be done. Not to be called while a run is at work.
    /// </summary>
    public Task WaitForSilenceAsync() => WaitForAsync(
        "NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' "
        + "AND application_name NOT IN ('chaos', 'PgMigrate DSQL simulator') AND pid <> pg_backend_pid())",
        target.EndLeftovers);

    public async Task WaitForAsync(string condition, Action? urge = null)
    {
        for (long start = Stopwatch.GetTimestamp(); !await IsAsync(condition); await Task.Delay(20))
        {
            urge?.Invoke();
            if (Stopwatch.GetElapsedTime(start) > Limit)
            {
                IReadOnlyList<string> rows = await QueryAsync(
                    "SELECT pid, state, application_name, wait_event, query FROM pg_stat_activity WHERE datname = current_database()");
                throw new ChaosException($"It never came to {condition}:\n{string.Join('\n', rows)}");
            }
        }
    }

    /// <summary>Ends the lease of a runner that is known to be dead, as an operator may; elsewhere the server has freed the lock itself.</summary>
    public async Task FreeLeaseAsync()
    {
        if (target.Target != SqlTarget.PostgreSql && await IsAsync("to_regclass('migration_log_lock') IS NOT NULL"))
        {
            await ExecuteAsync("UPDATE migration_log_lock SET expires_at = clock_timestamp()");
        }
    }

    /// <summary>All that the migrations made, in a form that can be compared: schema and rows, without history and counts.</summary>
    public async Task<string> DumpAsync()
    {
        string own = Path.Combine(target.Server.Binaries.BinFolder, "pg_dump");
        var start = new ProcessStartInfo(File.Exists(own) ? own : "pg_dump",
            ["--inserts", "--exclude-table=migration_log*", "--exclude-table=counted", "--exclude-schema=sys", "--no-owner", "--dbname=" + Uri()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Limit);
        if (process.ExitCode != 0)
        {
            throw new ChaosException("pg_dump: " + await errors);
        }

        // The order of rows is that of their places on disk; \restrict has a random key.
        return string.Join('\n', (await output).Split('\n').Where(line => !line.StartsWith('\\') && !line.StartsWith("--", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (standIn is not null)
        {
            await standIn.DisposeAsync();
        }

        var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres" }.ConnectionString);
        await connection.OpenAsync();
        for (long start = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await using var command = new NpgsqlCommand($"DROP DATABASE {settings.Database} WITH (FORCE)", connection);
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ObjectInUse && Stopwatch.GetElapsedTime(start) < Limit)
            {
                // FORCE ends the sessions and gives them five seconds; on a busy machine they take longer.
            }
        }
    }

    private string Uri()
    {
        var settings = new NpgsqlConnectionStringBuilder(ConnectionString);
        return $"postgresql://{settings.Username}:{settings.Password}@{settings.Host}:{settings.Port}/{settings.Database}?sslmode=disable";
    }
}
