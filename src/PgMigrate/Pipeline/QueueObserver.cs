using PgMigrate.Engine.Running;

namespace PgMigrate.Pipeline;

/// <summary>Passes a run's events on to the pump.</summary>
/// <param name="post">Takes them from any thread.</param>
internal sealed class QueueObserver(Action<RunEvent> post) : IRunObserver
{
    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent) => post(runEvent);
}
