namespace PgMigrate.Drivers.Postgres;

/// <summary>
/// Stands between a caller's token and Npgsql. A cancellation that meets a connection just when that breaks makes Npgsql throw an
/// <see cref="ObjectDisposedException"/> out of its callback, and so out of whoever cancels: the end of a run, a timer, Ctrl+C. The
/// operation fails by itself then, as one whose connection is lost.
/// </summary>
internal sealed class CancellationRelay : IDisposable
{
    private readonly CancellationTokenSource _inner = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly Func<bool> _isConnected;

    /// <param name="outer">The caller's token.</param>
    /// <param name="isConnected">Whether the connection is there; where it is the exception is passed on, for nothing else would end the operation.</param>
    public CancellationRelay(CancellationToken outer, Func<bool> isConnected)
    {
        _isConnected = isConnected;
        _registration = outer.UnsafeRegister(static relay => ((CancellationRelay)relay!).Cancel(), this);
    }

    /// <summary>The token for Npgsql.</summary>
    public CancellationToken Token => _inner.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _inner.Dispose();
    }

    private void Cancel()
    {
        try
        {
            _inner.Cancel();
        }
        catch (AggregateException error) when (!_isConnected() && error.Flatten().InnerExceptions.All(inner => inner is ObjectDisposedException))
        {
            // The connection is gone, and with it what was to be cancelled.
        }
    }
}
