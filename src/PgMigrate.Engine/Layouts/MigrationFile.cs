namespace PgMigrate.Engine.Layouts;

/// <summary>A file that a layout took for a migration.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Version">Its version as written.</param>
/// <param name="Name">What follows the version.</param>
/// <param name="UndoPath">Full path of its undo twin, or null.</param>
internal sealed record MigrationFile(string Path, string Version, string Name, string? UndoPath)
{
    /// <summary>File name with extension; where a migration is a folder, the folder's name.</summary>
    public string FileName { get; init; } = System.IO.Path.GetFileName(Path);

    /// <summary>True for a file that sets up an empty database.</summary>
    public bool IsInitialSetup { get; init; }

    /// <summary>See <see cref="Migrations.Migration.HistoryKey"/>.</summary>
    public string? HistoryKey { get; init; }

    /// <summary>What a file beside it says of transactions.</summary>
    public Migrations.TransactionMode Transaction { get; init; }

    /// <summary>The language it is written in (<c>JavaScript</c>); null for SQL.</summary>
    public string? Language { get; init; }

    /// <summary>See <see cref="Migrations.Migration.IsRepeatable"/>.</summary>
    public bool IsRepeatable { get; init; }
}
