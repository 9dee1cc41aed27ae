using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Builds the index of a UNIQUE or PRIMARY KEY first, without a lock, and lets the constraint take it over.</summary>
internal static class UsingIndexFix
{
    /// <summary>With CONCURRENTLY, so only where no transaction is asked for. Two statements that can fail one by one: somebody has to look.</summary>
    public static LintFix? Concurrently(LintStatement statement, AlterTableStatement alter, TableConstraint? constraint, LintContext context) =>
        constraint is not null && ScriptPlace.MayLeaveTransaction(context) ? Of(statement, alter, constraint, "CONCURRENTLY") : null;

    /// <summary>With ASYNC, for Aurora DSQL.</summary>
    public static LintFix? Async(LintStatement statement, AlterTableStatement alter, TableConstraint constraint) => Of(statement, alter, constraint, "ASYNC");

    private static LintFix? Of(LintStatement statement, AlterTableStatement alter, TableConstraint constraint, string mode)
    {
        if (ConstraintParts.Read(statement, alter, constraint) is not { } parts || Cut(parts.Body) is not { } cut)
        {
            return null;
        }

        string index = $"CREATE UNIQUE INDEX {mode} IF NOT EXISTS {parts.Name} ON {parts.Table} {cut.Columns};\n";
        return new StatementEdits(statement)
            .ReplaceAll($"{index}{parts.Start}ADD CONSTRAINT {parts.Name} {cut.Kind} USING INDEX {parts.Name}{cut.Tail}")
            .Build($"Build the index {mode} and add the constraint USING INDEX", FixSafety.ReviewNeeded);
    }

    /// <summary><c>UNIQUE (a, b) DEFERRABLE</c> in its parts; null when it has options that belong to the index.</summary>
    private static (string Kind, string Columns, string Tail)? Cut(string body)
    {
        var reader = new StatementReader(body);
        string? kind = reader.Accept("UNIQUE") ? "UNIQUE" : reader.Accept("PRIMARY", "KEY") ? "PRIMARY KEY" : null;
        if (kind is null || reader.Current.Kind != SqlTokenKind.LeftParenthesis)
        {
            return null;
        }

        TextSpan columns = Skim.Parentheses(ref reader);
        return reader.AtEnd || reader.Is("NOT") || reader.Is("DEFERRABLE") || reader.Is("INITIALLY")
            ? (kind, body[columns.Start..columns.End], body[columns.End..]) : null;
    }
}
