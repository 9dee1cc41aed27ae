using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads column definitions (grammar rule <c>columnDef</c>).</summary>
internal static class ColumnReader
{
    /// <summary>Words that start what may follow a type or end a default's expression.</summary>
    private static readonly string[] Starts =
    [
        "CONSTRAINT", "NOT", "NULL", "DEFAULT", "CHECK", "UNIQUE", "PRIMARY", "REFERENCES", "GENERATED", "COLLATE", "DEFERRABLE", "INITIALLY",
        "STORAGE", "COMPRESSION", "OPTIONS",
    ];

    /// <summary>Reads one; null when no name and type are at hand.</summary>
    public static ColumnDefinition? Read(ref StatementReader reader) => Read(ref reader, hasType: true);

    /// <summary>Reads a column; those of a typed table and of a partition name no type, which then is empty.</summary>
    public static ColumnDefinition? Read(ref StatementReader reader, bool hasType)
    {
        int start = reader.Current.Start;
        StatementReader ahead = reader;
        if (ObjectName.ReadPart(ref ahead) is not { } name)
        {
            return null;
        }

        var type = new TypeReference("", "", false, new TextSpan(ahead.PreviousEnd, ahead.PreviousEnd));
        if (!hasType)
        {
            ahead.Accept("WITH", "OPTIONS");
        }
        else if (TypeReader.Read(ref ahead) is { } read)
        {
            type = read;
        }
        else
        {
            return null;
        }

        reader = ahead;
        var constraints = new List<ColumnConstraint>();
        while (!Skim.AtElementEnd(reader))
        {
            constraints.Add(ReadConstraint(ref reader));
        }

        return new ColumnDefinition(name, type, constraints.ToArray(), Skim.Since(start, reader));
    }

    private static ColumnConstraint ReadConstraint(ref StatementReader reader)
    {
        string? name = reader.Accept("CONSTRAINT") ? ObjectName.ReadPart(ref reader) : null;
        int start = reader.Current.Start;
        Content found = ReadContent(ref reader);

        // What belongs to it and is not looked at: (columns) ON DELETE SET NULL, INCLUDE (…), NO INHERIT, a collation's name.
        while (!Skim.AtElementEnd(reader) && !AtStart(reader))
        {
            if (reader.Accept("ON") && (reader.Accept("DELETE") || reader.Accept("UPDATE")))
            {
                reader.Accept("SET");
            }

            if (!Skim.AtElementEnd(reader))
            {
                Skim.One(ref reader);
            }
        }

        return new ColumnConstraint(found.Kind, Skim.Since(start, reader)) { Name = name, Expression = found.Expression, References = found.References, Options = found.Options };
    }

    private static Content ReadContent(ref StatementReader reader)
    {
        if (reader.Accept("DEFAULT"))
        {
            return new(ColumnConstraintKind.Default) { Expression = ReadExpression(ref reader) };
        }

        if (reader.Accept("CHECK"))
        {
            return new(ColumnConstraintKind.Check) { Expression = Skim.Parentheses(ref reader) };
        }

        if (reader.Accept("REFERENCES"))
        {
            return new(ColumnConstraintKind.References) { References = Skim.Reference(ref reader) };
        }

        if (reader.Accept("GENERATED"))
        {
            return ReadGenerated(ref reader);
        }

        ColumnConstraintKind kind = reader.Accept("NOT", "NULL") ? ColumnConstraintKind.NotNull
            : reader.Accept("NULL") ? ColumnConstraintKind.Null
            : reader.Accept("PRIMARY", "KEY") ? ColumnConstraintKind.PrimaryKey
            : reader.Accept("UNIQUE") ? ColumnConstraintKind.Unique
            : reader.Accept("COLLATE") ? ColumnConstraintKind.Collate
            : ColumnConstraintKind.Other;
        if (kind == ColumnConstraintKind.Other)
        {
            Skim.One(ref reader);
        }

        return new(kind);
    }

    private static Content ReadGenerated(ref StatementReader reader)
    {
        _ = reader.Accept("ALWAYS") || reader.Accept("BY", "DEFAULT");
        reader.Accept("AS");
        if (reader.Accept("IDENTITY"))
        {
            bool options = reader.Current.Kind == SqlTokenKind.LeftParenthesis;
            TextSpan span = Skim.Parentheses(ref reader);
            return new Content(ColumnConstraintKind.Identity) { Options = options ? span : null };
        }

        TextSpan expression = Skim.Parentheses(ref reader);
        bool stored = reader.Accept("STORED");
        reader.Accept("VIRTUAL");
        return new Content(stored ? ColumnConstraintKind.GeneratedStored : ColumnConstraintKind.GeneratedVirtual) { Expression = expression };
    }

    /// <summary>An expression takes one token at least, so that DEFAULT NULL is one.</summary>
    private static TextSpan ReadExpression(ref StatementReader reader)
    {
        int start = reader.Current.Start;
        if (Skim.AtElementEnd(reader))
        {
            return new TextSpan(start, start);
        }

        do
        {
            Skim.One(ref reader);
        }
        while (!Skim.AtElementEnd(reader) && !AtStart(reader));
        return Skim.Since(start, reader);
    }

    private static bool AtStart(in StatementReader reader)
    {
        if (reader.Current.Kind != SqlTokenKind.Word)
        {
            return false;
        }

        foreach (string word in Starts)
        {
            if (reader.Is(word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a constraint says, before it is known where it ends.</summary>
    private readonly record struct Content(ColumnConstraintKind Kind)
    {
        public TextSpan? Expression { get; init; }

        public TableReference? References { get; init; }

        public TextSpan? Options { get; init; }
    }
}
