using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>Finds enum values that are added and used.</summary>
internal static class EnumValues
{
    /// <summary>The value of an <c>ALTER TYPE … ADD VALUE</c>, or null.</summary>
    public static string? AddedBy(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        if (!reader.Accept("ALTER", "TYPE") || reader.ReadName() is null || !reader.Accept("ADD", "VALUE"))
        {
            return null;
        }

        reader.Accept("IF", "NOT", "EXISTS");
        return reader.Current.Kind == SqlTokenKind.StringConstant ? Unquote(reader.CurrentText) : null;
    }

    /// <summary>Finds the values that stand in a statement as a constant, or anywhere in a body, in COPY data or in a longer constant.</summary>
    public static void FindMentions(SqlStatement statement, LabelSearch values, Action<string> found)
    {
        for (var reader = new StatementReader(statement); !reader.AtEnd; reader.Advance())
        {
            switch (reader.Current.Kind)
            {
                case SqlTokenKind.StringConstant or SqlTokenKind.EscapeString:
                    FindIn(Unquote(reader.CurrentText), values, found);
                    break;
                case SqlTokenKind.DollarString:
                    values.FindWithin(reader.CurrentText, found);
                    break;
            }
        }

        if (statement.CopyData is { } data)
        {
            values.FindWithin(data.Span, found);
        }
    }

    /// <summary>A constant longer than any label (63 bytes) is code or data that may hold the value.</summary>
    private static void FindIn(string constant, LabelSearch values, Action<string> found)
    {
        if (constant.Length > SqlIdentifier.MaxBytes)
        {
            values.FindWithin(constant, found);
        }
        else
        {
            values.FindWhole(constant, found);
        }
    }

    private static string Unquote(ReadOnlySpan<char> constant) =>
        constant[(constant.IndexOf('\'') + 1)..^1].ToString().Replace("''", "'", StringComparison.Ordinal);
}
