using System.Globalization;

namespace PgMigrate.Engine.Running;

/// <summary>Times as the server gives them, read as seconds since 1970: the one form that every target returns alike.</summary>
internal static class ServerTime
{
    /// <summary>A column made by <c>EXTRACT(EPOCH FROM …)::float8</c>.</summary>
    public static DateTimeOffset? Read(SqlRow row, int column) => row.Values[column] is { } seconds
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)(Convert.ToDouble(seconds, CultureInfo.InvariantCulture) * 1000)) : null;

    /// <summary>For people; "an unknown time" for null.</summary>
    public static string Text(DateTimeOffset? time) => time is { } known
        ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC" : "an unknown time";
}
