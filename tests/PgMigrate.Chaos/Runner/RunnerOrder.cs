using PgMigrate.Engine.Running;

namespace PgMigrate.Chaos.Runner;

/// <summary>One order to a runner: apply a folder.</summary>
internal sealed record RunnerOrder(TargetAddress Address, string Folder)
{
    /// <summary>What an operator answered to a statement in doubt.</summary>
    public ResumeChoice Resume { get; init; }

    /// <summary>How long to wait for another run's lock.</summary>
    public int LockTimeoutSeconds { get; init; } = 120;

    /// <summary>Runs at once in this process, each with sessions of its own.</summary>
    public int Runs { get; init; } = 1;

    /// <summary>
    /// The same for a run that must succeed: what waits, waits as long as a machine may stand still. A disturbed run gives up early instead, so that
    /// the campaign goes on.
    /// </summary>
    public RunnerOrder Undisturbed() => this with { LockTimeoutSeconds = 240, Address = Address with { IsPatient = true } };
}
