using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts.Flyway;

/// <summary>A script's <c>.conf</c>: <c>executeInTransaction=false</c> takes it out of its transaction.</summary>
internal static class FlywayConfig
{
    public static TransactionMode TransactionOf(string script, List<MigrationProblem> problems)
    {
        string path = script + ".conf";
        if (!File.Exists(path))
        {
            return TransactionMode.Auto;
        }

        try
        {
            string? value = BoundedFile.ReadText(path).Split('\n').Select(line => line.Trim()).Where(line => !line.StartsWith('#'))
                .Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2 && pair[0].Trim() == "executeInTransaction")
                .Select(pair => pair[1].Trim()).LastOrDefault();
            return value is not null && value.Equals("false", StringComparison.OrdinalIgnoreCase) ? TransactionMode.None : TransactionMode.Auto;
        }
        catch (InvalidDataException error)
        {
            problems.Add(LayoutProblems.InvalidManifest(path, error.Message));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(LayoutProblems.Unreadable(path, error));
        }

        return TransactionMode.Auto;
    }
}
