namespace PgMigrate.Engine.Linting;

/// <summary>How much of a script the rules understand.</summary>
public sealed record LintCoverage
{
    /// <summary>Statements up to the place where the script cannot be read.</summary>
    public required int StatementCount { get; init; }

    /// <summary>First lines of the statements whose kind is not known, cut at 120 characters, secrets taken out.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }

    /// <summary>Statements whose kind is known, be it one that no rule looks into.</summary>
    public int KnownCount => StatementCount - Unknown.Count;

    /// <summary>Known ones of all, from 0 to 1; 1 for a script without statements.</summary>
    public double Share => StatementCount == 0 ? 1 : (double)KnownCount / StatementCount;
}
