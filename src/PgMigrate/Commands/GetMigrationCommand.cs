using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommon.Get, "Migration", DefaultParameterSetName = PathSet)]
[OutputType(typeof(Migration))]
public sealed class GetMigrationCommand : HistorySourceCommand
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public MigrationState[]? Status { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(HistoryFormatCompleter))]
    public string? HistoryFormat { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => CollectPaths();

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (LoadedMigrations loaded in LoadPaths())
        {
            ReportFileProblems(loaded.Set);
            foreach (Migration migration in WithStates(loaded.Set))
            {
                bool asked = loaded.Selected?.Contains(migration.FileName) ?? true;
                if (asked && (Status?.Contains(migration.State) ?? true))
                {
                    WriteObject(migration);
                }
            }
        }
    }

    private IReadOnlyList<Migration> WithStates(MigrationSet set)
    {
        MigrationConnection? connection = Status is null ? FindConnection(Settings) : RequireConnection(Settings);
        if (connection is null)
        {
            return set.Migrations;
        }

        RunOptions options = KeptAs(BaseOptions(Settings), HistoryFormat) with { Variables = Settings.Variables };
        MigrationPlan plan = Run((observer, token) =>
            new MigrationRunner(connection.Sessions, observer, TimeProvider.System).PlanAsync(set, options, token));
        foreach (MigrationProblem problem in plan.Problems.Where(problem => problem.Code == MigrationProblemCode.OtherHistory))
        {
            WriteWarning($"{problem} {problem.Remedy}");
        }

        return plan.Migrations;
    }
}
