using System.Management.Automation;
using PgMigrate.Completion;
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
public sealed class TestMigrationSqlCommand : MigrationSourceCommand
{
    private const string MigrationSet = "Migration";
    private const string SqlSet = "Sql";

    private readonly List<MigrationSqlTest> _tests = [];
    private LintOptions? _options;
    private FixRun? _fixing;

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
    public SqlTarget? Target { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? Rule { get; set; }

    [Parameter]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? ExcludeRule { get; set; }

    [Parameter]
    public LintSeverity Severity { get; set; }

    [Parameter]
    public LintSeverity FailOn { get; set; } = LintSeverity.Error;

    [Parameter]
    public DateTime? RulesetDate { get; set; }

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

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Migration is { State: not MigrationState.Missing } migration)
        {
            Test(migration);
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
            Write(Check(options => new MigrationSqlTest(Linter.Check(SourceText.FromString(sql), options, StopToken), FailOn)));
        }
        else if (ParameterSetName != MigrationSet)
        {
            foreach (LoadedMigrations loaded in LoadPaths())
            {
                CheckFolder(loaded);
            }
        }

        _fixing?.ReportWithheld();
        WriteTraced();
        WriteFormatted();
        int failed = _tests.Count(test => !test.Passed);
        if (CI && failed > 0)
        {
            ThrowTerminatingError(ErrorRecords.TestsFailed(failed, _tests.Count));
        }
    }

    private void CheckFolder(LoadedMigrations loaded)
    {
        ReportFileProblems(loaded.Set);
        foreach (Migration migration in loaded.Set.Migrations.Where(migration => loaded.Selected?.Contains(migration.FileName) ?? true))
        {
            Test(migration);
        }
    }

    private void Test(Migration migration)
    {
        _fixing ??= Fix ? new FixRun(this, AllowReviewNeeded ? FixSafety.ReviewNeeded : FixSafety.Safe) : null;
        Write(Check(options => _fixing?.Test(migration, options, FailOn, StopToken) ?? new MigrationSqlTest(Linter.Check(migration, options, StopToken), FailOn)));
    }

    private void Write(MigrationSqlTest test)
    {
        _tests.Add(test);
        if (!Trace)
        {
            WriteTest(test);
        }
    }

    private void WriteTest(MigrationSqlTest test)
    {
        if (Format is null || OutFile is not null)
        {
            WriteObject(test);
        }
    }

    /// <summary>Runs what was read on a throw-away server, whole folders at a time, and only then writes the tests.</summary>
    private void WriteTraced()
    {
        if (!Trace || _tests.Count == 0)
        {
            return;
        }

        RunOptions options = BaseOptions(Settings) with { Variables = Settings.Variables };
        IReadOnlyList<LoadedMigrations> folders = LoadMigrations([.. _tests.Select(test => test.Migration).OfType<Migration>()]);
        MigrationSqlTest[] traced = [.. new TraceRun(this, options, Severity).Add(_tests, folders)];
        _tests.Clear();
        _tests.AddRange(traced);
        _tests.ForEach(WriteTest);
    }

    /// <summary>The form that was asked for; null means objects.</summary>
    private LintOutputFormat? Format =>
        OutputFormat is not null ? OutputFormat
        : CI ? BuildService.FormatOf(Environment.GetEnvironmentVariable)
        : OutFile is not null ? LintOutputFormat.Sarif
        : null;

    private void WriteFormatted()
    {
        if (Format is not { } format)
        {
            return;
        }

        string text = LintReportWriter.Write([.. _tests.Select(test => test.Report)], format, new LintOutputOptions
        {
            BasePath = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            FailOn = FailOn,
            ToolVersion = ToolVersion,
        });
        if (OutFile is null)
        {
            WriteObject(text.TrimEnd('\n').Split('\n'), enumerateCollection: true);
            return;
        }

        WriteFile(GetUnresolvedProviderPathFromPSPath(OutFile), text);
    }

    private MigrationSqlTest Check(Func<LintOptions, MigrationSqlTest> check)
    {
        try
        {
            return check(_options ??= Options());
        }
        catch (UnknownRuleException error)
        {
            ThrowTerminatingError(ErrorRecords.UnknownRule(error));
            throw;
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private LintOptions Options() => new()
    {
        Target = Target ?? Settings.Target ?? CurrentConnection?.Target ?? Settings.Connection?.Kind ?? SqlTarget.PostgreSql,
        Rules = Rule ?? [],
        ExcludedRules = [.. Settings.ExcludedRules, .. ExcludeRule ?? []],
        Severities = Settings.RuleSeverity,
        MinimumSeverity = Severity,
        RulesetDate = RulesetDate is { } date ? DateOnly.FromDateTime(date) : null,
        HasLockTimeout = Settings.LockTimeout is not null,
        HasStatementTimeout = Settings.StatementTimeout is not null,
    };
}
