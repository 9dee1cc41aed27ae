using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting;

/// <summary>What people and configuration need to know of a rule. The texts are those of its page in <c>docs/rules</c>.</summary>
public sealed record RuleMetadata
{
    /// <summary>Every target there is.</summary>
    public static IReadOnlyList<SqlTarget> AllTargets { get; } = Enum.GetValues<SqlTarget>();

    /// <summary>The targets that are PostgreSQL, with its locks and its catalog.</summary>
    public static IReadOnlyList<SqlTarget> PostgresTargets { get; } = [SqlTarget.PostgreSql, SqlTarget.RdsDataApi];

    /// <summary>Its name in kebab-case; stable for ever.</summary>
    public required string Id { get; init; }

    /// <summary>One line of what it finds.</summary>
    public required string Title { get; init; }

    /// <summary>When it fires and when not.</summary>
    public required string Triggers { get; init; }

    /// <summary>What happens to those who go on regardless.</summary>
    public required string Effect { get; init; }

    /// <summary>What to write instead.</summary>
    public required string Instead { get; init; }

    /// <summary>The targets it is checked for.</summary>
    public required IReadOnlyList<SqlTarget> Targets { get; init; }

    /// <summary>Its severity unless the options say otherwise.</summary>
    public required LintSeverity DefaultSeverity { get; init; }

    /// <summary>
    /// Names other linters have for it (squawk, pgfence, strong_migrations, dsql-lint), taken wherever an id is. Several rules may
    /// share one.
    /// </summary>
    public required IReadOnlyList<string> Aliases { get; init; }

    /// <summary>The lock PostgreSQL takes on the table while it runs (manual, 13.3.1), or null when locks are not the point.</summary>
    public string? Lock { get; init; }

    /// <summary>What <c>-Fix</c> writes, when it is safe and when it needs review; null when only people can mend it.</summary>
    public string? Rewrite { get; init; }

    /// <summary>What more there is to know: evidence, versions, how to allow it. Null for nothing.</summary>
    public string? Notes { get; init; }

    /// <summary>The day on which the service began to take what the rule finds, or null while it still refuses.</summary>
    public DateOnly? AllowedSince { get; init; }

    /// <summary>
    /// The version from which PostgreSQL does no more what the rule warns of, or null when every version does. The rule is checked when
    /// <see cref="LintOptions.MinimumServerVersion"/> is older.
    /// </summary>
    public ServerVersion? EndedWith { get; init; }

    /// <summary>
    /// The first version that does it; null when all before <see cref="EndedWith"/> do. The rule is not checked when
    /// <see cref="LintOptions.MinimumServerVersion"/> is of an older major version.
    /// </summary>
    public ServerVersion? BeganWith { get; init; }

    /// <summary>What its findings are about; default: a statement.</summary>
    public RuleScope Scope { get; init; }

    /// <summary>What the size of the table changes in its findings, where it is known; default: nothing.</summary>
    public RuleSizeEffect SizeEffect { get; init; }

    /// <summary>True when it finds something only with the facts of a database, <c>Test-MigrationSql -Connection</c>; default: no.</summary>
    public bool NeedsConnection { get; init; }

    /// <summary>
    /// True when it also looks at the statements in the bodies of functions and procedures; default: no, for those do not run when the
    /// migration does.
    /// </summary>
    public bool ChecksRoutines { get; init; }

    /// <summary>True when it also looks at the undo section; default: no, undoing may drop what was made.</summary>
    public bool AppliesToUndo { get; init; }

    /// <summary>
    /// True when it leaves alone the statements inside DO blocks; default: no, a block runs them. For rules about running again, which a
    /// block's IF or EXCEPTION takes care of.
    /// </summary>
    public bool SkipsBodies { get; init; }

    /// <summary>True when it can be neither suppressed, nor left out, nor lowered, because no run could succeed; default: no.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Its page, from the root of the repository.</summary>
    public string DocumentationPath => $"docs/rules/{Id}.md";

    /// <inheritdoc/>
    public override string ToString() => Id;
}
