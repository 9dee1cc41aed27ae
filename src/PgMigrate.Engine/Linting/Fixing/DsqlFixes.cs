using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Fixes that put a statement in the words Aurora DSQL has for it.</summary>
internal static class DsqlFixes
{
    /// <summary>DELETE for TRUNCATE, one statement a table. Rows alone: null with RESTART IDENTITY or CASCADE.</summary>
    public static LintFix? Delete(LintStatement statement, TruncateStatement truncate, LintContext context)
    {
        StatementReader reader = statement.Read();
        if (truncate.IsCascade || reader.SkipTo("RESTART"))
        {
            return null;
        }

        string deletes = string.Join(";\n", truncate.Tables.Select(table => $"DELETE FROM {statement.Words(table.Span)}"));
        return new StatementEdits(statement)
            .Replace(new TextSpan(0, statement.Statement.Length), deletes)
            .Add(ScriptPlace.CommentAfter(statement, context, "Where a table has more than 3,000 rows, delete them in ranges of the key."))
            .Build("Write DELETE", FixSafety.ReviewNeeded);
    }

    /// <summary>A CACHE for an identity; its numbers stay what they were. An integer becomes bigint as well.</summary>
    public static LintFix? IdentityCache(LintStatement statement, ColumnDefinition column, ColumnConstraint identity)
    {
        var edits = new StatementEdits(statement);
        if (column.Type.Name is "integer" or "smallint" && column.Type is { IsArray: false })
        {
            edits.Replace(column.Type.Span, "bigint");
        }
        else if (column.Type.Name != "bigint")
        {
            return null;
        }

        bool widens = !edits.IsEmpty;
        var reader = new StatementReader(identity.Options is { } span ? statement.Words(span) : "");
        if (CacheOption.Read(ref reader) is { } cache)
        {
            return widens && cache is 1 or >= 65536 ? edits.Build("Make it bigint", FixSafety.ReviewNeeded) : null;
        }

        _ = identity.Options is { } options ? edits.Insert(options.End - 1, " CACHE 1") : edits.Insert(identity.Span.End, " (CACHE 1)");
        return edits.Build("Add CACHE 1", widens ? FixSafety.ReviewNeeded : FixSafety.Safe);
    }

    /// <summary>A CACHE for a sequence; null when it is of a type or has a CACHE that somebody has to think about.</summary>
    public static LintFix? SequenceCache(LintStatement statement, CreateStatement sequence)
    {
        StatementReader reader = statement.Read();
        return sequence.Cache is null && !reader.SkipTo("AS") ? new StatementEdits(statement).Append(" CACHE 1").Build("Add CACHE 1", FixSafety.Safe) : null;
    }

    /// <summary>ASYNC for a validation that stands alone in its statement.</summary>
    public static LintFix? ValidateAsync(LintStatement statement, AlterTableStatement alter)
    {
        StatementReader reader = statement.Read();
        return alter.Actions.Count == 1 && reader.Accept("ALTER", "TABLE") && !reader.Is("IF") && !reader.Is("ONLY") ? WordFixes.Async(statement, "TABLE") : null;
    }
}
