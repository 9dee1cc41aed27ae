using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Running;

/// <summary>Keeps every event of a run, and can act on one.</summary>
internal sealed class RecordingObserver : IRunObserver
{
    private readonly Lock _gate = new();
    private readonly List<RunEvent> _events = [];

    /// <summary>Called with each event, on the thread that tells it.</summary>
    public Action<RunEvent>? OnEach { get; set; }

    public IReadOnlyList<RunEvent> Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public IEnumerable<T> Of<T>()
        where T : RunEvent => Events.OfType<T>();

    public void OnEvent(RunEvent runEvent)
    {
        lock (_gate)
        {
            _events.Add(runEvent);
        }

        OnEach?.Invoke(runEvent);
    }
}
