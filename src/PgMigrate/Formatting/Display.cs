using System.ComponentModel;
using System.Globalization;

namespace PgMigrate.Formatting;

/// <summary>Texts for the table views.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Display
{
    /// <summary>A duration in the unit that suits it: <c>12 ms</c>, <c>3.4 s</c>, <c>2:05 min</c>.</summary>
    /// <param name="duration">The duration, or null.</param>
    public static string Duration(TimeSpan? duration) => duration switch
    {
        null => "",
        { TotalMilliseconds: < 1000 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 60 } time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { } time => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMinutes}:{time.Seconds:00} min"),
    };

    /// <summary>A time of the server's in UTC, to the second.</summary>
    /// <param name="time">The time, or null.</param>
    public static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Statements done of statements there are: <c>3/7</c>.</summary>
    /// <param name="applied">Done, or null.</param>
    /// <param name="total">All, or null.</param>
    public static string Statements(int? applied, int? total) =>
        applied is null && total is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{applied}/{total}");
}
