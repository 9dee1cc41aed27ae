using System.Management.Automation;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Errors;

namespace PgMigrate.Commands;

/// <summary>Work out the fixes, ask, write: the steps of <c>-Fix</c>, each on the pipeline thread.</summary>
internal sealed class FixRun(PgMigrateCommand command, FixSafety allowed)
{
    private int _withheld;

    /// <summary>The test of a migration after what was confirmed is written.</summary>
    public MigrationSqlTest Test(Migration migration, LintOptions options, LintSeverity failOn, CancellationToken cancellationToken)
    {
        FixReport report = LintFixer.Fix(migration, options, allowed, cancellationToken);
        if (report.Refusal is { } refusal)
        {
            if (report.WithheldCount > 0)
            {
                command.WriteWarning($"{migration.FileName} is not fixed: {refusal}.");
            }

            return new MigrationSqlTest(report.After, failOn);
        }

        _withheld += report.WithheldCount;
        FixedFile[] written = [.. report.Files.Where(Write)];
        LintReport after = written.Length == report.Files.Count ? report.After : Linter.Check(report.MigrationWith(written), options, cancellationToken);
        return new MigrationSqlTest(after, failOn) { Fixes = written.SelectMany(file => file.Fixes).ToArray() };
    }

    /// <summary>Tells of what was left, once for all files.</summary>
    public void ReportWithheld()
    {
        if (_withheld > 0)
        {
            command.WriteWarning($"{_withheld} more findings can be fixed with -AllowReviewNeeded; look at the result before you run it.");
        }
    }

    private bool Write(FixedFile file)
    {
        string what = $"Fixing {file.Path}\n{file.Preview.TrimEnd()}";
        if (!command.ShouldProcess(what, $"{what}\nWrite it?", "Fix SQL"))
        {
            return false;
        }

        try
        {
            file.Write();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            command.WriteError(ErrorRecords.CannotFixFile(file.Path!, error));
            return false;
        }
    }
}
