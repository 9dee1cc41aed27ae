using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads table constraints.</summary>
internal static class ConstraintReader
{
    /// <summary>True when a table constraint is at hand and no column of that name.</summary>
    public static bool IsAtConstraint(in StatementReader reader)
    {
        StatementReader ahead = reader;
        return reader.Is("CONSTRAINT")
            || ahead.Accept("PRIMARY", "KEY") || ahead.Accept("FOREIGN", "KEY")
            || ((ahead.Accept("UNIQUE") || ahead.Accept("CHECK")) && (ahead.Current.Kind == SqlTokenKind.LeftParenthesis || ahead.Is("USING") || ahead.Is("NULLS")))
            || (ahead.Accept("EXCLUDE") && (ahead.Current.Kind == SqlTokenKind.LeftParenthesis || ahead.Is("USING")))
            || ahead.Accept("NOT", "NULL");
    }

    /// <summary>Reads one; null when it is of no known kind.</summary>
    public static TableConstraint? Read(ref StatementReader reader)
    {
        int start = reader.Current.Start;
        string? name = reader.Accept("CONSTRAINT") ? ObjectName.ReadPart(ref reader) : null;
        TableConstraintKind kind;
        if (reader.Accept("PRIMARY", "KEY"))
        {
            kind = TableConstraintKind.PrimaryKey;
        }
        else if (reader.Accept("FOREIGN", "KEY"))
        {
            kind = TableConstraintKind.ForeignKey;
        }
        else if (reader.Accept("UNIQUE"))
        {
            kind = TableConstraintKind.Unique;
        }
        else if (reader.Accept("CHECK"))
        {
            kind = TableConstraintKind.Check;
        }
        else if (reader.Accept("EXCLUDE"))
        {
            kind = TableConstraintKind.Exclude;
        }
        else if (reader.Accept("NOT", "NULL"))
        {
            kind = TableConstraintKind.NotNull;
        }
        else
        {
            return null;
        }

        return ReadRest(ref reader, kind, name, start);
    }

    private static TableConstraint ReadRest(ref StatementReader reader, TableConstraintKind kind, string? name, int start)
    {
        var constraint = new TableConstraint(kind, [], default) { Name = name };
        if (kind == TableConstraintKind.Check)
        {
            constraint = constraint with { Expression = Skim.Parentheses(ref reader) };
        }
        else if (kind == TableConstraintKind.NotNull)
        {
            constraint = constraint with { Columns = ObjectName.ReadPart(ref reader) is { } column ? [column] : [] };
        }

        while (!Skim.AtElementEnd(reader))
        {
            constraint = ReadPart(ref reader, constraint);
        }

        return constraint with { Span = Skim.Since(start, reader) };
    }

    private static TableConstraint ReadPart(ref StatementReader reader, TableConstraint constraint)
    {
        bool hasColumns = constraint.Kind is TableConstraintKind.Unique or TableConstraintKind.PrimaryKey or TableConstraintKind.ForeignKey;
        if (hasColumns && constraint.Columns.Count == 0 && reader.Current.Kind == SqlTokenKind.LeftParenthesis)
        {
            return constraint with { Columns = constraint.Kind == TableConstraintKind.ForeignKey ? ForeignKeyColumns(ref reader) : Skim.Names(ref reader) };
        }

        if (reader.Accept("USING", "INDEX"))
        {
            return reader.Is("TABLESPACE") ? constraint : constraint with { UsingIndex = ObjectName.ReadPart(ref reader) };
        }

        if (reader.Accept("REFERENCES"))
        {
            return constraint with { References = Skim.Reference(ref reader) };
        }

        if (reader.Accept("NOT", "VALID"))
        {
            return constraint with { IsNotValid = true };
        }

        if (reader.Accept("NOT", "DEFERRABLE"))
        {
            return constraint;
        }

        if (reader.Accept("DEFERRABLE"))
        {
            return constraint with { IsDeferrable = true };
        }

        Skim.One(ref reader);
        return constraint;
    }

    /// <summary>PERIOD before the last column makes the key temporal (PostgreSQL 18); it is no column.</summary>
    private static List<string> ForeignKeyColumns(ref StatementReader reader)
    {
        var names = new List<string>();
        reader.Advance();
        while (!reader.AtEnd && reader.Current.Kind != SqlTokenKind.RightParenthesis)
        {
            string name = ObjectName.ReadPart(ref reader) ?? "?";
            names.Add(name == "period" && ObjectName.ReadPart(ref reader) is { } column ? column : name);
            Skim.ToElementEnd(ref reader, 0);
            if (!reader.Accept(SqlTokenKind.Comma))
            {
                break;
            }
        }

        reader.Accept(SqlTokenKind.RightParenthesis);
        return names;
    }
}
