using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting;

/// <summary>How much of a script the rules understand.</summary>
public sealed record LintCoverage
{
    /// <summary>Statements up to the place where the script cannot be read.</summary>
    public required int StatementCount { get; init; }

    /// <summary>The statements whose kind is not known, in the order of their places; no rule looked into them.</summary>
    public required IReadOnlyList<UnknownStatement> Unknown { get; init; }

    /// <summary>Statements whose kind is known, be it one that no rule looks into.</summary>
    public int KnownCount => StatementCount - Unknown.Count;

    /// <summary>Known ones of all, from 0 to 1; 1 for a script without statements.</summary>
    public double Share => StatementCount == 0 ? 1 : (double)KnownCount / StatementCount;

    internal static LintCoverage Of(IReadOnlyCollection<LintStatement> statements) => new()
    {
        StatementCount = statements.Count,
        Unknown = statements.Where(statement => statement.Parsed is OpaqueStatement { IsKnown: false })
            .Select(statement => new UnknownStatement(LintContext.Plain(statement.FirstLine), statement.Statement.Position)).ToArray(),
    };

    /// <summary><c>39 of 40 statements known</c>.</summary>
    public override string ToString() => $"{KnownCount} of {StatementCount} statements known";
}
