using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>A statement as it is sent.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Parameters">Values for <c>:p1</c>, <c>:p2</c>, ….</param>
/// <param name="Tag">The comment it begins with, by which it is found among the server's sessions; empty when it has none.</param>
/// <param name="Insertions">Places in <paramref name="Text"/>, UTF-16 code units, of blanks that were put in.</param>
internal sealed record PreparedStatement(string Text, IReadOnlyList<SqlParameter> Parameters, string Tag, IReadOnlyList<int> Insertions)
{
    /// <summary>Where the first parameter was put in, UTF-16 code units: from there on, places are not those of the statement as it was written.</summary>
    public int FirstParameter { get; init; } = int.MaxValue;

    /// <summary>The place in the statement as it was written of a place in the text that was sent; both in code points from 1.</summary>
    public int? MapPosition(int position)
    {
        int at = 0;
        for (int seen = 1; seen < position && at < Text.Length; seen++)
        {
            at += char.IsHighSurrogate(Text[at]) && at + 1 < Text.Length ? 2 : 1;
        }

        if (at >= FirstParameter)
        {
            return null;
        }

        int mapped = position - Tag.Length - Insertions.Count(place => place < at);
        return mapped > 0 ? mapped : null;
    }
}
