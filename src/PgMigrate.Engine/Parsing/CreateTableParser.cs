using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads <c>CREATE TABLE</c>.</summary>
internal static class CreateTableParser
{
    /// <summary>Reads on after <c>TABLE</c>; null when no name follows.</summary>
    public static CreateTableStatement? Read(ref StatementReader reader)
    {
        bool guarded = reader.Accept("IF", "NOT", "EXISTS");
        if (Skim.Reference(ref reader) is not { } table)
        {
            return null;
        }

        TableReference? parent = null;
        bool isTyped = false;
        if (reader.Accept("PARTITION", "OF"))
        {
            parent = Skim.Reference(ref reader);
        }
        else if (reader.Accept("OF"))
        {
            isTyped = true;
            Skim.Reference(ref reader);
        }

        var columns = new List<ColumnDefinition>();
        var constraints = new List<TableConstraint>();
        bool hasMore = parent is not null || isTyped;
        if (reader.Current.Kind == SqlTokenKind.LeftParenthesis)
        {
            hasMore |= ReadElements(ref reader, columns, constraints, hasTypes: parent is null && !isTyped);
        }

        var statement = new CreateTableStatement(table, columns, constraints) { IfNotExists = guarded, PartitionOf = parent, HasMoreColumns = hasMore };
        return ReadTail(ref reader, statement);
    }

    /// <summary>True when LIKE brings columns of another table.</summary>
    private static bool ReadElements(ref StatementReader reader, List<ColumnDefinition> columns, List<TableConstraint> constraints, bool hasTypes)
    {
        bool likes = false;
        reader.Advance();
        while (!reader.AtEnd && reader.Current.Kind != SqlTokenKind.RightParenthesis)
        {
            likes |= reader.Is("LIKE");
            if (ConstraintReader.IsAtConstraint(reader))
            {
                if (ConstraintReader.Read(ref reader) is { } constraint)
                {
                    constraints.Add(constraint);
                }
            }
            else if (!reader.Is("LIKE") && ColumnReader.Read(ref reader, hasTypes) is { } column)
            {
                columns.Add(column);
            }

            Skim.ToElementEnd(ref reader, 0);
            if (!reader.Accept(SqlTokenKind.Comma))
            {
                break;
            }
        }

        reader.Accept(SqlTokenKind.RightParenthesis);
        return likes;
    }

    private static CreateTableStatement ReadTail(ref StatementReader reader, CreateTableStatement statement)
    {
        var clauses = new List<(string, TextSpan)>();
        statement = statement with { Clauses = clauses };
        while (!reader.AtEnd)
        {
            int start = reader.Current.Start;
            if (reader.Accept("AS"))
            {
                return statement with { IsFromQuery = true, HasMoreColumns = true };
            }

            if (reader.Accept("PARTITION", "BY"))
            {
                statement = statement with { PartitionBy = Skim.Since(start, reader) };
            }
            else if (reader.Accept("INHERITS"))
            {
                statement = statement with { Inherits = Skim.Since(start, reader), HasMoreColumns = true };
            }
            else
            {
                string word = reader.Is("WITH") ? "WITH" : reader.Is("TABLESPACE") ? "TABLESPACE" : reader.Is("USING") ? "USING" : reader.Accept("ON", "COMMIT") ? "ON COMMIT" : "";
                TextSpan span = Skim.One(ref reader);
                if (word.Length > 0)
                {
                    clauses.Add((word, new TextSpan(start, span.End)));
                }
            }
        }

        return statement;
    }
}
