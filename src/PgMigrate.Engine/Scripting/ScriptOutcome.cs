namespace PgMigrate.Engine.Scripting;

/// <summary>The statements of one direction of a script, or why there are none.</summary>
public sealed record ScriptOutcome
{
    /// <summary>The statements in order; empty when it failed.</summary>
    public IReadOnlyList<ScriptStatement> Statements { get; init; } = [];

    /// <summary>False when the script wants its statements outside a transaction.</summary>
    public bool UsesTransaction { get; init; } = true;

    /// <summary>Why there are no statements, or null.</summary>
    public ScriptFailure? Failure { get; init; }
}
