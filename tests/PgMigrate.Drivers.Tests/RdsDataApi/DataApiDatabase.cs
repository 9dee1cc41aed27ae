using Npgsql;
using PgMigrate.Drivers.RdsDataApi;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

/// <summary>A fresh database behind an emulator.</summary>
internal sealed class DataApiDatabase : IAsyncDisposable
{
    private DataApiDatabase(RdsDataApiEmulator emulator, string connectionString)
    {
        Emulator = emulator;
        ConnectionString = connectionString;
    }

    public RdsDataApiEmulator Emulator { get; }

    /// <summary>The way past the emulator, for looking.</summary>
    public string ConnectionString { get; }

    public static async Task<DataApiDatabase> CreateAsync(SandboxFixture sandbox, RdsDataApiEmulatorOptions? options = null)
    {
        string connectionString = await sandbox.CreateDatabaseAsync();
        string database = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        return new DataApiDatabase(
            await RdsDataApiEmulator.StartAsync(sandbox.Server, (options ?? new RdsDataApiEmulatorOptions()) with { Database = database }), connectionString);
    }

    /// <summary>The same database behind another emulator, as after a failure of the service.</summary>
    public async Task<DataApiDatabase> ReopenAsync(SandboxFixture sandbox) =>
        new(await RdsDataApiEmulator.StartAsync(sandbox.Server, Emulator.Options), ConnectionString);

    /// <summary>Sessions that wait little between tries.</summary>
    public ISqlSessionFactory Sessions(TimeSpan? resumeTimeout = null, bool patient = true) => new RdsDataSessionFactory(
        new RdsDataApiOptions
        {
            ResourceArn = Emulator.Options.ResourceArn,
            SecretArn = Emulator.Options.SecretArn,
            AccessKeyId = Emulator.Options.AccessKeyId,
            SecretAccessKey = Emulator.Options.SecretAccessKey,
            ServiceUrl = Emulator.Endpoint,
            ResumeTimeout = resumeTimeout ?? (patient ? TimeSpan.FromMinutes(1) : TimeSpan.Zero),
        },
        new RdsDataTiming
        {
            FirstPause = TimeSpan.FromMilliseconds(5),
            WatchPause = TimeSpan.FromMilliseconds(50),
            BreakPause = TimeSpan.FromMilliseconds(20),
            ConnectLimit = TestLimit.OneWait,
            CallLimit = TestLimit.OneWait,
        });

    /// <summary>Takes the advisory lock 7, past the emulator, until the connection is closed: what a test wants to stop asks for the same.</summary>
    public async Task<NpgsqlConnection> BlockAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock(7)", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until something waits for that lock.</summary>
    public Task WaitUntilBlockedAsync(Task running) => TestLimit.UntilAsync(
        async () =>
        {
            Assert.False(running.IsCompleted, $"It ended before it came to the lock: {running.Exception}");
            return await ScalarAsync(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") != "0";
        },
        "something that waits for the lock");

    /// <summary>Statements that the emulator was sent, our mark taken off, with transaction calls by their names.</summary>
    public IReadOnlyList<string> Calls => [.. Emulator.Calls.Select(call => call.Sql is { } sql
        ? sql.StartsWith("/* pgmigrate ", StringComparison.Ordinal) ? sql[(sql.IndexOf("*/ ", StringComparison.Ordinal) + 3)..] : sql
        : call.Operation.ToString())];

    public async Task<string?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => Emulator.DisposeAsync();
}
