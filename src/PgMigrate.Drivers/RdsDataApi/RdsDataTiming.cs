namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>How long a session waits between tries.</summary>
internal sealed record RdsDataTiming
{
    /// <summary>The first pause; each is twice the one before.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long calls wait after the last of several failures in a row.</summary>
    public TimeSpan BreakPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks at a statement that outlived its call.</summary>
    public TimeSpan WatchPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait for a statement to end after it was cancelled, or for a transaction to be free for its roll back.</summary>
    public TimeSpan EndLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for a connection. TCP itself asks again after 1, 3 and 7 s.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the answer of a call. The service ends one after 45 s; what takes much longer is lost on the way.</summary>
    public TimeSpan CallLimit { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>Measures and waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
