namespace PgMigrate.Engine.Layouts;

/// <summary>How to read a folder.</summary>
public sealed record MigrationFolderOptions
{
    /// <summary>Name of the layout, or null to detect it.</summary>
    public string? Layout { get; init; }

    /// <summary>Migrations up to this number are protected: no command rewrites them. Null protects none.</summary>
    public string? ImmutableThrough { get; init; }
}
