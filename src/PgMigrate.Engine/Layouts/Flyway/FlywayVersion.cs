namespace PgMigrate.Engine.Layouts.Flyway;

/// <summary>A version of Flyway: numbers with dots or underscores between them; zeros at its end do not count (1 is 1.0).</summary>
internal sealed class FlywayVersion : IComparable<FlywayVersion>
{
    /// <summary>Digits without zeros before them: a number of any length is compared in linear time, which to parse one is not.</summary>
    private readonly string[] _parts;

    private FlywayVersion(string[] parts) => _parts = parts;

    /// <summary>Reads a version; null when it is none.</summary>
    public static FlywayVersion? Parse(string text)
    {
        string[] parts = text.Replace('_', '.').Split('.');
        if (parts.Any(part => part.Length == 0 || !part.All(char.IsAsciiDigit)))
        {
            return null;
        }

        string[] numbers = [.. parts.Select(part => part.TrimStart('0'))];
        int last = Array.FindLastIndex(numbers, number => number.Length > 0);
        return new FlywayVersion(numbers[..Math.Max(last + 1, 1)]);
    }

    /// <inheritdoc/>
    public int CompareTo(FlywayVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (int at = 0; at < Math.Max(_parts.Length, other._parts.Length); at++)
        {
            string mine = at < _parts.Length ? _parts[at] : "";
            string theirs = at < other._parts.Length ? other._parts[at] : "";
            int order = mine.Length != theirs.Length ? mine.Length.CompareTo(theirs.Length) : string.CompareOrdinal(mine, theirs);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>The same text for versions that are the same.</summary>
    public override string ToString() => string.Join('.', _parts.Select(part => part.Length == 0 ? "0" : part));
}
