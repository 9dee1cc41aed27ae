using System.Globalization;
using System.Text;
using System.Xml;

namespace PgMigrate.Engine.Linting.Output;

/// <summary>JUnit XML as the common readers take it: one suite, a case for each file; findings below the failing severity are its output.</summary>
internal static class JUnitLintOutput
{
    public static string Write(IReadOnlyCollection<LintReport> reports, LintOutputOptions options)
    {
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CheckCharacters = false };
        using (var xml = XmlWriter.Create(text, settings))
        {
            int failures = reports.Count(report => FailuresOf(report, options).Any());
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", "Test-MigrationSql");
            xml.WriteAttributeString("tests", reports.Count.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("failures", failures.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("errors", "0");
            foreach (LintReport report in reports)
            {
                Write(xml, report, options);
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + text + "\n";
    }

    private static void Write(XmlWriter xml, LintReport report, LintOutputOptions options)
    {
        LintDiagnostic[] failures = [.. FailuresOf(report, options)];
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", report.Target.ToString());
        xml.WriteAttributeString("name", Legal(options.Show(report.Path)));
        xml.WriteAttributeString("file", Legal(options.Show(report.Path)));
        if (failures.Length > 0)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", failures[0].RuleId);
            xml.WriteAttributeString("message", Legal(failures[0].Message));
            xml.WriteString(Legal(string.Join('\n', failures.Select(failure => Line(failure, options)))));
            xml.WriteEndElement();
        }

        string[] others = [.. report.Diagnostics.Except(failures).Select(diagnostic => Line(diagnostic, options))];
        if (others.Length > 0)
        {
            xml.WriteElementString("system-out", Legal(string.Join('\n', others)));
        }

        xml.WriteEndElement();
    }

    private static IEnumerable<LintDiagnostic> FailuresOf(LintReport report, LintOutputOptions options) =>
        report.Diagnostics.Where(diagnostic => diagnostic.Severity >= options.FailOn);

    private static string Line(LintDiagnostic diagnostic, LintOutputOptions options) =>
        $"{options.Show(diagnostic.Path)}:{diagnostic.Position}: {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.RuleId}: {diagnostic.Message} {diagnostic.Fix}";

    /// <summary>XML 1.0 has no place for control characters, not even escaped.</summary>
    private static string Legal(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
