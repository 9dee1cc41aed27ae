using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts;

/// <summary>
/// <c>NNNN_snake_case_name.sql</c>, also <c>NNN-kebab-case.sql</c> and <c>NNN.sql</c>, in the order of their numbers; gaps are fine.
/// </summary>
internal sealed class NativeLayout : IMigrationLayout
{
    public string Name => "Native";

    public bool Matches(FolderProbe folder) => true;

    public MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems) => MigrationParts.Native(text, problems);

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        var undos = new UndoTwins(scan);
        var found = new List<MigrationFile>();
        foreach (string path in scan.Files)
        {
            var name = NativeName.Parse(Path.GetFileName(path));
            if (name.Version.Length == 0 && !name.IsUndo)
            {
                scan.Problems.Add(LayoutProblems.UnknownFile(path));
            }
            else if (!name.IsUndo)
            {
                found.Add(new MigrationFile(path, name.Version, name.Name, undos.Take(Path.GetFileName(path))));
            }
        }

        undos.ReportOrphans();
        return NumberedFiles.Order(found, scan);
    }
}
