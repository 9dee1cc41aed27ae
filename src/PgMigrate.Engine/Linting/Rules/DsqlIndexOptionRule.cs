using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Rules;

/// <summary>An index has an option that DSQL refuses.</summary>
internal sealed class DsqlIndexOptionRule : LintRule
{
    /// <inheritdoc/>
    public override RuleMetadata Metadata { get; } = new()
    {
        Id = "dsql-index-option",
        Title = "USING, sort order or operator class on an index",
        Triggers = "CREATE INDEX with USING, ASC, DESC, COLLATE or an operator class, with WITH, TABLESPACE or an expression in INCLUDE, or on more than 8 columns.",
        Effect = "DSQL refuses with 0A000 (\"USING not supported for CREATE INDEX\", \"specifying sort order not supported for index keys\", \"opclass not supported for index keys\"), or with 54011 for too many columns.",
        Instead = "Name the columns alone.",
        Rewrite = "Removes USING btree and ASC, which are what an index is without them. Safe. Removes DESC, turning NULLS FIRST and LAST with it; needs review: the index is read backwards, which serves one order only where several columns differ. Other methods, collations and operator classes stay.",
        Targets = [SqlTarget.AuroraDsql],
        DefaultSeverity = LintSeverity.Error,
        Aliases = ["index_using"],
        Notes = "Source: the Aurora DSQL user guide and answers of real clusters, state of 2026-10.",
        AppliesToUndo = true,
    };

    /// <inheritdoc/>
    public override void Check(LintStatement statement, LintContext context)
    {
        if (statement.Parsed is not CreateIndexStatement index)
        {
            return;
        }

        if (index.Method is { } method)
        {
            context.Report(this, statement, index.Head, $"DSQL knows no USING {method}.", rewrite: IndexOptionFix.WithoutMethod(statement, index));
        }

        if (index.Keys.Count > 8)
        {
            context.Report(this, statement, index.KeyList, $"This index has {index.Keys.Count} columns; DSQL takes 8.");
        }

        if (ClauseOf(statement, index) is { } clause)
        {
            context.Report(this, statement, clause.Span, $"DSQL takes no {clause.What} on an index.");
        }

        if (IsKeyWithOption(statement.Words(index.KeyList)))
        {
            context.Report(this, statement, index.KeyList, "DSQL takes no sort order, collation or operator class on index columns.", rewrite: IndexOptionFix.WithoutOrder(statement, index));
        }
    }

    /// <summary>What stands behind the keys and is not for DSQL.</summary>
    private static (string What, TextSpan Span)? ClauseOf(LintStatement statement, CreateIndexStatement index)
    {
        StatementReader reader = statement.ReadFrom(index.KeyList.End);
        if (reader.Accept("INCLUDE"))
        {
            int start = reader.Current.Start;
            if (Skim.Names(ref reader).Contains("?"))
            {
                return ("expression in INCLUDE", Skim.Since(start, reader));
            }
        }

        _ = reader.Accept("NULLS", "NOT", "DISTINCT") || reader.Accept("NULLS", "DISTINCT");
        return reader.Is("WITH") || reader.Is("TABLESPACE") ? (reader.CurrentText.ToString().ToUpperInvariant(), new TextSpan(reader.Current.Start, reader.Current.End)) : null;
    }

    private static bool IsKeyWithOption(string list)
    {
        var reader = new StatementReader(list);
        reader.Accept(SqlTokenKind.LeftParenthesis);
        while (!reader.AtEnd)
        {
            if (!reader.SkipParentheses())
            {
                ObjectName.TryRead(ref reader, out _);
                reader.SkipParentheses();
            }

            if (reader.Current.Kind == SqlTokenKind.Word && !reader.Is("NULLS"))
            {
                return true;
            }

            while (!reader.AtEnd && reader.Current.Kind is not (SqlTokenKind.Comma or SqlTokenKind.RightParenthesis))
            {
                reader.Advance();
            }

            reader.Advance();
        }

        return false;
    }
}
