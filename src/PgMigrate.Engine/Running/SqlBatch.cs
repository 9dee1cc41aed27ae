namespace PgMigrate.Engine.Running;

/// <summary>Commands to send in order, in as few round trips as the target allows; the first failure ends it.</summary>
/// <param name="Commands">The commands. An index in a <see cref="SqlFailure"/> counts these alone.</param>
public sealed record SqlBatch(IReadOnlyList<SqlCommand> Commands)
{
    /// <summary>A batch of these commands.</summary>
    public SqlBatch(params SqlCommand[] commands)
        : this((IReadOnlyList<SqlCommand>)commands)
    {
    }

    /// <summary>Starts a transaction before the first command.</summary>
    public bool Begin { get; init; }

    /// <summary>Commits the open transaction after the last command.</summary>
    public bool Commit { get; init; }

    /// <summary>
    /// Doing it twice is the same as doing it once, so that a target which lost the answer may send it again. Never set for a
    /// migration's own statements.
    /// </summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Cancels the statement under way after this long; null means no limit of the client's own.</summary>
    public TimeSpan? Timeout { get; init; }
}
