namespace PgMigrate.Engine.Migrations;

/// <summary>Compares versions as numbers of any length, not as text.</summary>
public static class MigrationVersion
{
    /// <summary>The version without leading zeros: <c>007</c> and <c>7</c> are one.</summary>
    /// <param name="version">A version; one that is not all digits stays as it is.</param>
    public static string Normalize(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        string trimmed = version.TrimStart('0');
        return version.All(char.IsAsciiDigit) ? trimmed.Length == 0 ? "0" : trimmed : version;
    }

    /// <summary>Less than zero when the first comes first. Digits compare as numbers; others follow, by text.</summary>
    /// <param name="first">A version.</param>
    /// <param name="second">Another.</param>
    public static int Compare(string first, string second)
    {
        string a = Normalize(first);
        string b = Normalize(second);
        bool aDigits = a.All(char.IsAsciiDigit);
        bool bDigits = b.All(char.IsAsciiDigit);
        if (aDigits != bDigits)
        {
            return aDigits ? -1 : 1;
        }

        return aDigits && a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);
    }
}
