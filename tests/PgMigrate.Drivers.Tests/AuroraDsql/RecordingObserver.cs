using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>Keeps every event, and calls back on each.</summary>
internal sealed class RecordingObserver(Action<RunEvent>? onEvent = null) : IRunObserver
{
    private readonly List<RunEvent> _events = [];

    public IReadOnlyList<RunEvent> Events => _events;

    public IEnumerable<string> Notices => _events.OfType<RunEvent.ServerMessage>().Select(message => message.Notice.Message);

    public void OnEvent(RunEvent runEvent)
    {
        lock (_events)
        {
            _events.Add(runEvent);
        }

        onEvent?.Invoke(runEvent);
    }
}
