using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.History.Comparing;

/// <summary>
/// Lays two histories side by side, or a folder and a history. A folder's files join what the tools call by different names; without a
/// folder, rows are joined by name, or by version where the two are of different tools. Reads only, takes no lock.
/// </summary>
public static class HistoryComparer
{
    /// <summary>Compares.</summary>
    /// <param name="set">The folder, or one without migrations.</param>
    /// <param name="reference">The first.</param>
    /// <param name="difference">The second.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The files in their order, then what has no file.</returns>
    /// <exception cref="HistoryUnusableException">A history cannot be found or read.</exception>
    /// <exception cref="UnknownHistoryTableException">A table of that name is something else.</exception>
    /// <exception cref="Running.SqlFailureException">A database refused.</exception>
    public static async Task<IReadOnlyList<HistoryDifference>> CompareAsync(
        MigrationSet set, HistorySide reference, HistorySide difference, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(difference);
        SideContents first = await SideContents.ReadAsync(reference, set, cancellationToken).ConfigureAwait(false);
        SideContents second = await SideContents.ReadAsync(difference, set, cancellationToken).ConfigureAwait(false);
        var found = new List<HistoryDifference>();
        for (int at = 0; at < set.Migrations.Count; at++)
        {
            Migration file = set.Migrations[at];
            found.Add(Of(first, second, first.OfFiles[at], second.OfFiles[at], file));
        }

        found.AddRange(WithoutFile(first, second));
        return found;
    }

    private static IEnumerable<HistoryDifference> WithoutFile(SideContents first, SideContents second)
    {
        bool sameKind = first.Kind == second.Kind;
        var left = second.WithoutFile.ToList();
        foreach (SideItem item in first.WithoutFile)
        {
            SideItem? other = left.Find(candidate => sameKind ? candidate.Name == item.Name : KeyOf(candidate) == KeyOf(item));
            if (other is not null)
            {
                left.Remove(other);
            }

            yield return Of(first, second, item, other, null);
        }

        foreach (SideItem item in left)
        {
            yield return Of(first, second, null, item, null);
        }
    }

    /// <summary>What two tools call the same thing: the digits in front, else the name without its extension.</summary>
    private static string KeyOf(SideItem item)
    {
        string stem = item.Name.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) ? item.Name[..^".sql".Length] : item.Name;
        string digits = new([.. (item.Version ?? stem).TakeWhile(char.IsAsciiDigit)]);
        return digits.Length > 0 ? MigrationVersion.Normalize(digits) : stem;
    }

    private static HistoryDifference Of(SideContents first, SideContents second, SideItem? reference, SideItem? difference, Migration? file)
    {
        SideItem named = (reference ?? difference)!;
        bool otherText = first.Kind == second.Kind && reference is { IsThere: true, Checksum: { } one } && difference is { IsThere: true, Checksum: { } two }
            && !one.Equals(two, StringComparison.OrdinalIgnoreCase);
        string? note = string.Join(' ', new[] { reference?.Note, difference?.Note, otherText ? "The two recorded different texts of it." : null }.OfType<string>());
        return new HistoryDifference
        {
            Relationship = RelationshipOf(reference, difference, otherText),
            Name = named.Name,
            Version = named.Version,
            Reference = first.Label,
            Difference = second.Label,
            ReferenceState = StateOf(reference),
            DifferenceState = StateOf(difference),
            ReferenceAppliedAt = reference?.AppliedAt,
            DifferenceAppliedAt = difference?.AppliedAt,
            Note = note.Length == 0 ? null : note,
            Migration = file,
        };
    }

    private static MigrationState StateOf(SideItem? item) => item?.State ?? MigrationState.Pending;

    private static HistoryRelationship RelationshipOf(SideItem? reference, SideItem? difference, bool otherText) => (reference, difference) switch
    {
        ({ State: MigrationState.NotForTarget }, _) or (_, { State: MigrationState.NotForTarget }) => HistoryRelationship.Neither,
        ({ IsThere: true }, { IsThere: true }) => otherText || reference.IsTroubled || difference.IsTroubled ? HistoryRelationship.Changed : HistoryRelationship.Both,
        ({ IsTroubled: true }, _) or (_, { IsTroubled: true }) => HistoryRelationship.Changed,
        ({ IsSkipped: true }, _) or (_, { IsSkipped: true }) => HistoryRelationship.Skipped,
        ({ IsThere: true }, _) => HistoryRelationship.OnlyInReference,
        (_, { IsThere: true }) => HistoryRelationship.OnlyInDifference,
        _ => HistoryRelationship.Neither,
    };
}
