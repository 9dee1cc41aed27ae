namespace PgMigrate.Engine.Running;

/// <summary>Receives what happens in a run, in order, on any thread, never two at once.</summary>
public interface IRunObserver
{
    /// <summary>Takes one event. Must return quickly and not throw.</summary>
    /// <param name="runEvent">What happened.</param>
    void OnEvent(RunEvent runEvent);
}
