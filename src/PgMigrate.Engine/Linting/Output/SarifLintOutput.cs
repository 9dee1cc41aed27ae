using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Output;

/// <summary>SARIF 2.1.0 (OASIS standard). Columns count code points, which the run says with <c>columnKind</c>.</summary>
internal static class SarifLintOutput
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    public static string Write(IReadOnlyCollection<LintReport> reports, LintOutputOptions options)
    {
        RuleMetadata[] rules = [.. RuleCatalog.All.Select(rule => rule.Metadata)];
        Dictionary<string, int> index = rules.Select((rule, at) => (rule.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at, StringComparer.Ordinal);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonLintOutput.Indented))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, rules, options);
            WriteInvocation(json, reports, options);
            json.WriteString("columnKind", "unicodeCodePoints");
            json.WriteStartArray("results");
            foreach (LintDiagnostic diagnostic in reports.SelectMany(report => report.Diagnostics))
            {
                WriteResult(json, diagnostic, index.TryGetValue(diagnostic.RuleId, out int at) ? at : null, options);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n") + "\n";
    }

    private static void WriteTool(Utf8JsonWriter json, RuleMetadata[] rules, LintOutputOptions options)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "PgMigrate");
        json.WriteString("version", options.ToolVersion);
        json.WriteString("semanticVersion", options.ToolVersion);
        json.WriteStartArray("rules");
        foreach (RuleMetadata rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title);
            WriteText(json, "fullDescription", $"{rule.Triggers} {rule.Effect}");
            WriteHelp(json, rule, options.Pages.OnWeb(rule.DocumentationPath));
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", LevelOf(rule.DefaultSeverity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>
    /// The page's address where it has one that others can open, which that of a file on this machine is not; and its words in any case,
    /// for viewers that show them beside the finding.
    /// </summary>
    private static void WriteHelp(Utf8JsonWriter json, RuleMetadata rule, Uri? address)
    {
        if (address is not null)
        {
            json.WriteString("helpUri", address.AbsoluteUri);
        }

        string see = address?.AbsoluteUri ?? rule.DocumentationPath;
        json.WriteStartObject("help");
        json.WriteString("text", $"{rule.Instead} See {see}.");
        json.WriteString("markdown", string.Join("\n\n", new[]
        {
            $"**Triggers.** {rule.Triggers}", $"**Effect.** {rule.Effect}", $"**Instead.** {rule.Instead}",
            rule.Rewrite is { } rewrite ? $"**Fix.** {rewrite}" : "", rule.Notes is { } notes ? $"**Notes.** {notes}" : "",
            address is null ? $"Page: `{see}`" : $"[{rule.Id}]({see})",
        }.Where(text => text.Length > 0)));
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, LintDiagnostic diagnostic, int? ruleIndex, LintOutputOptions options)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", diagnostic.RuleId);
        if (ruleIndex is { } index)
        {
            json.WriteNumber("ruleIndex", index);
        }

        json.WriteString("level", LevelOf(diagnostic.Severity));
        WriteText(json, "message", $"{diagnostic.Message} {diagnostic.Fix}");
        WriteLocation(json, diagnostic.Path, diagnostic.Position, diagnostic.EndPosition, options);
        json.WriteStartObject("partialFingerprints");
        json.WriteString("statement/v1", Fingerprint(diagnostic));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What the run has to say of itself: the statements that no rule looked into.</summary>
    private static void WriteInvocation(Utf8JsonWriter json, IReadOnlyCollection<LintReport> reports, LintOutputOptions options)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", true);
        json.WriteStartArray("toolExecutionNotifications");
        foreach ((string? path, UnknownStatement unknown) in reports.SelectMany(report => report.Coverage.Unknown.Select(unknown => (report.Path, unknown))))
        {
            json.WriteStartObject();
            json.WriteString("level", "note");
            WriteText(json, "message", $"No rule looked into a statement of unknown kind: {unknown.Text}");
            WriteLocation(json, path, unknown.Position, unknown.Position, options);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteLocation(Utf8JsonWriter json, string? file, SourcePosition start, SourcePosition end, LintOutputOptions options)
    {
        string path = options.Show(file);
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Path.IsPathRooted(path) ? new Uri(path).AbsoluteUri : string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", start.Line);
        json.WriteNumber("startColumn", start.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>The same finding keeps its identity when lines move: rule, message and statement, not the place.</summary>
    private static string Fingerprint(LintDiagnostic diagnostic) => Convert.ToHexString(SHA256.HashData(
        Encoding.UTF8.GetBytes($"{diagnostic.RuleId}\n{diagnostic.Message}\n{diagnostic.StatementText}")))[..32].ToLowerInvariant();

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string LevelOf(LintSeverity severity) => severity switch
    {
        LintSeverity.Error => "error",
        LintSeverity.Warning => "warning",
        _ => "note",
    };
}
