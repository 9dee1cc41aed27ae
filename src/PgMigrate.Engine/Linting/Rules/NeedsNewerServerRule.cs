using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A statement is written in words that the oldest server does not know.</summary>
internal sealed class NeedsNewerServerRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "needs-newer-server",
        Title = "Syntax of a newer server than the oldest one",
        Triggers = "With MinimumServerVersion in the settings: INCLUDE and CREATE PROCEDURE before 11; GENERATED … STORED and REINDEX CONCURRENTLY before 12; DETACH PARTITION CONCURRENTLY, CREATE OR REPLACE TRIGGER and BEGIN ATOMIC before 14; MERGE, NULLS NOT DISTINCT and SET ACCESS METHOD before 15; NOT NULL as a constraint of ALTER TABLE, and GENERATED … VIRTUAL before 18; REPACK before 19.",
        Effect = "The server refuses with 42601 (syntax error), in the middle of a deployment when only one of several servers is old.",
        Instead = "Write it in the words of the oldest server, or raise MinimumServerVersion when that server is gone.",
        Targets = RuleMetadata.PostgresTargets,
        DefaultSeverity = LintSeverity.Error,
        Aliases = [],
        Notes = "Source: the release notes of PostgreSQL 11 to 19.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (context.Options.MinimumServerVersion is { } oldest && NeedOf(statement) is { } need && oldest.Major < need.Major)
        {
            context.Report(this, statement, statement.Parsed.Head, $"{need.What} needs PostgreSQL {need.Major}; the oldest server is {oldest}.");
        }
    }

    /// <summary>The newest thing a statement uses, with the version that brought it; null for what every version since 10 knows.</summary>
    internal static (string What, int Major)? NeedOf(LintStatement statement) => statement.Parsed switch
    {
        DataChangeStatement { Kind: DataChangeKind.Merge } => ("MERGE", 15),
        MaintenanceStatement { Command: "REPACK" } => ("REPACK", 19),
        MaintenanceStatement { Command: "REINDEX", IsConcurrent: true } => ("REINDEX CONCURRENTLY", 12),
        CreateStatement { ObjectType: "TRIGGER", OrReplace: true } => ("CREATE OR REPLACE TRIGGER", 14),
        CreateStatement { ObjectType: "PROCEDURE" } => Has(statement, "BEGIN", "ATOMIC") ? ("BEGIN ATOMIC", 14) : ("CREATE PROCEDURE", 11),
        CreateStatement { ObjectType: "FUNCTION" } => Has(statement, "BEGIN", "ATOMIC") ? ("BEGIN ATOMIC", 14) : null,
        CreateIndexStatement index => OfIndex(statement, index),
        CreateTableStatement table => OfColumns(table.Columns) ?? (table.Constraints.Any(constraint => constraint.Kind == TableConstraintKind.Unique && HasIn(statement, constraint.Span)) ? NullsNotDistinct : null),
        AlterTableStatement alter => alter.Actions.Select(action => OfAction(statement, action)).Where(need => need is not null).OrderByDescending(need => need!.Value.Major).FirstOrDefault(),
        _ => null,
    };

    private static readonly (string What, int Major) NullsNotDistinct = ("NULLS NOT DISTINCT", 15);

    private static (string What, int Major)? OfIndex(LintStatement statement, CreateIndexStatement index)
    {
        StatementReader reader = statement.ReadFrom(index.KeyList.End);
        bool include = reader.Accept("INCLUDE") && reader.SkipParentheses();
        return reader.Accept("NULLS", "NOT", "DISTINCT") || reader.Accept("NULLS", "DISTINCT") ? NullsNotDistinct : include ? ("INCLUDE", 11) : null;
    }

    private static (string What, int Major)? OfAction(LintStatement statement, AlterAction action) =>
        action.Kind == AlterActionKind.DetachPartition && action.IsConcurrent ? ("DETACH PARTITION CONCURRENTLY", 14)
        : action.Kind == AlterActionKind.SetAccessMethod ? ("SET ACCESS METHOD", 15)
        : action.Constraint is { Kind: TableConstraintKind.NotNull } ? ("ADD NOT NULL", 18)
        : action.Constraint is { Kind: TableConstraintKind.Unique } unique && HasIn(statement, unique.Span) ? NullsNotDistinct
        : action.Column is { } column ? OfColumns([column])
        : null;

    private static (string What, int Major)? OfColumns(IReadOnlyList<ColumnDefinition> columns) =>
        columns.Any(column => column.Has(ColumnConstraintKind.GeneratedVirtual)) ? ("GENERATED … VIRTUAL", 18)
        : columns.Any(column => column.Has(ColumnConstraintKind.GeneratedStored)) ? ("GENERATED … STORED", 12)
        : null;

    private static bool HasIn(LintStatement statement, TextSpan span)
    {
        StatementReader reader = statement.ReadFrom(span.Start);
        return reader.SkipTo("NULLS") && reader.Current.Start < span.End;
    }

    private static bool Has(LintStatement statement, string first, string second)
    {
        StatementReader reader = statement.Read();
        while (reader.SkipTo(first))
        {
            reader.Advance();
            if (reader.Is(second))
            {
                return true;
            }
        }

        return false;
    }
}
