using System.Text.RegularExpressions;

namespace PgMigrate.Tests.Pester;

/// <summary>One <c>It</c> of the suite.</summary>
/// <param name="File">Name of its file.</param>
/// <param name="Name">Its text.</param>
internal sealed partial record PesterTest(string File, string Name)
{
    /// <summary>All of them, in the order in which they stand.</summary>
    public static IReadOnlyList<PesterTest> All { get; } =
        [.. Repository.Files("tests/Pester", "*.Tests.ps1").SelectMany(ReadFile)];

    private static IEnumerable<PesterTest> ReadFile(string path) =>
        It().Matches(System.IO.File.ReadAllText(Repository.At(path)))
            .Select(match => new PesterTest(Path.GetFileName(path), match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal)));

    [GeneratedRegex(@"^[ \t]*It[ \t]+'((?:[^'\r\n]|'')+)'", RegexOptions.Multiline)]
    private static partial Regex It();
}
