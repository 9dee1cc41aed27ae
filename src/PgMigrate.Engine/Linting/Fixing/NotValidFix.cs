using PgMigrate.Engine.Parsing;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>
/// Adds a CHECK or a foreign key NOT VALID. Its validation must not share the transaction: where the statement is alone in a migration, it
/// follows as a second statement and the head says <c>-- @transaction: none</c>; else a comment says what a later migration has to do.
/// </summary>
internal static class NotValidFix
{
    /// <summary>For PostgreSQL.</summary>
    public static LintFix? Of(LintStatement statement, AlterTableStatement alter, TableConstraint? constraint, LintContext context)
    {
        if (constraint is null || ConstraintParts.Read(statement, alter, constraint) is not { } parts)
        {
            return null;
        }

        StatementEdits edits = parts.WriteName(new StatementEdits(statement));
        string validation = $"ALTER TABLE {parts.Table} VALIDATE CONSTRAINT {parts.Name}";
        return ScriptPlace.IsAlone(context) && ScriptPlace.CanSayNoTransaction(context)
            ? edits.SayNoTransaction(context).Append($" NOT VALID;\n{validation}").Build("Add it NOT VALID and validate it in a transaction of its own", FixSafety.ReviewNeeded)
            : edits.Append(" NOT VALID").Add(ScriptPlace.CommentAfter(statement, context, $"In a later migration: {validation};"))
                .Build("Add it NOT VALID, to be validated in a later migration", FixSafety.ReviewNeeded);
    }

    /// <summary>For Aurora DSQL, where every statement is a transaction of its own.</summary>
    public static LintFix? ForDsql(LintStatement statement, AlterTableStatement alter, TableConstraint constraint) =>
        ConstraintParts.Read(statement, alter, constraint) is { } parts
            ? parts.WriteName(new StatementEdits(statement))
                .Append($" NOT VALID;\nALTER TABLE ASYNC {parts.Table} VALIDATE CONSTRAINT {parts.Name}")
                .Build("Add it NOT VALID and validate it", parts.IsNamed ? FixSafety.Safe : FixSafety.ReviewNeeded)
            : null;
}
