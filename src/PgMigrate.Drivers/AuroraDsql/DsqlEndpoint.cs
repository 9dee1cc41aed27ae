using System.Text.RegularExpressions;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>Reads a cluster's host name.</summary>
internal static partial class DsqlEndpoint
{
    /// <summary>The region in a host name such as <c>abc.dsql.eu-west-1.on.aws</c> or, over PrivateLink, <c>abc.dsql-x.eu-west-1.on.aws</c>; null when there is none.</summary>
    public static string? RegionOf(string host) => Pattern().Match(host) is { Success: true } match ? match.Groups[1].Value.ToLowerInvariant() : null;

    [GeneratedRegex(@"\.dsql[^.]*\.([^.]+)\.on\.aws\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
