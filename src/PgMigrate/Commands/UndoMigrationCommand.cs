using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommon.Undo, "Migration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MigrationResult))]
public sealed class UndoMigrationCommand : RunCommand
{
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VersionCompleter))]
    public string? ToVersion { get; set; }

    [Parameter]
    public SwitchParameter AllowChanged { get; set; }

    [Parameter]
    public SwitchParameter MarkOnly { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (LoadFolder(Migrations) is not { } loaded)
        {
            return;
        }

        bool counted = Last is not null || ToVersion is not null;
        if ((Last is not null && ToVersion is not null) || (counted && loaded.Selected is not null))
        {
            ThrowTerminatingError(ErrorRecords.SeveralChoices("-Last, -ToVersion, and migrations or files by name"));
        }

        var run = new MigrationRun(this, RequireConnection(Settings), loaded, Options(loaded), IsUnasked(Force));
        MigrationPlan plan = run.Plan();
        if (plan.Steps.Count == 0)
        {
            WriteVerbose($"Nothing to take back in {loaded.Set.FolderPath}: {plan.Migrations.Count} migrations, none of those asked for applied.");
        }
        else if (run.Confirm(plan) is { Count: > 0 } confirmed)
        {
            run.Apply(confirmed);
        }
    }

    private RunOptions Options(LoadedMigrations loaded) => RunSettings() with
    {
        Undo = new UndoOptions { Last = Last, ToVersion = ToVersion, Selected = loaded.Selected, AllowChanged = AllowChanged, MarkOnly = MarkOnly },
    };
}
