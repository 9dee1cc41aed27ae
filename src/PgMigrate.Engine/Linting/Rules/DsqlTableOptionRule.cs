using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>A table of a kind that DSQL does not make.</summary>
internal sealed class DsqlTableOptionRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-table-option",
        Title = "CREATE TABLE option that DSQL does not know",
        Triggers = "CREATE TABLE with TEMP, UNLOGGED, AS, PARTITION BY or OF, INHERITS, TABLESPACE, WITH, USING, ON COMMIT or EXCLUDE, a foreign table, a column with COLLATE, or DEFERRABLE on anything but a foreign key.",
        Effect = "DSQL refuses with 0A000, for instance \"PARTITION BY clause not supported for CREATE TABLE\".",
        Instead = "Make a plain table.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["temp_table", "partition_by", "inherits", "create_table_as", "tablespace", "collation", "unsupported_on_commit", "unsupported_create_table_with_storage_parameters", "unsupported_partition_of"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is CreateTableStatement table && (WhatOf(table) ?? (table.Columns.Any(column => IsDeferrable(statement, column)) ? Deferrable : null)) is { } what)
        {
            context.Report(this, statement, table.Head, $"DSQL makes no table with {what}.");
        }
    }

    private const string Deferrable = "a DEFERRABLE constraint that is no foreign key";

    /// <summary>DEFERRABLE belongs to the constraint before it.</summary>
    private static bool IsDeferrable(LintStatement statement, ColumnDefinition column)
    {
        bool ofForeignKey = false;
        for (StatementReader reader = statement.ReadFrom(column.Span.Start); !reader.AtEnd && reader.Current.Start < column.Span.End; Skim.One(ref reader))
        {
            ofForeignKey = reader.Is("REFERENCES") || (ofForeignKey && !reader.Is("UNIQUE") && !reader.Is("PRIMARY") && !reader.Is("CHECK"));
            if (reader.Accept("NOT", "DEFERRABLE"))
            {
                continue;
            }

            if (!ofForeignKey && reader.Current.Start > column.Type.Span.End && (reader.Is("DEFERRABLE") || reader.Is("INITIALLY")))
            {
                return true;
            }
        }

        return false;
    }

    private static string? WhatOf(CreateTableStatement table) =>
        table.IsTemporary ? "TEMP" : table.IsUnlogged ? "UNLOGGED" : table.IsForeign ? "FOREIGN" : table.IsFromQuery ? "AS"
        : table.PartitionBy is not null ? "PARTITION BY" : table.PartitionOf is not null ? "PARTITION OF" : table.Inherits is not null ? "INHERITS"
        : table.Clauses.Count > 0 ? table.Clauses[0].Word
        : table.Columns.Any(column => column.Has(ColumnConstraintKind.Collate)) ? "COLLATE"
        : table.Constraints.Any(constraint => constraint.Kind == TableConstraintKind.Exclude) ? "EXCLUDE"
        : table.Constraints.Any(constraint => constraint.IsDeferrable && constraint.Kind != TableConstraintKind.ForeignKey) ? Deferrable
        : null;
}
