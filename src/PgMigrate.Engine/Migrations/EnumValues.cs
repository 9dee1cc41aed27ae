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

    /// <summary>True when the value stands in the statement as a constant, or anywhere in a body or a longer constant.</summary>
    public static bool Mentions(SqlStatement statement, string value)
    {
        for (var reader = new StatementReader(statement); !reader.AtEnd; reader.Advance())
        {
            bool found = reader.Current.Kind switch
            {
                SqlTokenKind.StringConstant or SqlTokenKind.EscapeString => IsOrHolds(Unquote(reader.CurrentText), value),
                SqlTokenKind.DollarString => reader.CurrentText.Contains(value, StringComparison.Ordinal),
                _ => false,
            };
            if (found && AddedBy(statement) is null)
            {
                return true;
            }
        }

        return statement.CopyData is { } data && data.Span.Contains(value, StringComparison.Ordinal);
    }

    /// <summary>A constant longer than any label (63 bytes) is code or data that may hold the value.</summary>
    private static bool IsOrHolds(string constant, string value) =>
        constant.Length > SqlIdentifier.MaxBytes ? constant.Contains(value, StringComparison.Ordinal) : constant == value;

    private static string Unquote(ReadOnlySpan<char> constant) =>
        constant[(constant.IndexOf('\'') + 1)..^1].ToString().Replace("''", "'", StringComparison.Ordinal);
}
