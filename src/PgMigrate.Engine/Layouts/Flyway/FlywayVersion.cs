using System.Globalization;
using System.Numerics;

namespace PgMigrate.Engine.Layouts.Flyway;

/// <summary>A version of Flyway: numbers with dots or underscores between them; zeros at its end do not count (1 is 1.0).</summary>
internal sealed class FlywayVersion : IComparable<FlywayVersion>
{
    private readonly BigInteger[] _parts;

    private FlywayVersion(BigInteger[] parts) => _parts = parts;

    /// <summary>Reads a version; null when it is none.</summary>
    public static FlywayVersion? Parse(string text)
    {
        var parts = new List<BigInteger>();
        foreach (string part in text.Replace('_', '.').Split('.'))
        {
            if (part.Length == 0 || !part.All(char.IsAsciiDigit))
            {
                return null;
            }

            parts.Add(BigInteger.Parse(part, CultureInfo.InvariantCulture));
        }

        while (parts.Count > 1 && parts[^1].IsZero)
        {
            parts.RemoveAt(parts.Count - 1);
        }

        return new FlywayVersion([.. parts]);
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
            BigInteger mine = at < _parts.Length ? _parts[at] : BigInteger.Zero;
            BigInteger theirs = at < other._parts.Length ? other._parts[at] : BigInteger.Zero;
            if (mine != theirs)
            {
                return mine.CompareTo(theirs);
            }
        }

        return 0;
    }

    /// <summary>The same text for versions that are the same.</summary>
    public override string ToString() => string.Join('.', _parts.Select(part => part.ToString(CultureInfo.InvariantCulture)));
}
