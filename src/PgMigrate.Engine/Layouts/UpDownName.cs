namespace PgMigrate.Engine.Layouts;

/// <summary>The parts of a file name like <c>0007_add_users.up.sql</c>, as golang-migrate and sqlx take it apart.</summary>
/// <param name="Version">The digits before the first underscore, as written.</param>
/// <param name="Name">What follows it.</param>
/// <param name="Direction"><c>up</c>, <c>down</c>, or empty for a file that has neither mark.</param>
internal readonly record struct UpDownName(string Version, string Name, string Direction)
{
    /// <summary>Takes a name apart; null when it does not start with digits and an underscore.</summary>
    public static UpDownName? Parse(string fileName)
    {
        string stem = Path.GetFileNameWithoutExtension(fileName);
        int bar = stem.IndexOf('_', StringComparison.Ordinal);
        if (bar < 1 || !stem[..bar].All(char.IsAsciiDigit))
        {
            return null;
        }

        string direction = stem.EndsWith(".up", StringComparison.Ordinal) ? "up" : stem.EndsWith(".down", StringComparison.Ordinal) ? "down" : "";
        string name = stem[(bar + 1)..];
        return new UpDownName(stem[..bar], direction.Length == 0 ? name : name[..^(direction.Length + 1)], direction);
    }
}
