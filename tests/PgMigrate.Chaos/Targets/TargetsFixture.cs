namespace PgMigrate.Chaos.Targets;

/// <summary>The three targets, each started when a test first asks for it.</summary>
public sealed class TargetsFixture : IAsyncLifetime
{
    private readonly Dictionary<string, ChaosTarget> _started = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (ChaosTarget target in _started.Values)
        {
            await target.DisposeAsync();
        }
    }

    internal async Task<ChaosTarget> GetAsync(string name)
    {
        if (!_started.TryGetValue(name, out ChaosTarget? target))
        {
            _started.Add(name, target = await ChaosTarget.StartAsync(name));
        }

        return target;
    }
}
