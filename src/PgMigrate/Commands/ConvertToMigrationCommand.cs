using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Layouts.Converting;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Settings;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

[Cmdlet(VerbsData.ConvertTo, "Migration", SupportsShouldProcess = true, DefaultParameterSetName = PathSet)]
[OutputType(typeof(Migration))]
public sealed class ConvertToMigrationCommand : MigrationSourceCommand
{
    [Parameter(ParameterSetName = MigrationSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Migration? Migration { get; set; }

    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LayoutCompleter))]
    public string? ToLayout { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    [Parameter]
    public SwitchParameter Renumber { get; set; }

    [Parameter]
    public SqlTarget? Target { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? ExcludeRule { get; set; }

    [Parameter]
    public LintSeverity FailOn { get; set; } = LintSeverity.Error;

    [Parameter]
    public SwitchParameter Fix { get; set; }

    [Parameter]
    public SwitchParameter AllowReviewNeeded { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Collect(Migration);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        IReadOnlyList<LoadedMigrations> loaded = Migrations.Count > 0 ? LoadMigrations(Migrations) : LoadPaths();
        if (loaded.Count > 1)
        {
            ThrowTerminatingError(ErrorRecords.SeveralFolders(loaded.Select(item => item.Set.FolderPath)));
        }

        if (loaded is not [LoadedMigrations source])
        {
            return;
        }

        this.Refuse([.. source.Set.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => ErrorRecords.Problem(problem))], source.Set.FolderPath);
        Migration[] asked = [.. source.Set.Migrations.Where(migration => source.Selected?.Contains(migration.FileName) ?? true)];
        WriteObject(Run().Convert(Last is { } last ? asked[^Math.Min(last, asked.Length)..] : asked, StopToken), enumerateCollection: true);
    }

    private ConversionRun Run()
    {
        string folder = GetUnresolvedProviderPathFromPSPath(Destination!);
        MigrationSettings settings = ReadSettings(folder);
        var options = new ConversionOptions
        {
            Name = Name,
            Renumber = Renumber || Last is not null,
            Now = TimeProvider.System.GetUtcNow(),
            Lint = LintChoice.Of(settings, null, Target, CurrentConnection?.Target, excludeRule: ExcludeRule),
            Fix = !Fix ? null : AllowReviewNeeded ? FixSafety.ReviewNeeded : FixSafety.Safe,
        };
        var folderOptions = new MigrationFolderOptions { ImmutableThrough = settings.ImmutableThrough, Layout = CheckLayout(ToLayout ?? settings.Layout) };
        return new ConversionRun(this, folder, folderOptions, options, FailOn);
    }
}
