using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A column of type timestamp.</summary>
internal sealed class TimestampWithoutTimeZoneRule : ColumnRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "timestamp-without-time-zone",
        Title = "Column of type timestamp without time zone",
        Triggers = "A column of type timestamp without time zone, new or changed to it.",
        Effect = "The moment it means depends on who reads it: sessions with other time zones write and read other moments.",
        Instead = "Use timestamptz.",
        Rewrite = "Makes it timestamptz. Needs review: programs that write local times must say so.",
        Targets = RuleMetadata.AllTargets,
        DefaultSeverity = LintSeverity.Information,
        Aliases = ["prefer-timestamp-tz", "prefer-timestamptz"],
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        foreach (ColumnDefinition column in ColumnsOf(statement))
        {
            if (column.Type.Name == "timestamp without time zone")
            {
                context.Report(this, statement, column.Type.Span, $"Column {column.Name} holds no moment, for it knows no time zone; timestamptz does.", rewrite: TypeFixes.WithTimeZone(statement, column));
            }
        }
    }
}
