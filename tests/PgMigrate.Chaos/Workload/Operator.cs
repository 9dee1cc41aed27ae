using System.Globalization;
using PgMigrate.Chaos.Runner;
using PgMigrate.Chaos.Targets;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;

namespace PgMigrate.Chaos.Workload;

/// <summary>Runs until everything is applied, and does what an operator would where the tool stops and says why.</summary>
internal sealed class Operator(ChaosDatabase database)
{
    private const int MostRuns = 20;

    private ResumeChoice _answer;
    private bool _answered;

    /// <summary>How often the tool stopped and asked whether a lone statement was applied.</summary>
    public int Asked { get; private set; }

    /// <summary>Runs started, the disturbed ones not counted.</summary>
    public int Runs { get; private set; }

    /// <summary>The order for the next run, with the answer to the last question.</summary>
    public RunnerOrder Next(bool proxied)
    {
        RunnerOrder order = database.Order(proxied) with { Resume = _answer };
        (_answer, _answered) = (ResumeChoice.Ask, _answer != ResumeChoice.Ask);
        return order;
    }

    /// <summary>Runs again and again, undisturbed, until all is applied.</summary>
    public async Task FinishAsync(RunnerProcess runner)
    {
        for (int run = 0; run < MostRuns; run++)
        {
            Runs++;
            RunOutcome outcome = await runner.RunAsync(Next(proxied: false).Undisturbed());
            if (outcome.Succeeded)
            {
                return;
            }

            if (!await ActAsync(outcome))
            {
                throw new ChaosException($"An undisturbed run did not succeed: {outcome}");
            }
        }

        throw new ChaosException($"It was not done after {MostRuns} runs.");
    }

    /// <summary>Deals with what a run told. False: there is nothing to do about it; for a disturbed run that is as expected.</summary>
    public async Task<bool> ActAsync(RunOutcome outcome)
    {
        database.Owner.EndLeftovers();
        if (outcome.Problems is [{ Code: MigrationProblemCode.UnknownProgress, Statement: > 0 } problem])
        {
            if (_answered)
            {
                throw new ChaosException($"The tool asked again after an answer: {problem.Message}");
            }

            Asked++;
            await AnswerAsync(problem);
            return true;
        }

        if (outcome.Problems.Count > 0)
        {
            throw new ChaosException($"The plan has a problem that no disturbance explains: {outcome}");
        }

        FileOutcome? failed = outcome.Files.LastOrDefault(file => file.Status is MigrationResultStatus.Failed or MigrationResultStatus.Partial);
        if (failed is null || !database.Owner.Script.Mends.TryGetValue(failed.File, out Mend? mend)
            || failed.Failure?.Contains(mend.Told, StringComparison.Ordinal) != true)
        {
            return false;
        }

        foreach (string sql in mend.Sql)
        {
            await database.ExecuteAsync(sql);
        }

        return true;
    }

    private async Task AnswerAsync(ProblemOutcome problem)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{problem.File}/{problem.Statement}");
        if (!database.Owner.Script.Doubts.TryGetValue(key, out Doubt? doubt))
        {
            throw new ChaosException($"The tool asked about a statement that it can know of: {key}");
        }

        await database.WaitForSilenceAsync();
        bool applied = await database.IsAsync(doubt.Applied);
        if (!applied && doubt.CleanUp is { } cleanUp)
        {
            await database.ExecuteAsync(cleanUp);
        }

        _answer = applied ? ResumeChoice.Skip : ResumeChoice.Retry;
    }
}
