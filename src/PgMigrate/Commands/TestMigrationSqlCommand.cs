using System.Management.Automation;
using PgMigrate.Connections;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Linting.Output;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;
using PgMigrate.Errors;
using PgMigrate.Settings;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

[Cmdlet(VerbsDiagnostic.Test, "MigrationSql", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = PathSet)]
[OutputType(typeof(MigrationSqlTest))]
public sealed class TestMigrationSqlCommand : RuleCommand
{
    private const string SqlSet = "Sql";

    private readonly List<MigrationSqlTest> _untraced = [];
    private readonly List<Migration> _waiting = [];
    private SqlTestOutput? _output;
    private FixRun? _fixing;
    private LintBackground? _background;

    [Parameter(ParameterSetName = MigrationSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Migration? Migration { get; set; }

    [Parameter(ParameterSetName = SqlSet, Mandatory = true)]
    [AllowEmptyString]
    public string? Sql { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = MigrationSet)]
    public SwitchParameter Fix { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = MigrationSet)]
    public SwitchParameter AllowReviewNeeded { get; set; }

    [Parameter]
    public LintOutputFormat? OutputFormat { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    [Parameter]
    public SwitchParameter CI { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = MigrationSet)]
    public SwitchParameter Trace { get; set; }

    /// <summary>A database is asked only when the call says so: never one that happens to be connected.</summary>
    private MigrationConnection? AskedConnection => MyInvocation.BoundParameters.ContainsKey(nameof(Connection)) ? RequireConnection(Settings) : null;

    private LintBackground Background => _background ??= new LintBackground(this, HistoryOptions(), AskedConnection, CheckedTarget);

    /// <summary>The form that was asked for; null means objects.</summary>
    private LintOutputFormat? Format =>
        OutputFormat is not null ? OutputFormat
        : CI ? BuildService.FormatOf(Environment.GetEnvironmentVariable)
        : OutFile is not null ? LintOutputFormat.Sarif
        : null;

    private SqlTestOutput Output => _output ??= new SqlTestOutput(this, Format, OutFile is null ? null : GetUnresolvedProviderPathFromPSPath(OutFile));

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Migration is { State: not MigrationState.Missing } migration && AskedConnection is not null)
        {
            _waiting.Add(migration);
        }
        else if (Migration is { State: not MigrationState.Missing } single)
        {
            Test(single);
        }
        else if (Migration is null && Sql is null)
        {
            CollectPaths();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (Sql is { } sql)
        {
            SourceText script = SourceText.FromString(sql);
            Write(Check(null, options => new MigrationSqlTest(Linter.Check(script, Background.For(script, options), StopToken), FailOn)));
        }
        else if (_waiting.Count > 0)
        {
            foreach (LoadedMigrations loaded in LoadMigrations(_waiting))
            {
                Background.Take(loaded.Set.FolderPath, loaded.Set);
            }

            _waiting.ForEach(Test);
        }
        else if (ParameterSetName != MigrationSet)
        {
            foreach (LoadedMigrations loaded in LoadPaths())
            {
                ReportFileProblems(loaded.Set);
                Background.Take(loaded.Set.FolderPath, loaded.Set);
                Array.ForEach([.. loaded.Set.Migrations.Where(migration => loaded.Selected?.Contains(migration.FileName) ?? true)], Test);
            }
        }

        _fixing?.ReportWithheld();
        WriteTraced();
        Output.End(new LintOutputOptions
        {
            BasePath = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            FailOn = FailOn,
            ToolVersion = ToolVersion,
            DocumentationAddress = DocumentationAddress,
        });
        if (CI && Output.FailedCount > 0)
        {
            ThrowTerminatingError(ErrorRecords.TestsFailed(Output.FailedCount, Output.Count));
        }
    }

    internal void WriteReport(string path, string text) => WriteFile(path, text);

    private void Test(Migration migration)
    {
        if (migration.ScriptProblem is { } problem)
        {
            WriteError(ErrorRecords.Problem(problem, migration));
            return;
        }

        _fixing ??= Fix ? new FixRun(this, AllowReviewNeeded ? FixSafety.ReviewNeeded : FixSafety.Safe) : null;
        string folder = FolderOf(migration);
        Write(Check(migration.Path, given =>
        {
            LintOptions options = Background.For(folder, migration, given, StopToken);
            MigrationSqlTest test = _fixing?.Test(migration, options, FailOn, StopToken) ?? new MigrationSqlTest(Linter.Check(migration, options, StopToken), FailOn);
            Background.Learn(folder, migration, test.Report);
            return test;
        }));
    }

    /// <summary>The folder whose earlier migrations say what was there before; read once for all migrations that come by pipeline.</summary>
    private string FolderOf(Migration migration)
    {
        string folder = migration.FolderPath ?? System.IO.Path.GetDirectoryName(migration.Path)!;
        if (!Background.Knows(folder))
        {
            _ = Settings;
            Background.Take(folder, LoadMigrations([migration])[0].Set);
        }

        return folder;
    }

    /// <summary>How the history is read that says which migrations are due.</summary>
    private RunOptions HistoryOptions()
    {
        RunOptions options = BaseOptions(Settings) with { Variables = Settings.Variables };
        return CheckFormat(Settings.HistoryFormat, HistoryFormats.Writable, HistoryFormats.Native) is { } format ? options with { HistoryFormat = format } : options;
    }

    private void Write(MigrationSqlTest test)
    {
        if (Trace)
        {
            _untraced.Add(test);
        }
        else
        {
            Output.Add(test);
        }
    }

    /// <summary>Runs what was read on a throw-away server, whole folders at a time, and only then writes the tests.</summary>
    private void WriteTraced()
    {
        if (_untraced.Count > 0)
        {
            var trace = new TraceRun(this, BaseOptions(Settings) with { Variables = Settings.Variables }, Severity);
            IReadOnlyList<LoadedMigrations> folders = LoadMigrations([.. _untraced.Select(test => test.Migration).OfType<Migration>()]);
            Array.ForEach([.. trace.Add(_untraced, folders)], Output.Add);
        }
    }
}
