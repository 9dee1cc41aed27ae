using System.Management.Automation;
using PgMigrate.Errors;

namespace PgMigrate.Sources;

/// <summary>Turns <c>-Path</c> (with wildcards) and <c>-LiteralPath</c> into full paths, as the session sees them.</summary>
internal static class PathResolver
{
    /// <summary>Resolves; a missing one gives an error and the rest go on.</summary>
    public static IEnumerable<ResolvedPath> Resolve(PSCmdlet command, string[]? patterns, string[]? literals)
    {
        foreach (string pattern in patterns ?? [])
        {
            foreach (ResolvedPath path in Expand(command, pattern))
            {
                yield return path;
            }
        }

        foreach (string literal in literals ?? [])
        {
            string path = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(literal, out ProviderInfo provider, out _);
            yield return Check(literal, path, provider);
        }
    }

    private static IEnumerable<ResolvedPath> Expand(PSCmdlet command, string pattern)
    {
        try
        {
            var found = command.SessionState.Path.GetResolvedProviderPathFromPSPath(pattern, out ProviderInfo provider);
            return found.Count == 0
                ? [new ResolvedPath(null, ErrorRecords.PathNotFound(pattern))]
                : [.. found.Select(path => Check(pattern, path, provider))];
        }
        catch (ItemNotFoundException)
        {
            return [new ResolvedPath(null, ErrorRecords.PathNotFound(pattern))];
        }
    }

    private static ResolvedPath Check(string given, string path, ProviderInfo provider)
    {
        if (!provider.Name.Equals("FileSystem", StringComparison.OrdinalIgnoreCase))
        {
            return new ResolvedPath(null, ErrorRecords.NotAFileSystemPath(given));
        }

        return File.Exists(path) || Directory.Exists(path)
            ? new ResolvedPath(System.IO.Path.TrimEndingDirectorySeparator(path), null)
            : new ResolvedPath(null, ErrorRecords.PathNotFound(given));
    }
}
