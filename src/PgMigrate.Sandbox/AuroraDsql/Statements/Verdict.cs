namespace PgMigrate.Sandbox.AuroraDsql.Statements;

/// <summary>What the simulator does with a statement.</summary>
/// <param name="Class">What it counts as.</param>
internal sealed record Verdict(StatementClass Class)
{
    /// <summary>The error that it gets, whatever transaction it stands in; null when it is taken.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What PostgreSQL runs in its place; null for the statement itself.</summary>
    public string? Rewrite { get; init; }

    /// <summary>The statement.</summary>
    public string Text { get; init; } = "";

    /// <summary>A refused statement.</summary>
    public static Verdict Refused(Refusal refusal) => new(StatementClass.Read) { Refusal = refusal };
}
