namespace PgMigrate.Engine.Layouts;

/// <summary>A file that a layout took for a migration.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Version">Its version as written.</param>
/// <param name="Name">What follows the version.</param>
/// <param name="UndoPath">Full path of its undo twin, or null.</param>
internal sealed record MigrationFile(string Path, string Version, string Name, string? UndoPath)
{
    /// <summary>File name with extension.</summary>
    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>True for a file that sets up an empty database.</summary>
    public bool IsInitialSetup { get; init; }
}
