namespace PgMigrate.Engine.Layouts.GolangMigrate;

/// <summary>
/// golang-migrate: <c>^([0-9]+)_(.*)\.(down|up)\.(.*)$</c>, in the order of the numbers. A file is sent as one message without a
/// transaction around it, which the server takes as one transaction.
/// </summary>
internal sealed class GolangMigrateLayout : IMigrationLayout
{
    public string Name => "GolangMigrate";

    public bool Matches(FolderProbe folder) =>
        folder.SqlFiles.Any(file => UpDownName.Parse(file) is { Direction: "down" })
        && folder.SqlFiles.All(file => UpDownName.Parse(file) is { Direction.Length: > 0 });

    public IReadOnlyList<MigrationFile> List(FolderScan scan) => UpDownPairs.List(scan, simple: false);
}
