using PgMigrate.Engine.Linting.Facts;
using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting;

/// <summary>What to check and how strictly. Rules are named by id or alias.</summary>
public sealed record LintOptions
{
    /// <summary>The kind of database; default PostgreSQL.</summary>
    public SqlTarget Target { get; init; } = SqlTarget.PostgreSql;

    /// <summary>The rules to check, and no others; empty for all. Required rules are always checked.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>In <see cref="ExcludedRules"/>, all but the required ones.</summary>
    public const string AllRules = "*";

    /// <summary>Rules to leave out; stronger than <see cref="Rules"/>. <see cref="AllRules"/> for all of them.</summary>
    public IReadOnlyList<string> ExcludedRules { get; init; } = [];

    /// <summary>Findings below it are dropped and not counted; default: none.</summary>
    public LintSeverity MinimumSeverity { get; init; } = LintSeverity.Information;

    /// <summary>Severities that differ from the rules' own.</summary>
    public IReadOnlyDictionary<string, LintSeverity> Severities { get; init; } = new Dictionary<string, LintSeverity>();

    /// <summary>
    /// The day whose services are meant: Aurora DSQL learns statements as time goes by, and a rule that ended counts for days before its
    /// end. Null for the newest that is known.
    /// </summary>
    public DateOnly? RulesetDate { get; init; }

    /// <summary>
    /// The oldest server the SQL must run on; rules about what newer servers do no more, or older ones not yet, follow it. Null when nobody
    /// says: then a server is one whose releases PostgreSQL still maintained in 2026.
    /// </summary>
    public ServerVersion? MinimumServerVersion { get; init; }

    /// <summary>True when the run sets <c>lock_timeout</c> for every migration; default: no.</summary>
    public bool HasLockTimeout { get; init; }

    /// <summary>True when the run sets <c>statement_timeout</c> for every migration; default: no.</summary>
    public bool HasStatementTimeout { get; init; }

    /// <summary>What is known of the schema before the script runs: from the migrations before it, from a database, or nothing.</summary>
    public SchemaFacts Schema { get; init; } = SchemaFacts.Unknown;

    /// <summary>Which tables are small and which large, where <see cref="Schema"/> knows their sizes.</summary>
    public TableSizeLimits TableSizes { get; init; } = new();

    /// <summary>Address of the folder on the web that holds <c>docs/rules</c>, for <see cref="LintDiagnostic.HelpUri"/>; null when there is none.</summary>
    public Uri? DocumentationAddress { get; init; }
}
