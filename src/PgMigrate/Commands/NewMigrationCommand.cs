using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Connections;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Layouts.Converting;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Errors;
using PgMigrate.Settings;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommon.New, "Migration", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(Migration))]
public sealed class NewMigrationCommand : PgMigrateCommand
{
    private const string NameSet = "Name";
    private const string DrizzleSet = "FromDrizzle";

    [Parameter(ParameterSetName = NameSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = DrizzleSet, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = NameSet)]
    public string? Sql { get; set; }

    [Parameter(ParameterSetName = NameSet)]
    public string? UndoSql { get; set; }

    [Parameter(ParameterSetName = NameSet)]
    public string? Description { get; set; }

    [Parameter(ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public string? Template { get; set; }

    [Parameter(ParameterSetName = DrizzleSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? FromDrizzle { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LayoutCompleter))]
    public string? Layout { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        string? given = Path is null ? null : GetUnresolvedProviderPathFromPSPath(Path);
        MigrationSettings settings = ReadSettings(given);
        string folder = given ?? settings.Path ?? GetUnresolvedProviderPathFromPSPath(MigrationSourceCommand.DefaultFolder);
        var folderOptions = new MigrationFolderOptions { ImmutableThrough = settings.ImmutableThrough, Layout = CheckLayout(Layout ?? settings.Layout) };
        if (FromDrizzle is not null)
        {
            WriteObject(Convert(folder, folderOptions, settings), enumerateCollection: true);
            return;
        }

        NewMigration file = Plan(MigrationFolder.Read(folder, folderOptions));
        if (!ShouldProcess(file.Path, "Create migration"))
        {
            return;
        }

        Try(file.Path, () =>
        {
            file.Write();
            return true;
        });
        MigrationSet set = MigrationFolder.ReadFile(file.Path, folderOptions);
        foreach (MigrationProblem problem in set.Problems)
        {
            WriteWarning($"{problem} {problem.Remedy}");
        }

        WriteObject(set.Migrations, enumerateCollection: true);
    }

    private NewMigration Plan(MigrationSet folder)
    {
        string? template = Template is null ? null : GetUnresolvedProviderPathFromPSPath(Template);
        var options = new NewMigrationOptions(Name!)
        {
            Sql = Sql,
            UndoSql = UndoSql,
            Description = Description,
            Now = TimeProvider.System.GetUtcNow(),
            Template = template is null ? null : Try(template, () => File.ReadAllText(template)),
        };
        try
        {
            return NewMigration.Plan(folder, options);
        }
        catch (NotSupportedException error)
        {
            ThrowTerminatingError(ErrorRecords.NotWrittenHere(error, folder.Layout));
            throw;
        }
        catch (ArgumentException error)
        {
            ThrowTerminatingError(ErrorRecords.InvalidName(error, Name!));
            throw;
        }
    }

    /// <summary>The newest of what drizzle-kit has generated, as ConvertTo-Migration makes it.</summary>
    private IReadOnlyList<Migration> Convert(string folder, MigrationFolderOptions folderOptions, MigrationSettings settings)
    {
        string drizzle = GetUnresolvedProviderPathFromPSPath(FromDrizzle!);
        MigrationSet generated = MigrationFolder.Read(drizzle);
        this.Refuse([.. generated.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => ErrorRecords.Problem(problem))], drizzle);
        if (generated.Layout is not ("Drizzle" or "DrizzleFolders"))
        {
            ThrowTerminatingError(ErrorRecords.NoDrizzleFolder(drizzle, generated.Layout));
        }

        var options = new ConversionOptions
        {
            Name = Name,
            NewestOnly = true,
            Now = TimeProvider.System.GetUtcNow(),
            Lint = LintChoice.Of(settings, null, null, ConnectionRegistry.OfCurrentRunspace.Default?.Target),
        };
        return new ConversionRun(this, folder, folderOptions, options, LintSeverity.Error).Convert(generated.Migrations, StopToken);
    }

    private T Try<T>(string path, Func<T> access)
    {
        try
        {
            return access();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            ThrowTerminatingError(ErrorRecords.CannotAccessFile(path, error));
            throw;
        }
    }
}
