using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Scripting;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

[Cmdlet(VerbsLifecycle.Invoke, "Migration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MigrationResult))]
public sealed class InvokeMigrationCommand : RunCommand
{
    private const string TestSet = "Test";

    private readonly List<MigrationSqlTest> _tests = [];

    [Parameter(ParameterSetName = TestSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public MigrationSqlTest? Test { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string? ToVersion { get; set; }

    [Parameter]
    public SwitchParameter AllowOutOfOrder { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Script { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Test is { } test)
        {
            _tests.Add(test);
        }
        else
        {
            base.ProcessRecord();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Load() is not { } loaded)
        {
            return;
        }

        var run = new MigrationRun(this, RequireConnection(Settings), loaded, Options(loaded));
        MigrationPlan plan = run.Plan();
        if (plan.Steps.Count == 0)
        {
            WriteVerbose($"Nothing to apply in {loaded.Set.FolderPath}: {plan.Migrations.Count} migrations, none pending.");
        }
        else if (Script is not null)
        {
            WriteScript(plan);
        }
        else if (run.Confirm(plan) is { Count: > 0 } confirmed)
        {
            run.Apply(confirmed);
        }
    }

    /// <summary>The one folder to run; null when nothing was given to run.</summary>
    private LoadedMigrations? Load()
    {
        if (!Force)
        {
            this.Refuse([.. _tests.Where(test => !test.Passed).Select(ErrorRecords.TestNotPassed)], "tests");
        }

        this.Refuse([.. _tests.Where(test => test.Migration is null).Select(ErrorRecords.NothingToRun)], "tests");
        foreach (MigrationSqlTest test in _tests)
        {
            // What was found and did not stop the run: nobody sees the tests themselves once they are piped here.
            WarnOf(test);
            Migrations.Add(test.Migration!);
        }

        return LoadFolder(Migrations);
    }

    private void WarnOf(MigrationSqlTest test)
    {
        foreach (LintDiagnostic diagnostic in test.Diagnostics)
        {
            string text = $"{diagnostic} {diagnostic.Fix}";
            if (diagnostic.Severity == LintSeverity.Information)
            {
                WriteVerbose(text);
            }
            else
            {
                WriteWarning(text);
            }
        }
    }

    private RunOptions Options(LoadedMigrations loaded) => RunSettings() with
    {
        ToVersion = ToVersion ?? loaded.LastSelected,
        AllowOutOfOrder = AllowOutOfOrder,
        ScriptHost = loaded.Set.Migrations.Any(migration => migration.IsScripted) ? ScriptHosts.Node(Settings.Scripts) : null,
    };

    private void WriteScript(MigrationPlan plan)
    {
        string path = GetUnresolvedProviderPathFromPSPath(Script);
        this.Refuse([.. plan.Steps.Where(step => step.IsDeferred).Select(step => ErrorRecords.Problem(step.Migration.ScriptProblem!, step.Migration))], "plan");
        if (!ShouldProcess(path, "Write script"))
        {
            return;
        }

        WriteFile(path, PlanScript.Write(plan));
    }
}
