namespace PgMigrate.Engine.Running;

/// <summary>
/// Tells an observer one thing at a time: what the server says comes on the work's thread, who is in the way on that of the look at it.
/// </summary>
internal sealed class SerialObserver(IRunObserver observer) : IRunObserver
{
    private readonly object _gate = new();

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
        lock (_gate)
        {
            observer.OnEvent(runEvent);
        }
    }
}
