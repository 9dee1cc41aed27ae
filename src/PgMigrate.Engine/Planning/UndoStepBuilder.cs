using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>Makes the step that takes a migration back: the statements of its undo script, planned as those of a migration are.</summary>
internal static class UndoStepBuilder
{
    /// <returns>The step, or null when a problem was added that forbids it.</returns>
    public static PlanStep? Build(
        Migration migration, MigrationLogEntry? row, UndoOptions undo, RunOptions options, SqlTarget target, List<MigrationProblem> problems)
    {
        if (undo.MarkOnly)
        {
            return Mark(migration);
        }

        bool resumes = MigrationStates.IsUndoUnfinished(row);
        MigrationProblem? problem = migration.State switch
        {
            MigrationState.Partial when !resumes => UndoProblems.HalfApplied(migration),
            MigrationState.Changed when !undo.AllowChanged => UndoProblems.Changed(migration),
            _ => migration.UndoScript is null ? migration.UndoProblem ?? UndoProblems.NoUndo(migration) : null,
        };
        if (problem is not null)
        {
            problems.Add(problem);
            return null;
        }

        int before = problems.Count;
        if (StepBuilder.Build(AsScript(migration), row, options, target, problems, isUndo: true) is not { } step)
        {
            return null;
        }

        if (step.Statements.Count == 0 && problems.Count == before)
        {
            problems.Add(UndoProblems.NoUndo(migration));
            return null;
        }

        return step with { Migration = migration with { TransactionMode = step.Migration.TransactionMode } };
    }

    /// <summary>A step without a statement: its history row is all it writes.</summary>
    private static PlanStep Mark(Migration migration) => new()
    {
        Migration = migration with { TransactionMode = TransactionMode.Transactional },
        Statements = [],
        Units = [],
        IsUndo = true,
    };

    /// <summary>The undo script in the place of what applies, so that both are planned by the same rules.</summary>
    private static Migration AsScript(Migration migration)
    {
        SourceText script = migration.UndoScript!;
        MigrationHeader head = HeaderReader.Read(MigrationSections.Read(script), []);
        TransactionMode mode = migration.UndoTransactionMode != TransactionMode.Auto ? migration.UndoTransactionMode : head.Transaction;
        return migration with
        {
            Path = script.Path ?? migration.Path,
            UpScript = script,

            // What hinders the way up is none of this: a program's way down is known.
            ScriptProblem = null,
            Header = head with { Transaction = mode, Timeout = head.Timeout ?? migration.Header.Timeout },
            Checksum = Checksum.Of(script.Span),
        };
    }
}
