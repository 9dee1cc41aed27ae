using System.Text.RegularExpressions;

namespace PgMigrate.Tests.Help;

/// <summary>A help page, taken apart at its headings.</summary>
internal sealed partial class HelpPage
{
    private readonly Dictionary<string, string> _sections;

    private HelpPage(Dictionary<string, string> sections) => _sections = sections;

    public string Synopsis => Plain(_sections["SYNOPSIS"]);

    public IEnumerable<string> Description => Paragraphs(_sections["DESCRIPTION"]);

    public string Inputs => Plain(_sections["INPUTS"]);

    public string Outputs => Plain(_sections["OUTPUTS"]);

    public IEnumerable<(string Title, string Code)> Examples =>
        Example().Matches(_sections["EXAMPLES"]).Select(match => (match.Groups[1].Value, match.Groups[2].Value.TrimEnd('\n')));

    public static HelpPage Read(string path)
    {
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        string[] parts = Section().Split(text);
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int at = 1; at + 1 < parts.Length; at += 2)
        {
            sections.Add(parts[at], parts[at + 1]);
        }

        return new HelpPage(sections);
    }

    public IEnumerable<string> Parameter(string name)
    {
        Match match = Regex.Match(_sections["PARAMETERS"], $@"^### -{Regex.Escape(name)}\n(.*?)```yaml", RegexOptions.Singleline | RegexOptions.Multiline);
        return Paragraphs(match.Groups[1].Value);
    }

    private static IEnumerable<string> Paragraphs(string text) =>
        text.Split("\n\n").Select(Plain).Where(paragraph => paragraph.Length > 0);

    /// <summary>Get-Help shows text as it is, so the back quotes go.</summary>
    private static string Plain(string text) => text.Trim().Replace("`", "", StringComparison.Ordinal);

    [GeneratedRegex("^## (.+)\n", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex("^### ([^\n]+)\n```powershell\n(.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
