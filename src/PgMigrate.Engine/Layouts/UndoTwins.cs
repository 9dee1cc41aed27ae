namespace PgMigrate.Engine.Layouts;

/// <summary>The undo scripts of a folder by the migration they belong to.</summary>
internal sealed class UndoTwins
{
    private readonly Dictionary<string, string> _byKey = new(StringComparer.OrdinalIgnoreCase);
    private readonly FolderScan _scan;

    public UndoTwins(FolderScan scan)
    {
        _scan = scan;
        foreach (string path in scan.Files.Order(StringComparer.Ordinal))
        {
            var name = NativeName.Parse(Path.GetFileName(path));
            if (name.IsUndo && !_byKey.TryAdd(name.Key, path))
            {
                scan.Problems.Add(LayoutProblems.TwoUndos(path));
            }
        }
    }

    /// <summary>Takes the twin of a migration; a twin belongs to one.</summary>
    public string? Take(string fileName) => _byKey.Remove(NativeName.Parse(fileName).Key, out string? path) ? path : null;

    /// <summary>Reports the twins that nobody took.</summary>
    public void ReportOrphans() => _scan.Problems.AddRange(_byKey.Values.Order(StringComparer.Ordinal).Select(LayoutProblems.OrphanUndo));
}
