using System.Management.Automation;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Layouts.Converting;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;
using PgMigrate.Errors;

namespace PgMigrate.Commands;

/// <summary>Plan, check, ask, write: the steps of a conversion, each on the pipeline thread.</summary>
internal sealed class ConversionRun(PgMigrateCommand command, string folder, MigrationFolderOptions folderOptions, ConversionOptions options, LintSeverity failOn)
{
    /// <summary>Writes what passes and was confirmed; gives the new migrations. One that does not pass ends the command before anything is written.</summary>
    public IReadOnlyList<Migration> Convert(IReadOnlyList<Migration> sources, CancellationToken cancellationToken)
    {
        ConversionPlan plan = Plan(sources, cancellationToken);
        Refuse(plan);
        foreach ((Migration source, Migration made) in plan.Known)
        {
            command.WriteVerbose($"{source.FileName} was converted before: {made.FileName}.");
        }

        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (Conversion item in plan.Items)
        {
            if (!Write(item))
            {
                break;
            }

            written.Add(item.File.Path);
        }

        return written.Count == 0 ? [] : [.. MigrationFolder.Read(folder, folderOptions).Migrations.Where(migration => written.Contains(migration.Path))];
    }

    private ConversionPlan Plan(IReadOnlyList<Migration> sources, CancellationToken cancellationToken)
    {
        MigrationSet target = MigrationFolder.Read(folder, folderOptions);
        command.Refuse([.. target.Problems.Where(problem => problem is { Severity: ProblemSeverity.Error, Code: not MigrationProblemCode.FolderNotFound })
            .Select(problem => ErrorRecords.Problem(problem))], folder);
        try
        {
            return MigrationConverter.Plan(sources, target, options, cancellationToken);
        }
        catch (Exception error) when (error is NotSupportedException or ArgumentException)
        {
            command.ThrowTerminatingError(error switch
            {
                NotSupportedException refused => ErrorRecords.NotWrittenHere(refused, target.Layout),
                UnknownRuleException unknown => ErrorRecords.UnknownRule(unknown),
                _ => ErrorRecords.InvalidConversion((ArgumentException)error, options.Name),
            });
            throw;
        }
    }

    private void Refuse(ConversionPlan plan)
    {
        foreach (MigrationProblem warning in plan.Problems.Where(problem => problem.Severity == ProblemSeverity.Warning))
        {
            command.WriteWarning($"{warning} {warning.Remedy}");
        }

        var tests = plan.Items.Select(item => (Test: new MigrationSqlTest(item.Report, failOn), item.Source)).Where(item => !item.Test.Passed);
        command.Refuse(
            [
                .. plan.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => ErrorRecords.Problem(problem)),
                .. tests.Select(item => ErrorRecords.ConversionNotPassed(item.Test, item.Source)),
            ],
            folder);
    }

    private bool Write(Conversion item)
    {
        string what = $"Writing {item.File.Path} from {item.Source.Path}";
        if (!command.ShouldProcess($"{what}\n{SecretRedactor.Redact(item.File.Text).TrimEnd()}", what + "?", "Convert migration", out ShouldProcessReason reason))
        {
            return reason == ShouldProcessReason.WhatIf;
        }

        try
        {
            item.File.Write();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            command.ThrowTerminatingError(ErrorRecords.CannotAccessFile(item.File.Path, error));
            throw;
        }
    }
}
