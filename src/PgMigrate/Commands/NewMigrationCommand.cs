using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Errors;
using PgMigrate.Settings;

namespace PgMigrate.Commands;

[Cmdlet(VerbsCommon.New, "Migration", SupportsShouldProcess = true)]
[OutputType(typeof(Migration))]
public sealed class NewMigrationCommand : PgMigrateCommand
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    public string? Sql { get; set; }

    [Parameter]
    public string? UndoSql { get; set; }

    [Parameter]
    public string? Description { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Template { get; set; }

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
