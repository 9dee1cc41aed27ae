using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts;

/// <summary>A way to name and order migrations in a folder.</summary>
internal interface IMigrationLayout
{
    /// <summary>Its name, as users write it.</summary>
    string Name { get; }

    /// <summary>The language of its migrations when they are only listed here; null for those that can be run.</summary>
    string? Language => null;

    /// <summary>True when the folder is laid out so. Layouts are asked in order; the native one takes what is left.</summary>
    bool Matches(FolderProbe folder);

    /// <summary>Lists the migrations of a folder in run order and notes what is wrong; reads no migration.</summary>
    IReadOnlyList<MigrationFile> List(FolderScan scan);

    /// <summary>Cuts the text of a migration into what applies it and what takes it back, and notes what is wrong.</summary>
    MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems) => MigrationParts.Whole(text, file);
}
