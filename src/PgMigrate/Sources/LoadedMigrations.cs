using PgMigrate.Engine.Layouts;

namespace PgMigrate.Sources;

/// <summary>A folder's migrations, and which of them were asked for.</summary>
/// <param name="Set">The whole folder.</param>
/// <param name="Selected">File names of those asked for, or null for all.</param>
internal sealed record LoadedMigrations(MigrationSet Set, IReadOnlySet<string>? Selected)
{
    /// <summary>File name of the last one that was picked; null when all were.</summary>
    public string? LastSelected => Selected is null ? null
        : Set.Migrations.LastOrDefault(migration => Selected.Contains(migration.FileName))?.FileName;
}
