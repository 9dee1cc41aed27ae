using Amazon.Runtime;
using Npgsql;
using PgMigrate.Drivers.RdsDataApi.Service;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Sandbox.Tests.RdsDataApi;

/// <summary>The service's own time limits, to the second, on a clock that is moved by hand.</summary>
[Collection(SandboxCollection.Name)]
public sealed class EmulatorClockTests(SandboxFixture sandbox) : IAsyncLifetime
{
    private const string Sleepers = "SELECT pid FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active'";

    private readonly ManualTime _time = new();
    private RdsDataApiEmulator _emulator = null!;
    private AmazonRDSDataServiceClient _client = null!;

    public async Task InitializeAsync()
    {
        if (PostgresAvailability.SkipReason is not null)
        {
            return;
        }

        // Requests are signed by the real clock, which the hand-moved one leaves behind.
        await StartAsync(new RdsDataApiEmulatorOptions());
    }

    private async Task StartAsync(RdsDataApiEmulatorOptions options)
    {
        await DisposeAsync();
        _emulator = await NewEmulator.StartAsync(sandbox, options with { Time = new LimitsOnly(_time) });
        _client = new AmazonRDSDataServiceClient(
            new BasicAWSCredentials(_emulator.Options.AccessKeyId, _emulator.Options.SecretAccessKey),
            new AmazonRDSDataServiceConfig
            {
                ServiceURL = _emulator.Endpoint.ToString(),
                AuthenticationRegion = _emulator.Options.Region,
                MaxErrorRetry = 0,
            });
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (_emulator is not null)
        {
            await _emulator.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task A_call_takes_45_seconds_and_no_longer()
    {
        Task<ExecuteStatementResponse> running = _client.ExecuteStatementAsync(Statement("SELECT pg_sleep(600)", null));
        await WaitUntilAsync($"SELECT EXISTS ({Sleepers})");

        _time.Advance(TimeSpan.FromSeconds(44));
        Assert.False(running.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<StatementTimeoutException>(() => running);
        Assert.True(error.DbConnectionId > 0);
        await WaitUntilAsync($"SELECT NOT EXISTS ({Sleepers})");
    }

    [PostgresFact]
    public async Task A_statement_that_survives_its_cancellation_is_cancelled_again()
    {
        const string stubborn =
            "DO $$BEGIN BEGIN PERFORM pg_sleep(3600); EXCEPTION WHEN query_canceled THEN NULL; END; PERFORM pg_sleep(3600); END$$";
        Task<ExecuteStatementResponse> running = _client.ExecuteStatementAsync(Statement(stubborn, null));
        await WaitUntilAsync("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query LIKE 'DO $$BEGIN BEGIN PERFORM%' AND wait_event = 'PgSleep')");

        _time.Advance(TimeSpan.FromSeconds(45));

        await Assert.ThrowsAsync<StatementTimeoutException>(() => running.WaitAsync(TestLimit.OneWait));
    }

    [PostgresFact]
    public async Task A_transaction_may_be_idle_for_3_minutes_and_live_for_24_hours()
    {
        string idle = await BeginAsync();
        _time.Advance(TimeSpan.FromSeconds(179));
        await _client.ExecuteStatementAsync(Statement("SELECT 1", idle));
        _time.Advance(TimeSpan.FromSeconds(179));
        Assert.Equal(1, _emulator.OpenTransactions);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<TransactionNotFoundException>(() => _client.ExecuteStatementAsync(Statement("SELECT 1", idle)));

        string old = await BeginAsync();
        for (int minute = 0; minute < (24 * 60) - 2; minute += 2)
        {
            _time.Advance(TimeSpan.FromMinutes(2));
            await _client.ExecuteStatementAsync(Statement("SELECT 1", old));
        }

        _time.Advance(TimeSpan.FromMinutes(2));
        await Assert.ThrowsAsync<TransactionNotFoundException>(() => _client.ExecuteStatementAsync(Statement("SELECT 1", old)));
    }

    [PostgresFact]
    public async Task A_call_under_way_is_no_idle_time()
    {
        string id = await BeginAsync();
        ExecuteStatementRequest statement = Statement("SELECT pg_sleep(600)", id);
        statement.ContinueAfterTimeout = true;
        Task<ExecuteStatementResponse> running = _client.ExecuteStatementAsync(statement);
        await WaitUntilAsync($"SELECT EXISTS ({Sleepers})");
        _time.Advance(TimeSpan.FromSeconds(45));
        await Assert.ThrowsAsync<StatementTimeoutException>(() => running);

        _time.Advance(TimeSpan.FromSeconds(179));
        Assert.Equal(1, _emulator.OpenTransactions);
        _time.Advance(TimeSpan.FromSeconds(1));
        await TestLimit.UntilAsync(() => _emulator.OpenTransactions == 0, "the end of a transaction that nobody asks for");
        await WaitUntilAsync($"SELECT bool_and(pg_cancel_backend(pid)) FROM ({Sleepers}) AS s");
    }

    [PostgresFact]
    public async Task A_call_whose_transaction_ends_is_answered()
    {
        await StartAsync(new RdsDataApiEmulatorOptions { TransactionLimit = TimeSpan.FromSeconds(30) });
        for (int round = 0; round < 20; round++)
        {
            string id = await BeginAsync();
            Task<ExecuteStatementResponse> running = _client.ExecuteStatementAsync(Statement("SELECT pg_sleep(600)", id));
            await WaitUntilAsync($"SELECT EXISTS ({Sleepers})");
            _time.Advance(TimeSpan.FromSeconds(30));
            await WaitUntilAsync($"SELECT bool_and(pg_cancel_backend(pid)) FROM ({Sleepers}) AS s");

            await Assert.ThrowsAsync<DatabaseUnavailableException>(() => running.WaitAsync(TestLimit.OneWait));
        }
    }

    private async Task<string> BeginAsync() => (await _client.BeginTransactionAsync(
        new BeginTransactionRequest { ResourceArn = _emulator.Options.ResourceArn, SecretArn = _emulator.Options.SecretArn })).TransactionId!;

    private ExecuteStatementRequest Statement(string sql, string? transaction) => new()
    {
        ResourceArn = _emulator.Options.ResourceArn,
        SecretArn = _emulator.Options.SecretArn,
        Sql = sql,
        TransactionId = transaction,
    };

    private async Task WaitUntilAsync(string question)
    {
        await using var connection = new NpgsqlConnection(sandbox.Server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(question, connection);
        while (await command.ExecuteScalarAsync() is not true)
        {
            await Task.Delay(20);
        }
    }
}
