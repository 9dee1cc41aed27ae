using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>The enum values that a script adds, and the statements behind them that use one. Reads each statement once.</summary>
internal sealed class EnumValueUses
{
    private readonly Dictionary<int, string> _added = [];
    private readonly Dictionary<string, List<int>> _uses = new(StringComparer.Ordinal);

    /// <summary>Reads a script.</summary>
    /// <param name="statements">Its statements in order.</param>
    public EnumValueUses(IReadOnlyList<SqlStatement> statements)
    {
        var values = new LabelSearch();
        for (int at = 0; at < statements.Count; at++)
        {
            SqlStatement statement = statements[at];
            if (EnumValues.AddedBy(statement) is { } value)
            {
                _added[at] = value;
                values.Add(value);
                _uses.TryAdd(value, []);
            }
            else if (_added.Count > 0)
            {
                EnumValues.FindMentions(statement, values, found => Note(found, at));
            }
        }
    }

    /// <summary>True when a value is used behind the statement that adds it.</summary>
    public bool AreUsed => _added.Any(added => FirstUseAfter(added.Value, added.Key) >= 0);

    /// <summary>The value that the statement of an index adds, or null.</summary>
    /// <param name="index">Its place in the script.</param>
    public string? AddedBy(int index) => _added.GetValueOrDefault(index);

    /// <summary>Index of the first statement behind a place that uses a value; -1 when there is none.</summary>
    /// <param name="value">A value that the script adds.</param>
    /// <param name="index">The place.</param>
    public int FirstUseAfter(string value, int index)
    {
        List<int> uses = _uses[value];
        int found = uses.BinarySearch(index + 1);
        found = found < 0 ? ~found : found;
        return found < uses.Count ? uses[found] : -1;
    }

    private void Note(string value, int at)
    {
        List<int> uses = _uses[value];
        if (uses.Count == 0 || uses[^1] != at)
        {
            uses.Add(at);
        }
    }
}
