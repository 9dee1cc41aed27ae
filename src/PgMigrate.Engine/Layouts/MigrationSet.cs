using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts;

/// <summary>The migrations of a folder, in the order in which they are run.</summary>
/// <param name="FolderPath">Full path of the folder.</param>
/// <param name="Layout">The layout that read it.</param>
/// <param name="Migrations">In run order; <see cref="Migration.Ordinal"/> counts them.</param>
/// <param name="Problems">Everything found wrong with files and names.</param>
public sealed record MigrationSet(
    string FolderPath, string Layout, IReadOnlyList<Migration> Migrations, IReadOnlyList<MigrationProblem> Problems)
{
    /// <summary>Full path of the folder where the files lie: the folder's own, or the one below it that a manifest names.</summary>
    internal string FilesFolder { get; init; } = FolderPath;

    /// <summary>Versions of all files, those included that could not be read: their numbers are taken.</summary>
    internal IReadOnlyList<string> TakenVersions { get; init; } = [.. Migrations.Select(migration => migration.Version)];
}
