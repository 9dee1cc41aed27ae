using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Scripting;
using PgMigrate.Errors;
using PgMigrate.Settings;
using PgMigrate.Scripting;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

/// <summary>A command that works on the migrations of a folder.</summary>
public abstract class MigrationSourceCommand : ConnectedCommand
{
    private protected const string PathSet = "Path";
    private protected const string LiteralPathSet = "LiteralPath";
    internal const string DefaultFolder = "migrations";

    private readonly List<string> _paths = [];
    private MigrationSettings? _settings;
    private bool _pathsGiven;

    private protected MigrationSourceCommand()
    {
    }

    [Parameter(ParameterSetName = PathSet, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LayoutCompleter))]
    public string? Layout { get; set; }

    /// <summary>False for a command that only marks migrations, for which no program needs to be run.</summary>
    private protected virtual bool NeedsStatements => true;

    /// <summary>The settings of the first path's folder.</summary>
    private protected MigrationSettings Settings => _settings ??= ReadSettings(_paths.Count > 0 ? FolderOf(_paths[0]) : null);

    /// <summary>Collects the paths of one pipeline object; one that is not there is an error of its own.</summary>
    private protected void CollectPaths()
    {
        _pathsGiven |= Path is not null || LiteralPath is not null;
        foreach (ResolvedPath path in PathResolver.Resolve(this, Path, LiteralPath))
        {
            if (path.Error is { } error)
            {
                WriteError(error);
            }
            else
            {
                _paths.Add(path.FullPath!);
            }
        }
    }

    /// <summary>
    /// The migrations behind the collected paths, else those of the settings' folder, else of <c>./migrations</c>. A pipeline
    /// that brought nothing means nothing, never the default folder.
    /// </summary>
    private protected IReadOnlyList<LoadedMigrations> LoadPaths()
    {
        if (_pathsGiven || MyInvocation.ExpectingInput)
        {
            return Loader().FromPaths(_paths);
        }

        string here = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        return Loader().FromPaths([Settings.Path ?? System.IO.Path.Combine(here, DefaultFolder)]);
    }

    /// <summary>The folders of migrations that came as objects; those of which only the history knows are left out.</summary>
    private protected IReadOnlyList<LoadedMigrations> LoadMigrations(IReadOnlyList<Migration> migrations)
    {
        Migration[] files = [.. migrations.Where(migration => migration.State != MigrationState.Missing)];
        _settings ??= ReadSettings(files.Length > 0 ? FolderOf(files[0].Path) : null);
        return Loader().FromMigrations(files);
    }

    /// <summary>Files that cannot be read or ordered. What the history makes of the others is in their state.</summary>
    private protected void ReportFileProblems(MigrationSet set)
    {
        foreach (MigrationProblem problem in set.Problems)
        {
            if (problem.Severity == ProblemSeverity.Error)
            {
                WriteError(ErrorRecords.Problem(problem));
            }
            else
            {
                WriteWarning($"{problem} {problem.Remedy}");
            }
        }
    }

    private MigrationLoader Loader() => new(
        new MigrationFolderOptions { ImmutableThrough = Settings.ImmutableThrough, Layout = CheckLayout(Layout ?? Settings.Layout) }, Render);

    /// <summary>Runs migrations that are programs, so that their statements are known.</summary>
    private MigrationSet Render(MigrationSet set) =>
        !NeedsStatements || !set.Migrations.Any(migration => migration.IsScripted) ? set
        : Run((observer, token) => ScriptedMigrations.RenderAsync(
            set, ScriptHosts.Node(), text => observer.OnEvent(new RunEvent.Message(text, IsWarning: false)), token));

    private static string FolderOf(string path) =>
        File.Exists(path) ? MigrationFolder.FolderOf(path) : path;
}
