using System.Globalization;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// An UPDATE or DELETE of one table, read from its tokens so that a range of a key can be added to its condition:
/// <code>
/// UPDATE t SET a = 1 WHERE b OR c  ──►  UPDATE t SET a = 1 WHERE (b OR c) AND t.id > … AND t.id &lt;= …
/// </code>
/// </summary>
internal sealed class RangedStatement
{
    private readonly string _text;
    private readonly int? _condition;

    private RangedStatement(string text, ObjectName table, bool only, string qualifier, int? condition)
    {
        _text = text;
        _condition = condition;
        Table = table;
        Only = only;
        Qualifier = SqlIdentifier.Quote(qualifier);
        QuotedTable = (table.Schema is { } schema ? SqlIdentifier.Quote(schema) + "." : "") + SqlIdentifier.Quote(table.Name);
    }

    /// <summary>The table.</summary>
    public ObjectName Table { get; }

    /// <summary>The table in quotes, as <c>to_regclass</c> takes it.</summary>
    public string QuotedTable { get; }

    /// <summary>True for <c>ONLY</c>: the table without those that inherit from it.</summary>
    public bool Only { get; }

    /// <summary>What columns of the table are called by in the statement, in quotes.</summary>
    public string Qualifier { get; }

    /// <summary>True with a condition of its own.</summary>
    public bool HasCondition => _condition is not null;

    /// <summary>Reads a statement.</summary>
    /// <param name="statement">It.</param>
    /// <param name="key">Columns that it must not assign.</param>
    /// <param name="reason">Why it cannot be cut into ranges, or null.</param>
    public static RangedStatement? Read(SqlStatement statement, IReadOnlyList<string> key, out string? reason)
    {
        var reader = new StatementReader(statement);
        bool isUpdate = reader.Accept("UPDATE");
        if (!isUpdate && !reader.Accept("DELETE", "FROM"))
        {
            reason = "it is no UPDATE and no DELETE";
            return null;
        }

        bool only = reader.Accept("ONLY");
        if (!ObjectName.TryRead(ref reader, out ObjectName table))
        {
            reason = "its table cannot be read";
            return null;
        }

        string qualifier = ReadAlias(ref reader, isUpdate) ?? table.Name;
        reason = ReadClauses(reader, out int? condition) ?? (isUpdate ? AssignedKey(statement, key) : null);
        return reason is null ? new RangedStatement(statement.Text.ToString(), table, only, qualifier, condition) : null;
    }

    /// <summary>The statement with another condition added to its own.</summary>
    public string With(string range) =>
        _condition is { } at ? $"{_text[..at]}({_text[at..]}) AND {range}" : $"{_text} WHERE {range}";

    /// <summary>The place in the statement as it is in the file of a place in what <see cref="With"/> made of it; code points from 1.</summary>
    public int MapPosition(int position)
    {
        int before = _condition is { } at ? _text.AsSpan(0, at).Length - LowSurrogates(_text.AsSpan(0, at)) : int.MaxValue;
        return position - 1 > before ? position - 1 : position;
    }

    private static string? ReadAlias(ref StatementReader reader, bool isUpdate)
    {
        if (reader.Current.Kind == SqlTokenKind.Operator && reader.CurrentText is "*")
        {
            reader.Advance();
        }

        bool clause = isUpdate ? reader.Is("SET") : reader.Is("USING") || reader.Is("WHERE") || reader.Is("RETURNING");
        return reader.Accept("AS") || !clause ? ObjectName.ReadPart(ref reader) : null;
    }

    /// <summary>Looks at the key words outside parentheses. A word after a dot is a name, and IS DISTINCT FROM is an operator.</summary>
    private static string? ReadClauses(StatementReader reader, out int? condition)
    {
        condition = null;
        bool afterDot = false;
        bool afterDistinct = false;
        while (!reader.AtEnd)
        {
            if (reader.Current.Kind == SqlTokenKind.Word && !afterDot)
            {
                string word = reader.CurrentText.ToString().ToUpperInvariant();
                if ((word == "FROM" && !afterDistinct) || word is "USING" or "RETURNING" or "LIMIT" or "OFFSET" or "ORDER")
                {
                    return $"it has {word}";
                }

                if (word == "WHERE" && condition is null)
                {
                    reader.Advance();
                    condition = reader.Current.Start;
                    if (reader.Accept("CURRENT", "OF"))
                    {
                        return "it has WHERE CURRENT OF";
                    }

                    continue;
                }
            }

            (afterDot, afterDistinct) = (reader.Current.Kind == SqlTokenKind.Dot, reader.Is("DISTINCT"));
            Skim.One(ref reader);
        }

        return null;
    }

    private static string? AssignedKey(SqlStatement statement, IReadOnlyList<string> key)
    {
        var reader = new StatementReader(statement);
        IReadOnlyList<string> assigned = DataChangeParser.Read(ref reader)?.Columns ?? [];
        return key.FirstOrDefault(column => assigned.Contains(column, StringComparer.Ordinal)) is { } changed
            ? string.Create(CultureInfo.InvariantCulture, $"it changes {changed}, by which it is to be cut") : null;
    }

    private static int LowSurrogates(ReadOnlySpan<char> text)
    {
        int count = 0;
        foreach (char unit in text)
        {
            count += char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return count;
    }
}
