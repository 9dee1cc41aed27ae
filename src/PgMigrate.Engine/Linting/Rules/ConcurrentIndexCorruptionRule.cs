using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index is built concurrently by a server that may lose rows in it.</summary>
internal sealed class ConcurrentIndexCorruptionRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "concurrent-index-corruption",
        Title = "CONCURRENTLY on PostgreSQL 14.0 to 14.3",
        Triggers = "CREATE INDEX and REINDEX with CONCURRENTLY, when MinimumServerVersion is 14.0 to 14.3. A version of '14' alone means one with all its corrections.",
        Effect = "Rows that are changed while the index is built may be missing in it: queries that use it do not find them, and a unique one takes doubles.",
        Instead = "Update the server to 14.4 or newer, and then REINDEX what was built before; or build without CONCURRENTLY.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Warning,
        Aliases = ["add_index_corruption"],
        Notes = "Source: release notes of PostgreSQL 14.4.",
        BeganWith = new ServerVersion(14, 0),
        EndedWith = new ServerVersion(14, 4),
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is CreateIndexStatement { IsConcurrent: true } or MaintenanceStatement { Command: "REINDEX", IsConcurrent: true })
        {
            context.Report(this, statement, statement.Parsed.Head, $"PostgreSQL {context.Options.MinimumServerVersion} may leave rows out of an index that is built concurrently.");
        }
    }
}
