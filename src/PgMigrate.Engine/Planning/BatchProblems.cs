using System.Globalization;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>Finds the <c>@batch</c> directives that cannot be followed, as far as files and settings show.</summary>
internal static class BatchProblems
{
    /// <summary>Why a statement in ranges cannot share a transaction.</summary>
    public const string Why = "-- @batch commits each range by itself";

    /// <summary>The problems of a step's statements.</summary>
    public static IEnumerable<MigrationProblem> Of(PlanStep step, RunOptions options, SqlTarget target)
    {
        foreach (StatementUnit unit in step.Units)
        {
            if (unit.Batch is not { } batch)
            {
                continue;
            }

            SqlStatement statement = step.Statements[unit.Start];
            if (target == SqlTarget.AuroraDsql && batch.Rows > BatchDirective.MostRowsOnDsql)
            {
                yield return At(step, statement,
                    string.Create(CultureInfo.InvariantCulture, $"{step.Migration.FileName} asks for batches of {batch.Rows:N0} rows; a transaction of Aurora DSQL takes 3,000, of which the record of the progress needs two."),
                    FormattableString.Invariant($"Write {BatchDirective.MostRowsOnDsql} or less. {BatchDirective.UsualRows} leave room for rows that foreign keys change along."));
            }

            if (RangedStatement.Read(statement, batch.Key, out string? reason) is null)
            {
                yield return At(step, statement, $"{step.Migration.FileName} has @batch before a statement that cannot be cut into ranges: {reason} ({statement.FirstLine}).", RemedyFor(reason!));
            }
            else if (HasParameter(statement))
            {
                yield return At(step, statement, $"{step.Migration.FileName} has @batch before a statement with a parameter ($1) that nothing gives a value.", "Write the value, or a variable: ${name}.");
            }

            if (!HistoryFormats.IsNative(options.HistoryFormat))
            {
                yield return At(step, statement,
                    $"{step.Migration.FileName} has @batch, and a history of the format {options.HistoryFormat} has no place for the progress: a run that is cut off would begin again and change rows twice.",
                    "Run it with -HistoryFormat native, or take @batch out.");
            }
        }
    }

    /// <summary>The row's progress does not belong to the statement that comes next.</summary>
    public static MigrationProblem Unreadable(Migration migration, SqlStatement statement) => new(
        MigrationProblemCode.UnknownProgress,
        $"An earlier run of {migration.FileName} ended during {statement.FirstLine}, and its batch_progress in the history cannot be read.",
        "Give the migration the variables of that run, or finish the statement by hand, then set statements_applied to its number and batch_progress to NULL.")
    {
        Path = migration.Path,
        Position = statement.Position,
    };

    private static string RemedyFor(string reason) => reason switch
    {
        "it has FROM" or "it has USING" => "Write the other table as a subquery: SET a = (SELECT …) WHERE EXISTS (SELECT …). Or take @batch out.",
        "it has RETURNING" => "Take RETURNING out: nobody reads what it returns.",
        "it has LIMIT" or "it has OFFSET" or "it has ORDER" => "Take it out; @batch limits the rows of each range.",
        _ => "@batch stands before UPDATE table SET … WHERE … or DELETE FROM table WHERE …, and by columns that do not change.",
    };

    private static bool HasParameter(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        while (!reader.AtEnd && reader.Current.Kind != SqlTokenKind.Parameter)
        {
            reader.Advance();
        }

        return !reader.AtEnd;
    }

    private static MigrationProblem At(PlanStep step, SqlStatement statement, string message, string remedy) =>
        new(MigrationProblemCode.BatchNotPossible, message, remedy) { Path = step.Migration.Path, Position = statement.Position };
}
