using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>What a fix must know of an <c>ALTER TABLE … ADD CONSTRAINT</c> that does nothing else.</summary>
/// <param name="Table">The table as it is written.</param>
/// <param name="Name">The constraint's name as it is written, or the one that the server would choose.</param>
/// <param name="IsNamed">False when the server is to choose the name.</param>
/// <param name="BodyStart">Offset of what follows the name: <c>CHECK (…)</c>.</param>
internal sealed record ConstraintParts(string Table, string Name, bool IsNamed, int BodyStart)
{
    /// <summary>
    /// Null when the statement does more than add this constraint or goes on with what is no SQL, when IF EXISTS makes it uncertain, or when nobody can say what the
    /// server will call the constraint.
    /// </summary>
    public static ConstraintParts? Read(LintStatement statement, AlterTableStatement alter, TableConstraint constraint)
    {
        StatementReader reader = statement.Read();
        reader.Accept("ALTER");
        reader.Accept("FOREIGN");
        reader.Accept("TABLE");
        reader.Accept("ASYNC");
        if (alter.Actions.Count != 1 || constraint.Span.End != statement.Statement.Length || reader.Is("IF"))
        {
            return null;
        }

        reader = statement.ReadFrom(constraint.Span.Start);
        bool named = reader.Accept("CONSTRAINT");
        int nameStart = reader.Current.Start;
        if (named)
        {
            ObjectName.ReadPart(ref reader);
        }

        string? name = named ? statement.Words(new TextSpan(nameStart, reader.PreviousEnd)) : ChosenName(alter.Table.Name.Name, constraint);
        return name is null ? null : new ConstraintParts(statement.Words(alter.Table.Span), name, named, reader.Current.Start);
    }

    /// <summary>Writes the name into the statement where it gives none, so that another statement can speak of it.</summary>
    public StatementEdits WriteName(StatementEdits edits) => IsNamed ? edits : edits.Insert(BodyStart, $"CONSTRAINT {Name} ");

    /// <summary>
    /// What the server calls a constraint on columns while the name is free (<c>ChooseIndexName</c>, <c>ChooseForeignKeyConstraintNameAddition</c>),
    /// for names that need neither quotes nor shortening.
    /// </summary>
    private static string? ChosenName(string table, TableConstraint constraint)
    {
        string columns = string.Join('_', constraint.Columns);
        string? name = constraint.Kind switch
        {
            TableConstraintKind.PrimaryKey => $"{table}_pkey",
            TableConstraintKind.Unique when columns.Length > 0 => $"{table}_{columns}_key",
            TableConstraintKind.ForeignKey when columns.Length > 0 => $"{table}_{columns}_fkey",
            _ => null,
        };
        return name is not null && SqlIdentifier.IsPlain(name) ? name : null;
    }
}
