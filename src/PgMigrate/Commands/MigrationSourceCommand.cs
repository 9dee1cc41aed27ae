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
    private protected const string MigrationSet = "Migration";
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

    /// <summary>True when a parameter named paths, whether they exist or not.</summary>
    private protected bool PathsGiven => _pathsGiven;

    /// <summary>False for a command that only marks migrations, for which no program needs to be run.</summary>
    private protected virtual bool NeedsStatements => true;

    /// <summary>The settings of the first path's folder.</summary>
    private protected MigrationSettings Settings => _settings ??= ReadSettings(_paths.Count > 0 ? FolderOf(_paths[0]) : null);

    /// <summary>Migrations that came by pipeline.</summary>
    private protected List<Migration> Migrations { get; } = [];

    /// <summary>Takes a migration of the pipeline; where there is none, collects the paths.</summary>
    private protected void Collect(Migration? migration)
    {
        if (migration is not null)
        {
            Migrations.Add(migration);
        }
        else
        {
            CollectPaths();
        }
    }

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

        return [LoadDefault()];
    }

    /// <summary>The settings' folder, else <c>./migrations</c>.</summary>
    private protected LoadedMigrations LoadDefault()
    {
        string here = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        return Loader().FromPaths([Settings.Path ?? System.IO.Path.Combine(here, DefaultFolder)])[0];
    }

    /// <summary>
    /// The folder of migrations that came as objects, with those among the chosen ones of which only the history knows. Where no other
    /// came along, it is the default folder.
    /// </summary>
    private protected LoadedMigrations LoadHistorical(IReadOnlyList<Migration> migrations)
    {
        bool anyFile = migrations.Any(migration => migration.State != MigrationState.Missing);
        LoadedMigrations loaded = anyFile ? LoadFolder(migrations)!
            : migrations[0].FolderPath is { } folder ? Loader(folder).FromPaths([folder])[0]
            : LoadDefault();
        return loaded with { Selected = migrations.Select(migration => migration.FileName).ToHashSet(StringComparer.Ordinal) };
    }

    /// <summary>The folders of migrations that came as objects; those of which only the history knows are left out.</summary>
    private protected IReadOnlyList<LoadedMigrations> LoadMigrations(IReadOnlyList<Migration> migrations)
    {
        Migration[] files = [.. migrations.Where(migration => migration.State != MigrationState.Missing)];
        _settings ??= ReadSettings(files.Length > 0 ? FolderOf(files[0].Path) : null);
        return Loader().FromMigrations(files);
    }

    /// <summary>The one folder behind migrations that came as objects, or behind the collected paths; null when nothing was given.</summary>
    private protected LoadedMigrations? LoadFolder(IReadOnlyList<Migration> migrations)
    {
        IReadOnlyList<LoadedMigrations> loaded = migrations.Count > 0 ? LoadMigrations(migrations) : LoadPaths();
        if (loaded.Count > 1)
        {
            ThrowTerminatingError(ErrorRecords.SeveralFolders(loaded.Select(item => item.Set.FolderPath)));
        }

        return loaded.FirstOrDefault();
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

    private MigrationLoader Loader(string folder)
    {
        _settings ??= ReadSettings(folder);
        return Loader();
    }

    private MigrationLoader Loader() => new(
        new MigrationFolderOptions { ImmutableThrough = Settings.ImmutableThrough, Layout = CheckLayout(Layout ?? Settings.Layout) }, Render);

    /// <summary>Runs migrations that are programs, so that their statements are known.</summary>
    private MigrationSet Render(MigrationSet set) =>
        !NeedsStatements || !set.Migrations.Any(migration => migration.IsScripted) ? set
        : Run((observer, token) => ScriptedMigrations.RenderAsync(
            set, ScriptHosts.Node(Settings.Scripts), text => observer.OnEvent(new RunEvent.Message(text, IsWarning: false)), token));

    private static string FolderOf(string path) =>
        File.Exists(path) ? MigrationFolder.FolderOf(path) : path;
}
