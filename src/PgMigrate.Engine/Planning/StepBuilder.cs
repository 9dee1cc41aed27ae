using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>Makes a step of a migration that is due: its statements as they will be sent, and where to start.</summary>
internal static class StepBuilder
{
    /// <returns>The step, or null when a problem was added that forbids it.</returns>
    public static PlanStep? Build(
        Migration migration, MigrationLogEntry? row, RunOptions options, SqlTarget target, List<MigrationProblem> problems, bool isUndo = false)
    {
        if (!isUndo && MigrationStates.IsUndoUnfinished(row))
        {
            problems.Add(UndoProblems.Unfinished(migration, row!));
            return null;
        }

        if (migration.ScriptProblem is { } script)
        {
            return ScriptedStep.Build(migration, script, options, problems);
        }

        var batches = new Dictionary<SqlStatement, BatchDirective>();
        if (ReadStatements(migration, options, batches, problems) is not { } statements)
        {
            return null;
        }

        UnitPlan units = target == SqlTarget.AuroraDsql
            ? DsqlUnitPlanner.Plan(migration, statements, options.TransactionMode, batches)
            : UnitPlanner.Plan(migration, statements, options.TransactionMode, batches);
        if (units.Problem is { } problem)
        {
            problems.Add(problem);
            return null;
        }

        var step = new PlanStep
        {
            Migration = migration with { TransactionMode = units.Mode },
            ModeReason = units.Reason,
            Statements = units.Statements,
            Units = batches.Count == 0 ? units.Units : [.. units.Units.Select(unit => batches.TryGetValue(units.Statements[unit.Start], out BatchDirective? batch)
                ? unit with { InTransaction = true, Batch = batch } : unit)],
            IsUndo = isUndo,
            Timeout = migration.Header.Timeout,
        };
        problems.AddRange(BatchProblems.Of(step, options, target));
        if (target == SqlTarget.RdsDataApi)
        {
            problems.AddRange(DataApiCheck.Problems(step, options));
        }

        return migration.State == MigrationState.Partial ? Resume(step, row!, options, problems) : step;
    }

    private static List<SqlStatement>? ReadStatements(
        Migration migration, RunOptions options, Dictionary<SqlStatement, BatchDirective> batches, List<MigrationProblem> problems)
    {
        SourceText source = migration.UpScript;
        try
        {
            ExpandedScript expanded = VariableExpander.Expand(source, options.Variables);
            problems.AddRange(expanded.NotFilled.Select(use => PlanProblems.NotFilled(migration, use)));
            if (expanded.Unset.Count > 0)
            {
                problems.AddRange(expanded.Unset.Select(use => PlanProblems.UnsetVariable(migration, use)));
                return null;
            }

            source = expanded.Script;
            List<SqlStatement> statements = [.. StatementSplitter.Split(source)];
            foreach ((SqlStatement statement, BatchDirective batch) in BatchDirectives.Read(source, statements, problems))
            {
                batches.Add(statement, batch);
            }

            return statements;
        }
        catch (SqlSyntaxException error)
        {
            problems.Add(PlanProblems.InvalidSql(migration, error, source));
            return null;
        }
    }

    private static PlanStep? Resume(PlanStep step, MigrationLogEntry row, RunOptions options, List<MigrationProblem> problems)
    {
        int applied = row.StatementsApplied ?? 0;
        if (row.Checksum is null || row.StatementsTotal != step.Statements.Count
            || !row.Checksum.Equals(step.Migration.Checksum, StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(PlanProblems.PartialChanged(step.Migration, row));
            return null;
        }

        // A migration that was one transaction left nothing part-way: it can only have died before its COMMIT.
        if (step.IsTransactional && applied == 0 && row.BatchProgress is null)
        {
            return step;
        }

        if (step.IsTransactional)
        {
            problems.Add(PlanProblems.PartialMode(step.Migration, row));
            return null;
        }

        // "running" and "undoing" are runs that died. Whatever runs in a transaction committed together with its progress; a statement
        // that was sent alone may have been applied without it.
        StatementUnit next = step.Units.FirstOrDefault(unit => unit.Start >= applied);
        bool unclear = MigrationStates.IsUnderWay(row) && next.Count > 0 && (!next.InTransaction || Remedies.IsAlone(row.ErrorMessage));
        if (unclear && options.Resume == ResumeChoice.Ask)
        {
            problems.Add(PlanProblems.UnknownProgress(step.Migration, step.Statements[next.Start], next.Start + 1, row) with
            {
                InDoubt = new StatementInDoubt(step, next.Start) { TellsByCatalog = row.BatchProgress == CatalogProgress.Mark },
            });
            return null;
        }

        bool ranged = row.BatchProgress is not null and not CatalogProgress.Mark;
        BatchProgress? batch = ranged ? BatchProgress.Parse(row.BatchProgress!) : null;
        if (ranged && !(batch is not null && next.Batch is { } ranges && batch.Statement == next.Start
            && batch.After.Count == ranges.Key.Count && batch.Last.Count == ranges.Key.Count))
        {
            problems.Add(BatchProblems.Unreadable(step.Migration, step.Statements[Math.Min(applied, step.Statements.Count - 1)]));
            return null;
        }

        int resumeAt = unclear && options.Resume == ResumeChoice.Skip ? applied + next.Count : applied;
        return step with { ResumeAt = resumeAt, ResumeRowId = row.Id, ResumeBatch = batch };
    }
}
