using System.Globalization;

namespace PgMigrate.Engine.Running;

/// <summary>Who holds a run's lock, as far as the server shows.</summary>
public sealed record RunLockHolder
{
    /// <summary><see cref="RunLockMode.Advisory"/> or <see cref="RunLockMode.Lease"/>.</summary>
    public RunLockMode Kind { get; init; }

    /// <summary>The database role.</summary>
    public string? User { get; init; }

    /// <summary>Address of the client; null for a local socket, or where it is not known.</summary>
    public string? ClientAddress { get; init; }

    /// <summary>The client's machine as it calls itself, or null.</summary>
    public string? Host { get; init; }

    /// <summary>The client's process on that machine, or null.</summary>
    public int? ClientProcess { get; init; }

    /// <summary>The run: its id, or the first eight digits of it; null when not known.</summary>
    public string? Run { get; init; }

    /// <summary>Since when, by the server's clock.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Its last sign of life, by the server's clock; null when it gave none.</summary>
    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>When a lease runs out unless it is renewed; null for an advisory lock.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Server process that holds an advisory lock; null when only its work is still going on, and for a lease.</summary>
    public int? LockProcess { get; init; }

    /// <summary>Server process that does the work under an advisory lock, or null.</summary>
    public int? WorkProcess { get; init; }

    /// <summary>What that one does: <c>active</c>, <c>idle in transaction</c>, ….</summary>
    public string? WorkState { get; init; }

    /// <summary>True while it gives signs of life: a heartbeat comes about every 15 seconds.</summary>
    public bool IsAlive { get; init; }

    /// <summary>The application name of an advisory lock's session.</summary>
    internal string? ApplicationName { get; init; }

    /// <summary>The lease.</summary>
    internal Guid? Lease { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Kind == RunLockMode.Lease ? Leased() : Advisory();

    private string Leased() =>
        $"user {User} on {Host} (process {ClientProcess?.ToString(CultureInfo.InvariantCulture)}, run {Run}, since {ServerTime.Text(Since)}, "
        + $"last seen {ServerTime.Text(LastSeen)}; its lock runs out at {ServerTime.Text(Expires)} unless it is renewed)";

    private string Advisory()
    {
        if (LockProcess is null)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"process {WorkProcess} of user {User}: an earlier run that lost its lock's connection and is still at work ({WorkState ?? "state not visible"})");
        }

        string work = WorkProcess is null ? "" : string.Create(CultureInfo.InvariantCulture, $"; its work is process {WorkProcess}, {WorkState ?? "state not visible"}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"process {LockProcess} of user {User} from {ClientAddress ?? "a local socket"} (application '{ApplicationName}', connected since {ServerTime.Text(Since)}, last seen {ServerTime.Text(LastSeen)}{work})");
    }
}
