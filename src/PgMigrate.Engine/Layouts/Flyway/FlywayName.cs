namespace PgMigrate.Engine.Layouts.Flyway;

/// <summary>The parts of a file name like <c>V1_2__Add_users.sql</c>.</summary>
/// <param name="Prefix"><c>V</c>, <c>U</c>, <c>R</c> or <c>B</c>.</param>
/// <param name="Version">The version with dots, as written; empty for a repeatable one.</param>
/// <param name="Description">The rest, underscores as blanks.</param>
internal sealed record FlywayName(char Prefix, string Version, string Description)
{
    private const string Separator = "__";

    /// <summary>The version to compare, or null for a repeatable one.</summary>
    public FlywayVersion? Number => FlywayVersion.Parse(Version);

    /// <summary>Takes a name apart; null when Flyway would not take it for a migration.</summary>
    public static FlywayName? Parse(string fileName)
    {
        if (!fileName.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) || fileName[0] is not ('V' or 'U' or 'R' or 'B'))
        {
            return null;
        }

        string stem = fileName[1..^".sql".Length];
        int bar = stem.IndexOf(Separator, StringComparison.Ordinal);
        string version = (bar < 0 ? stem : stem[..bar]).Replace('_', '.');
        string description = bar < 0 ? "" : stem[(bar + Separator.Length)..].Replace('_', ' ');
        bool valid = fileName[0] == 'R' ? version.Length == 0 && bar >= 0 : FlywayVersion.Parse(version) is not null;
        return valid ? new FlywayName(fileName[0], version, description.Length == 0 ? "<< no description >>" : description) : null;
    }
}
