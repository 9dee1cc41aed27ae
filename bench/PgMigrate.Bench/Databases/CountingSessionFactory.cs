using PgMigrate.Engine.Running;

namespace PgMigrate.Bench.Databases;

/// <summary>Adds up the round trips of all sessions it opened.</summary>
internal sealed class CountingSessionFactory(ISqlSessionFactory inner) : ISqlSessionFactory
{
    private readonly List<ISqlSession> _opened = [];

    public SqlTarget Target => inner.Target;

    public string Description => inner.Description;

    public long RoundTrips => _opened.Sum(session => session.RoundTrips);

    public async Task<ISqlSession> OpenAsync(CancellationToken cancellationToken = default)
    {
        ISqlSession session = await inner.OpenAsync(cancellationToken);
        _opened.Add(session);
        return session;
    }
}
