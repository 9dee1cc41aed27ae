namespace PgMigrate.Engine.Layouts;

/// <summary>The parts of a file name like <c>0007_add_users.sql</c>, <c>010-add-users-rollback.sql</c> or <c>12.down.sql</c>.</summary>
/// <param name="Version">Its digits as written; empty when it has none.</param>
/// <param name="Separator">What stands between digits and name; NUL for none.</param>
/// <param name="Name">The rest without extension and undo mark.</param>
/// <param name="IsUndo">True for a twin that takes back.</param>
internal readonly record struct NativeName(string Version, char Separator, string Name, bool IsUndo)
{
    private static readonly string[] UndoMarks = ["-rollback", "_rollback", ".rollback", ".down", ".undo", "-down", "_down", "-undo", "_undo"];

    /// <summary>Takes a file name apart.</summary>
    public static NativeName Parse(string fileName)
    {
        string stem = Path.GetFileNameWithoutExtension(fileName);
        string? mark = UndoMarks.FirstOrDefault(candidate => stem.EndsWith(candidate, StringComparison.OrdinalIgnoreCase) && stem.Length > candidate.Length);

        // 0007_down.sql and 0007-rollback.sql without a name are an undo of 0007.sql all the same.
        stem = mark is not null ? stem[..^mark.Length] : stem.EndsWith(".up", StringComparison.OrdinalIgnoreCase) ? stem[..^3] : stem;
        int digits = 0;
        while (digits < stem.Length && char.IsAsciiDigit(stem[digits]))
        {
            digits++;
        }

        string rest = stem[digits..];
        char separator = rest.Length > 0 && rest[0] is '_' or '-' or '.' ? rest[0] : '\0';
        return new NativeName(stem[..digits], separator, rest.TrimStart('_', '-', '.', ' '), mark is not null);
    }

    /// <summary>What a migration and its twin have in common.</summary>
    public string Key => $"{Migrations.MigrationVersion.Normalize(Version)}/{Name}";
}
