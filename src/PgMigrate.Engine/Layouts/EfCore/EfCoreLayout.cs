using System.Text.RegularExpressions;

namespace PgMigrate.Engine.Layouts.EfCore;

/// <summary>
/// EF Core: <c>&lt;yyyyMMddHHmmss&gt;_Name.cs</c> with a <c>.Designer.cs</c> beside it. They are C#: listed and compared, never run here;
/// <c>dotnet ef migrations script</c> makes SQL of them.
/// </summary>
internal sealed partial class EfCoreLayout : IMigrationLayout
{
    public string Name => "EfCore";

    public string? Language => "C#";

    public bool Matches(FolderProbe folder) => !folder.HasNumberedFiles && folder.OtherFiles.Any(file => FileName().IsMatch(file));

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        var found = new List<MigrationFile>();
        foreach (string path in scan.OtherFiles)
        {
            if (FileName().Match(Path.GetFileName(path)) is { Success: true } name)
            {
                found.Add(new MigrationFile(path, name.Groups["version"].Value, name.Groups["name"].Value, null) { HistoryKey = Path.GetFileNameWithoutExtension(path) });
            }
        }

        return NumberedFiles.Order(found, scan);
    }

    /// <summary>A name without a dot: <c>.Designer.cs</c> is no migration of its own.</summary>
    [GeneratedRegex(@"\A(?<version>[0-9]{14})_(?<name>\w+)\.cs\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
