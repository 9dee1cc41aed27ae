using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>
/// Makes the fixes that rules propose. Checks, makes the fixes that do not touch each other, and checks again, until none is left: one
/// fix may give rise to another, and a fix is always worked out on the text it is made in.
/// </summary>
public static class LintFixer
{
    /// <summary>
    /// More rounds than any script needs: a round leaves a fix for the next only where two touch, and no statement has that many. A pair
    /// of fixes that undo each other, or one that does not mend what is no SQL, would go on for ever: then nothing is changed.
    /// </summary>
    private const int MostRounds = 25;

    /// <summary>Fixes a migration, its undo script included.</summary>
    /// <param name="migration">It.</param>
    /// <param name="options">What to check; only what it finds is fixed. Null for the defaults.</param>
    /// <param name="allowed">How far to go.</param>
    /// <param name="cancellationToken">Stops between statements.</param>
    /// <exception cref="UnknownRuleException">The options name a rule that does not exist.</exception>
    public static FixReport Fix(
        Migration migration, LintOptions? options = null, FixSafety allowed = FixSafety.Safe, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(migration);
        return Fix(FixSubject.Of(migration), RefusalFor(migration), options ?? new LintOptions(), allowed, cancellationToken);
    }

    /// <summary>Fixes a text.</summary>
    /// <param name="script">It.</param>
    /// <param name="options">What to check; only what it finds is fixed. Null for the defaults.</param>
    /// <param name="allowed">How far to go.</param>
    /// <param name="cancellationToken">Stops between statements.</param>
    /// <exception cref="UnknownRuleException">The options name a rule that does not exist.</exception>
    public static FixReport Fix(
        SourceText script, LintOptions? options = null, FixSafety allowed = FixSafety.Safe, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(script);
        return Fix(FixSubject.Of(script), null, options ?? new LintOptions(), allowed, cancellationToken);
    }

    /// <summary>Why a migration must stay as it is: some database has run it, or a part of it; null when it may be changed.</summary>
    /// <param name="migration">It.</param>
    public static string? RefusalFor(Migration migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        return migration switch
        {
            { IsScripted: true } => "it is a program: change the program",
            { IsImmutable: true } => "ImmutableThrough protects it",
            { State: MigrationState.Applied } => "it is applied",
            { State: MigrationState.Baselined } => "it is marked as applied",
            { State: MigrationState.Changed } => "it is applied and has changed since",
            { State: MigrationState.Partial } => "some of its statements are applied, and the run goes on by their numbers",
            { State: MigrationState.Failed } => "its last try failed: find out why first",
            { State: MigrationState.Missing } => "there is no file",
            _ => null,
        };
    }

    private static FixReport Fix(FixSubject start, string? refusal, LintOptions options, FixSafety allowed, CancellationToken cancellationToken)
    {
        FixSubject subject = start;
        var made = new List<AppliedFix>();
        LintReport report = subject.Check(options, cancellationToken);
        for (int round = 0; refusal is null && report.Diagnostics.Any(diagnostic => IsAllowed(diagnostic, allowed)); round++)
        {
            if (round == MostRounds)
            {
                (subject, report) = (start, start.Check(options, cancellationToken));
                made.Clear();
                break;
            }

            foreach (SourceText file in subject.Files)
            {
                subject = MakeFixes(subject, file, report, allowed, made);
            }

            report = subject.Check(options, cancellationToken);
        }

        return new FixReport
        {
            Fixes = made,
            Files =
            [
                .. start.Files.Zip(subject.Files)
                    .Where(pair => !pair.First.Span.SequenceEqual(pair.Second.Span))
                    .Select(pair => new FixedFile(pair.First, pair.Second, [.. made.Where(fix => fix.Path == pair.First.Path)])),
            ],
            After = report,
            Before = start.Migration,
            Refusal = refusal,
            Text = subject.Text,
        };
    }

    private static bool IsAllowed(LintDiagnostic diagnostic, FixSafety allowed) => diagnostic.Rewrite?.Safety <= allowed;

    private static FixSubject MakeFixes(FixSubject subject, SourceText file, LintReport report, FixSafety allowed, List<AppliedFix> made)
    {
        var edits = new EditSelection();
        foreach (LintDiagnostic diagnostic in report.Diagnostics)
        {
            if (diagnostic.Rewrite is { } fix && IsAllowed(diagnostic, allowed) && diagnostic.Path == file.Path && edits.TryAdd(fix))
            {
                made.Add(new AppliedFix(diagnostic.RuleId, fix.Title, fix.Safety, file.Path, diagnostic.Line));
            }
        }

        return edits.Edits.Count == 0 ? subject : subject.With(file, edits);
    }
}
