using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Definitions of Aurora DSQL whose progress need not be recorded one by one, because a run that comes after a killed one reads it
/// from the catalog: those that make a thing which was not there when the run began, and those that may be repeated. Nothing among
/// them takes a thing away or renames one, so that what was made stays, and an answer means what it says.
/// </summary>
internal static class CatalogProgress
{
    /// <summary>What <see cref="MigrationLogEntry.BatchProgress"/> says of a row whose progress is to be read so.</summary>
    public const string Mark = "catalog";

    /// <summary>Index of the first statement that changes the session: from there on names may mean something else. Behind the last when none does.</summary>
    public static int FirstSetting(PlanStep step) =>
        step.Statements.TakeWhile(statement => !SessionStatements.ChangesSession(statement.Text.Span)).Count();

    /// <summary>True for such a unit.</summary>
    /// <param name="step">Its step.</param>
    /// <param name="unit">It.</param>
    /// <param name="firstSetting">The step's <see cref="FirstSetting"/>, asked for once.</param>
    public static bool CanWait(PlanStep step, StatementUnit unit, int firstSetting) =>
        !unit.InTransaction && unit.Count == 1 && unit.Start < firstSetting
        && StatementEvidence.Of(step.Statements[unit.Start]) is { } evidence
        && (evidence.IsCreation || (evidence.Repeatable && !MayTakeAway(step.Statements[unit.Start])));

    /// <summary>The units from a statement on that may have been applied without a record.</summary>
    public static IEnumerable<StatementUnit> Window(PlanStep step, int start)
    {
        int firstSetting = FirstSetting(step);
        return step.Units.Where(unit => unit.Start >= start).TakeWhile(unit => CanWait(step, unit, firstSetting));
    }

    /// <summary>The plan, with those steps marked of which nothing is there yet that they make, and that make nothing another makes.</summary>
    public static async Task<MigrationPlan> MarkAsync(MigrationPlan plan, ISqlSession session, CancellationToken cancellationToken)
    {
        string[][] questions = [.. plan.Steps.Select(step => session.Target == SqlTarget.AuroraDsql ? Questions(step) : [])];
        string[] all = [.. questions.SelectMany(step => step)];
        var taken = all.GroupBy(question => question, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet(StringComparer.Ordinal);
        bool?[] answers;
        try
        {
            answers = all.Length == 0 ? [] : await AskAsync(all, session, cancellationToken).ConfigureAwait(false);
        }
        catch (SqlFailureException error) when (!error.Failure.ConnectionLost)
        {
            // A name that no catalog takes: the statement itself will be refused, and then it matters what is recorded.
            return plan;
        }

        taken.UnionWith(all.Where((_, at) => answers[at] != false));
        return plan with
        {
            Steps = [.. plan.Steps.Select((step, at) => step with { TellsByCatalog = questions[at].Length > 0 && !questions[at].Any(taken.Contains) })],
        };
    }

    /// <summary>
    /// Where a step goes on after a run that left no record of the units of its window: behind the last thing that is there. Null when
    /// a thing is there although one before it is not, or another one in its place: that was not the run's doing.
    /// </summary>
    public static async Task<int?> FindAsync(PlanStep step, int start, ISqlSession session, CancellationToken cancellationToken)
    {
        (int Index, string Question)[] telling =
        [
            .. Window(step, start).Select(unit => (Index: unit.Start, Evidence: StatementEvidence.Of(step.Statements[unit.Start])!))
                .Where(unit => unit.Evidence.IsCreation).Select(unit => (unit.Index, unit.Evidence.Question!)),
        ];
        bool?[] answers = telling.Length == 0 ? [] : await AskAsync([.. telling.Select(unit => unit.Question)], session, cancellationToken).ConfigureAwait(false);
        int made = Array.FindLastIndex(answers, answer => answer == true);
        return answers.Contains(null) || answers.Take(made + 1).Contains(false) ? null : made < 0 ? start : telling[made].Index + 1;
    }

    private static string[] Questions(PlanStep step)
    {
        int firstSetting = FirstSetting(step);
        return
        [
            .. step.Units.Where(unit => unit.Start >= step.ResumeAt && CanWait(step, unit, firstSetting)).Select(unit => StatementEvidence.Of(step.Statements[unit.Start])!)
                .Where(evidence => evidence.IsCreation).Select(evidence => evidence.Question!),
        ];
    }

    private static async Task<bool?[]> AskAsync(string[] questions, ISqlSession session, CancellationToken cancellationToken)
    {
        var answers = new List<bool?>();

        // A row has 1,664 columns at most.
        foreach (string[] some in questions.Chunk(500))
        {
            var command = new SqlCommand($"SELECT {string.Join(", ", some.Select(question => $"({question})"))}");
            var results = await session.QueryAsync(new SqlBatch(command) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
            answers.AddRange(some.Select((_, at) => results[0][0].Values[at] is null ? (bool?)null : results[0][0].GetBoolean(at)));
        }

        return [.. answers];
    }

    private static bool MayTakeAway(SqlStatement statement) => new StatementReader(statement).SkipTo("DROP", "RENAME", "SCHEMA");
}
