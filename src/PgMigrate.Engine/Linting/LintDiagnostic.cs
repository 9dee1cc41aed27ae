using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>One finding of a rule, with its place and what to do.</summary>
public sealed record LintDiagnostic
{
    /// <summary>The rule's id.</summary>
    public required string RuleId { get; init; }

    /// <summary>How much it matters, after the options.</summary>
    public required LintSeverity Severity { get; init; }

    /// <summary>The problem.</summary>
    public required string Message { get; init; }

    /// <summary>What to do instead.</summary>
    public required string Fix { get; init; }

    /// <summary>What <see cref="LintFixer"/> would do about it, with offsets in the file; null when only people can mend it.</summary>
    public LintFix? Rewrite { get; init; }

    /// <summary>Full path of the file, or null for a text that came from none.</summary>
    public required string? Path { get; init; }

    /// <summary>Where its mark starts.</summary>
    public required SourcePosition Position { get; init; }

    /// <summary>Where its mark ends: the place just after.</summary>
    public required SourcePosition EndPosition { get; init; }

    /// <summary>Line of <see cref="Position"/>, from 1.</summary>
    public int Line => Position.Line;

    /// <summary>Column of <see cref="Position"/>, in code points from 1.</summary>
    public int Column => Position.Column;

    /// <summary>First line of the statement it is about, cut at 120 characters, secrets taken out; null when it is about none.</summary>
    public required string? StatementText { get; init; }

    /// <summary>Index of that statement in its script, from 0, or null.</summary>
    public required int? StatementIndex { get; init; }

    /// <summary>The kind of database it was checked for.</summary>
    public required SqlTarget Target { get; init; }

    /// <summary>The rule's page: full path of its file where the module has it, else its path from the root of the repository.</summary>
    public string DocumentationPath => RulePages.PathOf(Page);

    /// <summary>Address of the rule's page: on the web where one is known, else that of its file; null when there is neither.</summary>
    public Uri? HelpUri { get; init; }

    /// <summary>The rule's page, from the root of the repository.</summary>
    public required string Page { get; init; }

    /// <summary>True when it was seen on a running server, not read from the text.</summary>
    public bool IsObserved { get; init; }

    /// <summary>
    /// What the database of <c>-Connection</c> said that the finding or its severity rests on: <c>public.orders has about 1,200,000 rows, 310 MB</c>.
    /// Null when it rests on files alone.
    /// </summary>
    public string? LiveFacts { get; init; }

    /// <summary>The line of the mark's start for people to see, or null when there is no text to show.</summary>
    internal SourceExcerpt? Excerpt { get; init; }

    /// <summary><c>path:line:column: severity rule-id: message</c>, as compilers write it.</summary>
    public override string ToString() =>
        $"{Path ?? "<sql>"}:{Position.Line}:{Position.Column}: {Severity.ToString().ToLowerInvariant()} {RuleId}: {Message}";
}
