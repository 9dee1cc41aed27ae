using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Goose;

/// <summary>goose: <c>&lt;integer&gt;_name.sql</c> in the order of the integers, with <c>-- +goose Up</c> and <c>-- +goose Down</c>.</summary>
internal sealed class GooseLayout : IMigrationLayout
{
    public string Name => "Goose";

    public bool Matches(FolderProbe folder) => folder.AnyLine(line => line.TrimStart().StartsWith("-- +goose ", StringComparison.Ordinal));

    public IReadOnlyList<MigrationFile> List(FolderScan scan)
    {
        var found = new List<MigrationFile>();
        foreach (string path in scan.Files.Concat(scan.OtherFiles.Where(file => file.EndsWith(".go", StringComparison.Ordinal))).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            int bar = name.IndexOf('_', StringComparison.Ordinal);
            bool isGo = path.EndsWith(".go", StringComparison.Ordinal);
            if (bar < 1 || !name[..bar].All(char.IsAsciiDigit) || MigrationVersion.Normalize(name[..bar]) == "0")
            {
                if (!isGo)
                {
                    scan.Problems.Add(LayoutProblems.Unnamed(path, "<integer>_name.sql"));
                }
            }
            else if (isGo && !name.EndsWith("_test", StringComparison.Ordinal))
            {
                scan.Problems.Add(LayoutProblems.UnsupportedLanguage(path, "Go"));
            }
            else if (!isGo)
            {
                found.Add(new MigrationFile(path, name[..bar], name[(bar + 1)..], null) { HistoryKey = MigrationVersion.Normalize(name[..bar]) });
            }
        }

        return NumberedFiles.Order(found, scan);
    }

    public MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems) => GooseScript.Cut(text, file, problems);
}
