namespace PgMigrate.Testing.Contracts;

/// <summary>Lets a number of tasks start at one moment; unlike a Barrier it blocks no thread of the pool.</summary>
internal sealed class StartLine(int runners)
{
    private readonly TaskCompletionSource _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = runners;

    public Task WaitAsync()
    {
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _start.SetResult();
        }

        return _start.Task;
    }
}
