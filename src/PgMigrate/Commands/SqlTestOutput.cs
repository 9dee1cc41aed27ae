using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Output;

namespace PgMigrate.Commands;

/// <summary>Where tests go: down the pipeline as objects, or as text in a form, there or into a file.</summary>
/// <param name="command">The command that writes them.</param>
/// <param name="format">The form; null means objects.</param>
/// <param name="file">Full path of the file for the text, or null.</param>
internal sealed class SqlTestOutput(TestMigrationSqlCommand command, LintOutputFormat? format, string? file)
{
    private readonly List<MigrationSqlTest> _tests = [];

    public int Count => _tests.Count;

    public int FailedCount => _tests.Count(test => !test.Passed);

    /// <summary>Takes a test and writes it at once where objects are wanted.</summary>
    public void Add(MigrationSqlTest test)
    {
        _tests.Add(test);
        string name = test.FileName ?? "SQL";
        command.WriteVerbose(LintRenderer.Describe(test.Coverage, int.MaxValue) is { } unknown ? $"{name}: {unknown}." : $"{name}: {test.Coverage}.");
        if (format is null || file is not null)
        {
            command.WriteObject(test);
        }
    }

    /// <summary>Writes the text, if one is wanted.</summary>
    /// <param name="options">What the form needs to know.</param>
    public void End(LintOutputOptions options)
    {
        if (format is not { } form)
        {
            return;
        }

        string text = LintReportWriter.Write([.. _tests.Select(test => test.Report)], form, options);
        if (file is null)
        {
            command.WriteObject(text.TrimEnd('\n').Split('\n'), enumerateCollection: true);
            return;
        }

        command.WriteReport(file, text);
    }
}
