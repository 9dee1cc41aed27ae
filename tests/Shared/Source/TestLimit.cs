namespace PgMigrate.Testing;

/// <summary>What a test may take that waits for servers and processes. It guards against waiting for ever, and measures nothing.</summary>
internal static class TestLimit
{
    /// <summary>Ten minutes, in milliseconds: many times what any test takes on a crowded machine.</summary>
    public const int Milliseconds = 600_000;

    /// <summary>Five minutes for one thing to happen within a test.</summary>
    public static readonly TimeSpan OneWait = TimeSpan.FromMinutes(5);

    /// <summary>Asks again and again until the answer is yes.</summary>
    /// <param name="condition">The question.</param>
    /// <param name="what">What is waited for, for the message of the failure.</param>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        long start = Environment.TickCount64;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 - start < OneWait.TotalMilliseconds, $"In {OneWait.TotalMinutes} minutes this did not happen: {what}.");
            await Task.Delay(20);
        }
    }

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, string)"/>
    public static Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);
}
