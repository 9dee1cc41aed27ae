using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

/// <summary>Keeps what a run tells.</summary>
internal sealed class EventList : IRunObserver
{
    private readonly List<RunEvent> _events = [];

    public IReadOnlyList<RunEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public void OnEvent(RunEvent runEvent)
    {
        lock (_events)
        {
            _events.Add(runEvent);
        }
    }
}
