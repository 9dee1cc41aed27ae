using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PgMigrate.Engine.Linting;

/// <summary>A version of PostgreSQL, from 10 on: <c>16</c> or <c>14.3</c>.</summary>
/// <param name="Major">The major version.</param>
/// <param name="Minor">The minor version; null when it is not said, which means one with all its corrections.</param>
public readonly record struct ServerVersion(int Major, int? Minor = null) : IComparable<ServerVersion>
{
    /// <summary>Reads <c>16</c>, <c>14.3</c> or <c>15.4.0</c>, whose third number means nothing.</summary>
    /// <param name="text">It.</param>
    /// <param name="version">The version, when it is one.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out ServerVersion version)
    {
        version = default;
        string[] parts = (text ?? "").Trim().Split('.');
        if (parts.Length > 3 || !IsNumber(parts[0], out int major) || major < 10)
        {
            return false;
        }

        int minor = 0;
        bool hasMinor = parts.Length > 1;
        if ((hasMinor && !IsNumber(parts[1], out minor)) || (parts.Length == 3 && !IsNumber(parts[2], out _)))
        {
            return false;
        }

        version = new ServerVersion(major, hasMinor ? minor : null);
        return true;

        static bool IsNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <inheritdoc/>
    public int CompareTo(ServerVersion other) => (Major, Minor ?? int.MaxValue).CompareTo((other.Major, other.Minor ?? int.MaxValue));

    /// <summary>Older.</summary>
    /// <param name="left">A version.</param>
    /// <param name="right">Another.</param>
    public static bool operator <(ServerVersion left, ServerVersion right) => left.CompareTo(right) < 0;

    /// <summary>Newer.</summary>
    /// <param name="left">A version.</param>
    /// <param name="right">Another.</param>
    public static bool operator >(ServerVersion left, ServerVersion right) => left.CompareTo(right) > 0;

    /// <summary>Not newer.</summary>
    /// <param name="left">A version.</param>
    /// <param name="right">Another.</param>
    public static bool operator <=(ServerVersion left, ServerVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Not older.</summary>
    /// <param name="left">A version.</param>
    /// <param name="right">Another.</param>
    public static bool operator >=(ServerVersion left, ServerVersion right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Minor is { } minor ? string.Create(CultureInfo.InvariantCulture, $"{Major}.{minor}") : Major.ToString(CultureInfo.InvariantCulture);
}
