using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Layouts.Rails;

/// <summary>Rails: <c>&lt;digits&gt;_name.rb</c> in the order of the digits. They are Ruby: listed and compared, never run here.</summary>
internal sealed partial class RailsLayout : IMigrationLayout
{
    public string Name => "Rails";

    public string? Language => "Ruby";

    public bool Matches(FolderProbe folder) => !folder.HasNumberedFiles && folder.OtherFiles.Any(file => FileName().IsMatch(file));

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        var found = new List<MigrationFile>();
        foreach (string path in scan.OtherFiles)
        {
            if (FileName().Match(Path.GetFileName(path)) is { Success: true } name)
            {
                found.Add(new MigrationFile(path, name.Groups["version"].Value, name.Groups["name"].Value, null) { HistoryKey = name.Groups["version"].Value });
            }
        }

        return NumberedFiles.Order(found, scan);
    }

    /// <summary>As Rails takes names apart: a scope may stand before the extension.</summary>
    [GeneratedRegex(@"\A(?<version>[0-9]+)_(?<name>[_a-z0-9]*)\.?[_a-z0-9]*\.rb\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
