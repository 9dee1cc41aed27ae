using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Tests.Running;

/// <summary>A session without a database: the test answers each batch.</summary>
internal sealed class ScriptedSession(Func<string, CancellationToken, Task<SqlRow[]>> answer) : ISqlSession, ISqlSessionFactory
{
    public SqlTarget Target { get; init; } = SqlTarget.RdsDataApi;

    public string Description => "a test";

    public bool InTransaction => false;

    public bool IsConnected => true;

    public bool IsDisposed { get; private set; }

    public Action<SqlNotice>? NoticeReceived { get; set; }

    public long RoundTrips => 0;

    /// <summary>What listening does; by default it waits for its token.</summary>
    public Func<CancellationToken, Task> Watch { get; init; } = token => Task.Delay(Timeout.Infinite, token);

    public Task<ISqlSession> OpenAsync(CancellationToken cancellationToken = default) => Task.FromResult<ISqlSession>(this);

    public async Task ExecuteAsync(SqlBatch batch, CancellationToken cancellationToken = default) => await QueryAsync(batch, cancellationToken);

    public async Task<IReadOnlyList<IReadOnlyList<SqlRow>>> QueryAsync(SqlBatch batch, CancellationToken cancellationToken = default) =>
        [await answer(batch.Commands[^1].Text.ToString(), cancellationToken)];

    public Task RollbackAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task WatchAsync(CancellationToken cancellationToken) => Watch(cancellationToken);

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
