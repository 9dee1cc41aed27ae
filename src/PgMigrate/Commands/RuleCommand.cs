using System.Collections;
using System.Management.Automation;
using PgMigrate.Completion;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Settings;

namespace PgMigrate.Commands;

/// <summary>A command that checks SQL by rules: which, how strictly, for what.</summary>
public abstract class RuleCommand : MigrationSourceCommand
{
    private bool _squawkTold;

    private protected RuleCommand()
    {
    }

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

    /// <summary>What the SQL is for, where no file says otherwise.</summary>
    private protected SqlTarget CheckedTarget => LintChoice.TargetOf(Settings, Target, CurrentConnection?.Target);

    /// <summary>Where the pages are on the web: the manifest's <c>PrivateData.DocumentationUri</c>; null when it says nothing.</summary>
    private protected Uri? DocumentationAddress =>
        MyInvocation.MyCommand.Module?.PrivateData is Hashtable data && Uri.TryCreate(data["DocumentationUri"] as string, UriKind.Absolute, out Uri? address) ? address : null;

    /// <summary>Makes a test with the options for a file; ends the command when a rule is unknown.</summary>
    /// <param name="path">Full path of the file, or null for a text that came from none.</param>
    /// <param name="check">Makes the test.</param>
    private protected MigrationSqlTest Check(string? path, Func<LintOptions, MigrationSqlTest> check)
    {
        try
        {
            return check(OptionsFor(path));
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

    private LintOptions OptionsFor(string? path)
    {
        if (Settings.Squawk is { } squawk && !_squawkTold)
        {
            _squawkTold = true;
            WriteWarning(squawk.ToString());
        }

        return LintChoice.Of(Settings, path, Target, CurrentConnection?.Target, Rule, ExcludeRule) with
        {
            MinimumSeverity = Severity,
            RulesetDate = RulesetDate is { } date ? DateOnly.FromDateTime(date) : null,
            DocumentationAddress = DocumentationAddress,
        };
    }
}
