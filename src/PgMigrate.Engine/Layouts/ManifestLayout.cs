using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts;

/// <summary>
/// <c>migrations.json</c> with <c>initialSetupFiles</c> and <c>migrationFiles</c>: the manifest alone says what is run and in
/// which order. Files beside it that it does not name are reported, not run.
/// </summary>
internal sealed class ManifestLayout : IMigrationLayout
{
    public const string FileName = "migrations.json";

    public string Name => "Manifest";

    public bool Matches(FolderProbe folder) => folder.HasFile(FileName);

    public MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems) => MigrationParts.Native(text, problems);

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        string path = Path.Combine(scan.Folder, FileName);
        if (MigrationManifest.Read(path, scan.Problems) is not { } manifest)
        {
            return [];
        }

        string folder = Path.GetFullPath(Path.Combine(scan.Folder, manifest.SchemaDirectory ?? "."));
        if (folder != scan.Folder && Directory.Exists(folder) && !RealPath.IsInside(folder, scan.Folder))
        {
            scan.Problems.Add(LayoutProblems.LinkOutOfTree(folder, RealPath.Of(folder) ?? folder));
            return [];
        }

        FolderScan files = folder == scan.Folder ? scan : FolderScan.Of(folder);
        scan.FilesFolder = folder;
        var known = files.Files.ToDictionary(file => Path.GetFileName(file), StringComparer.Ordinal);
        var ups = files.Files.Select(file => NativeName.Parse(Path.GetFileName(file))).Where(name => !name.IsUndo)
            .Select(name => name.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var undos = new UndoTwins(files);
        var found = new List<MigrationFile>();
        foreach ((string name, bool initial) in manifest.Files)
        {
            if (!known.Remove(name, out string? file))
            {
                scan.Problems.Add(LayoutProblems.ManifestFileMissing(path, name));
                continue;
            }

            var parts = NativeName.Parse(name);
            if (parts.IsUndo && ups.Contains(parts.Key))
            {
                scan.Problems.Add(LayoutProblems.UndoInManifest(path, name));
                continue;
            }

            // Without a migration to take back, 012-count-down.sql is one itself: the manifest says so.
            string? undo = undos.Take(name);
            string stem = Path.GetFileNameWithoutExtension(name);
            found.Add(parts.IsUndo
                ? new MigrationFile(file, parts.Version.Length > 0 ? parts.Version : stem, stem[parts.Version.Length..].TrimStart('_', '-', '.'), null) { IsInitialSetup = initial }
                : new MigrationFile(file, parts.Version.Length > 0 ? parts.Version : stem, parts.Name, undo) { IsInitialSetup = initial });
        }

        undos.ReportOrphans();
        scan.Problems.AddRange(known.Values.Where(file => !NativeName.Parse(Path.GetFileName(file)).IsUndo)
            .Order(StringComparer.Ordinal).Select(LayoutProblems.NotInManifest));
        if (files != scan)
        {
            scan.Problems.AddRange(files.Problems);
        }

        return found;
    }
}
