namespace PgMigrate.Engine.Layouts;

/// <summary>
/// <c>migrations.json</c> with <c>initialSetupFiles</c> and <c>migrationFiles</c>: the manifest alone says what is run and in
/// which order. Files beside it that it does not name are reported, not run.
/// </summary>
internal sealed class ManifestLayout : IMigrationLayout
{
    public const string FileName = "migrations.json";

    public string Name => "Manifest";

    public bool Matches(string folder) => File.Exists(Path.Combine(folder, FileName));

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        string path = Path.Combine(scan.Folder, FileName);
        if (MigrationManifest.Read(path, scan.Problems) is not { } manifest)
        {
            return [];
        }

        string folder = Path.GetFullPath(Path.Combine(scan.Folder, manifest.SchemaDirectory ?? "."));
        FolderScan files = folder == scan.Folder ? scan : FolderScan.Of(folder);
        var known = files.Files.ToDictionary(file => Path.GetFileName(file), StringComparer.Ordinal);
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
            string version = parts.Version.Length > 0 ? parts.Version : Path.GetFileNameWithoutExtension(name);
            found.Add(new MigrationFile(file, version, parts.Name, undos.Take(name)) { IsInitialSetup = initial });
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
