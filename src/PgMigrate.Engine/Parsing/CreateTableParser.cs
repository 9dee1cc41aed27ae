using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads <c>CREATE TABLE</c>.</summary>
internal static class CreateTableParser
{
    /// <summary>Reads on after <c>TABLE</c>; null when no name follows.</summary>
    public static CreateTableStatement? Read(ref StatementReader reader, bool isTemporary, bool isUnlogged, bool isForeign)
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

        Tail tail = ReadTail(ref reader);
        return new CreateTableStatement(table, columns.ToArray(), constraints.ToArray())
        {
            IfNotExists = guarded,
            IsTemporary = isTemporary,
            IsUnlogged = isUnlogged,
            IsForeign = isForeign,
            IsFromQuery = tail.IsFromQuery,
            HasMoreColumns = hasMore || tail.IsFromQuery || tail.Inherits is not null,
            PartitionOf = parent,
            PartitionBy = tail.PartitionBy,
            Inherits = tail.Inherits,
            Clauses = tail.Clauses ?? [],
        };
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

    private static Tail ReadTail(ref StatementReader reader)
    {
        var tail = default(Tail);
        while (!reader.AtEnd)
        {
            int start = reader.Current.Start;
            if (reader.Accept("AS"))
            {
                return tail with { IsFromQuery = true };
            }

            if (reader.Accept("PARTITION", "BY"))
            {
                tail = tail with { PartitionBy = Skim.Since(start, reader) };
            }
            else if (reader.Accept("INHERITS"))
            {
                tail = tail with { Inherits = Skim.Since(start, reader) };
            }
            else
            {
                string word = reader.Is("WITH") ? "WITH" : reader.Is("TABLESPACE") ? "TABLESPACE" : reader.Is("USING") ? "USING" : reader.Accept("ON", "COMMIT") ? "ON COMMIT" : "";
                TextSpan span = Skim.One(ref reader);
                if (word.Length > 0)
                {
                    tail = tail with { Clauses = tail.Clauses ?? [] };
                    tail.Clauses.Add((word, new TextSpan(start, span.End)));
                }
            }
        }

        return tail;
    }

    /// <summary>What follows the columns.</summary>
    private readonly record struct Tail(bool IsFromQuery, TextSpan? PartitionBy, TextSpan? Inherits, List<(string Word, TextSpan Span)>? Clauses);
}
