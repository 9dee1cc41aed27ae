using System.Text;
using System.Text.RegularExpressions;

namespace PgMigrate.Settings;

/// <summary>
/// A pattern for paths as .gitignore has them: <c>*</c> and <c>?</c> within a name, <c>**</c> for folders in between. One without a slash
/// is for names in any folder; one that ends with a slash is for all that a folder holds.
/// </summary>
/// <remarks>
/// No pattern takes for ever, because none is matched by backtracking. A limit of time instead would strike a pattern that is quick, on a
/// machine that is not.
/// </remarks>
internal sealed class PathPattern
{
    private readonly string _folder;
    private readonly Regex _regex;

    /// <param name="pattern">The pattern.</param>
    /// <param name="folder">The folder it counts from, full path.</param>
    public PathPattern(string pattern, string folder)
    {
        _folder = folder;
        string text = pattern.Replace('\\', '/');
        text = text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;
        text = text.EndsWith('/') ? text + "**" : text;
        text = text.Contains('/', StringComparison.Ordinal) ? text.TrimStart('/') : "**/" + text;
        RegexOptions options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | (OperatingSystem.IsLinux() ? RegexOptions.None : RegexOptions.IgnoreCase);
        _regex = new Regex($"\\A{Translate(text)}\\z", options);
    }

    private PathPattern(Regex regex, string folder)
    {
        _folder = folder;
        _regex = regex;
    }

    /// <summary>A pattern as squawk reads it (<see cref="SquawkGlob"/>); null when it is none.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="folder">The folder it counts from, full path.</param>
    public static PathPattern? OfSquawk(string pattern, string folder) =>
        SquawkGlob.Translate(pattern) is { } regex ? new PathPattern(new Regex(regex, SquawkGlob.Options), folder) : null;

    /// <summary>True for a file that it means.</summary>
    /// <param name="path">Full path.</param>
    public bool IsMatch(string path) => _regex.IsMatch(Path.GetRelativePath(_folder, path).Replace('\\', '/'));

    private static string Translate(string text)
    {
        var regex = new StringBuilder();
        for (int at = 0; at < text.Length; at++)
        {
            bool deep = text[at] == '*' && at + 1 < text.Length && text[at + 1] == '*';
            bool between = deep && at + 2 < text.Length && text[at + 2] == '/';
            regex.Append(between ? "(?:.*/)?" : deep ? ".*" : text[at] == '*' ? "[^/]*" : text[at] == '?' ? "[^/]" : Regex.Escape(text[at].ToString()));
            at += between ? 2 : deep ? 1 : 0;
        }

        return regex.ToString();
    }
}
