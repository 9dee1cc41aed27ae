using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;
using PgMigrate.Errors;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

[Cmdlet(VerbsDiagnostic.Test, "MigrationSql", DefaultParameterSetName = PathSet)]
[OutputType(typeof(MigrationSqlTest))]
public sealed class TestMigrationSqlCommand : MigrationSourceCommand
{
    private const string MigrationSet = "Migration";
    private const string SqlSet = "Sql";

    private LintOptions? _options;

    [Parameter(ParameterSetName = MigrationSet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Migration? Migration { get; set; }

    [Parameter(ParameterSetName = SqlSet, Mandatory = true)]
    [AllowEmptyString]
    public string? Sql { get; set; }

    [Parameter]
    public SqlTarget? Target { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? Rule { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[]? ExcludeRule { get; set; }

    [Parameter]
    public LintSeverity Severity { get; set; }

    [Parameter]
    public LintSeverity FailOn { get; set; } = LintSeverity.Error;

    [Parameter]
    public DateTime? RulesetDate { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Migration is { State: not MigrationState.Missing } migration)
        {
            Write(Check(options => Linter.Check(migration, options, StopToken)));
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
            Write(Check(options => Linter.Check(SourceText.FromString(sql), options, StopToken)));
        }
        else if (ParameterSetName != MigrationSet)
        {
            foreach (LoadedMigrations loaded in LoadPaths())
            {
                CheckFolder(loaded);
            }
        }
    }

    private void CheckFolder(LoadedMigrations loaded)
    {
        ReportFileProblems(loaded.Set);
        foreach (Migration migration in loaded.Set.Migrations.Where(migration => loaded.Selected?.Contains(migration.FileName) ?? true))
        {
            Write(Check(options => Linter.Check(migration, options, StopToken)));
        }
    }

    private void Write(LintReport report) => WriteObject(new MigrationSqlTest(report, FailOn));

    private LintReport Check(Func<LintOptions, LintReport> check)
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
        Target = Target ?? Settings.Target ?? CurrentConnection?.Target ?? SqlTarget.PostgreSql,
        Rules = Rule ?? [],
        ExcludedRules = [.. Settings.ExcludedRules, .. ExcludeRule ?? []],
        Severities = Settings.RuleSeverity,
        MinimumSeverity = Severity,
        RulesetDate = RulesetDate is { } date ? DateOnly.FromDateTime(date) : null,
        HasLockTimeout = Settings.LockTimeout is not null,
        HasStatementTimeout = Settings.StatementTimeout is not null,
    };
}
