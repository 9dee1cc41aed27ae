using System.Globalization;

namespace PgMigrate.Engine.Running;

/// <summary>Another run held the lock for as long as this one would wait.</summary>
/// <param name="holder">Who holds it.</param>
/// <param name="waited">How long was waited.</param>
public sealed class RunLockedException(string holder, TimeSpan waited)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"Another migration run holds the lock: {holder}. Waited {waited.TotalSeconds:0.#} s."))
{
    /// <summary>Who holds it: process, user, address, since when.</summary>
    public string Holder { get; } = holder;

    /// <summary>What to do.</summary>
    public string Remedy { get; init; } =
        "Wait for the other run to end, or give a longer -LockTimeout. If it is dead, Unlock-Migration frees its lock by ending its server "
        + "process, as SELECT pg_terminate_backend(<process>) does.";
}
