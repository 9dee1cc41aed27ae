using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PgMigrate.Engine.Linting.Output;

/// <summary>
/// Our own JSON: <c>version</c>, <c>files</c> with <c>path</c>, <c>target</c>, <c>passed</c>, <c>statements</c>,
/// <c>known</c> and <c>opaque</c> (the ones of unknown kind), <c>suppressed</c> and <c>diagnostics</c>. Lines and
/// columns count from 1.
/// </summary>
internal static class JsonLintOutput
{
    internal static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyCollection<LintReport> reports, LintOutputOptions options)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteString("tool", "PgMigrate");
            json.WriteString("toolVersion", options.ToolVersion);
            json.WriteStartArray("files");
            foreach (LintReport report in reports)
            {
                Write(json, report, options);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n") + "\n";
    }

    private static void Write(Utf8JsonWriter json, LintReport report, LintOutputOptions options)
    {
        json.WriteStartObject();
        json.WriteString("path", options.Show(report.Path));
        json.WriteString("target", report.Target.ToString());
        json.WriteBoolean("passed", report.Diagnostics.All(diagnostic => diagnostic.Severity < options.FailOn));
        json.WriteNumber("statements", report.StatementCount);
        json.WriteNumber("known", report.Coverage.KnownCount);
        json.WriteStartArray("opaque");
        foreach (UnknownStatement unknown in report.Coverage.Unknown)
        {
            json.WriteStartObject();
            json.WriteNumber("line", unknown.Line);
            json.WriteNumber("column", unknown.Column);
            json.WriteString("statement", unknown.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("suppressed", report.SuppressedCount);
        json.WriteStartArray("diagnostics");
        foreach (LintDiagnostic diagnostic in report.Diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("rule", diagnostic.RuleId);
            json.WriteString("severity", diagnostic.Severity.ToString().ToLowerInvariant());
            json.WriteString("message", diagnostic.Message);
            json.WriteString("fix", diagnostic.Fix);
            json.WriteNumber("line", diagnostic.Line);
            json.WriteNumber("column", diagnostic.Column);
            json.WriteNumber("endLine", diagnostic.EndPosition.Line);
            json.WriteNumber("endColumn", diagnostic.EndPosition.Column);
            json.WriteString("statement", diagnostic.StatementText);
            if (diagnostic.LiveFacts is { } facts)
            {
                json.WriteString("liveFacts", facts);
            }

            json.WriteString("documentation", diagnostic.Page);
            if (options.Pages.OnWeb(diagnostic.Page) is { } address)
            {
                json.WriteString("helpUri", address.AbsoluteUri);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
