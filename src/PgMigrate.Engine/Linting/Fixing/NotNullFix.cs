using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Proves by a CHECK that is validated without a strong lock that a column holds no NULL, so that SET NOT NULL need not look.</summary>
internal static class NotNullFix
{
    /// <summary>
    /// For a statement that is alone in a migration, since the validation must not share the transaction; null elsewhere, with other actions
    /// beside it, and with names that need quotes or are too long.
    /// </summary>
    public static LintFix? Of(LintStatement statement, AlterTableStatement alter, AlterAction action, LintContext context)
    {
        if (alter.Actions.Count != 1 || action.Span.End != statement.Statement.Length || StatementStart.OfAlterTable(statement) is not { } start
            || !ScriptPlace.IsAlone(context) || !ScriptPlace.CanSayNoTransaction(context))
        {
            return null;
        }

        string table = statement.Words(alter.Table.Span);
        string column = ColumnAsWritten(statement, action);
        string check = $"{alter.Table.Name.Name}_{action.Name}_not_null";
        return !SqlIdentifier.IsPlain(check) ? null : new StatementEdits(statement)
            .SayNoTransaction(context)
            .Insert(0, $"{start}{table} ADD CONSTRAINT {check} CHECK ({column} IS NOT NULL) NOT VALID;\n{start}{table} VALIDATE CONSTRAINT {check};\n")
            .Append($";\n{start}{table} DROP CONSTRAINT IF EXISTS {check}")
            .Build("Validate a CHECK first, then SET NOT NULL", FixSafety.ReviewNeeded);
    }

    private static string ColumnAsWritten(LintStatement statement, AlterAction action)
    {
        StatementReader reader = statement.ReadFrom(action.Span.Start);
        reader.Accept("ALTER");
        reader.Accept("COLUMN");
        int start = reader.Current.Start;
        ObjectName.ReadPart(ref reader);
        return statement.Words(new TextSpan(start, reader.PreviousEnd));
    }
}
