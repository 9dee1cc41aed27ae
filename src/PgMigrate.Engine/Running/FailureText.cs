using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>Puts a database error together with the place in the file it came from.</summary>
internal static class FailureText
{
    /// <param name="step">The migration.</param>
    /// <param name="failure">What the database said.</param>
    /// <param name="statementIndex">Index of the statement in the step; out of range when the trouble is elsewhere (a setting, COMMIT).</param>
    /// <param name="remedy">What to do.</param>
    public static MigrationFailure Of(PlanStep step, SqlFailure failure, int? statementIndex, string remedy)
    {
        SqlStatement? statement = statementIndex is { } index && index >= 0 && index < step.Statements.Count ? step.Statements[index] : null;
        return new MigrationFailure
        {
            Error = failure,
            Path = step.Script?.Path ?? step.Migration.Path,
            Position = statement is null ? null : failure.Position is { } at ? statement.MapErrorPosition(at) : statement.Position,
            StatementNumber = statement is null ? null : statementIndex + 1,
            StatementFirstLine = statement?.FirstLine,
            Remedy = remedy,
        };
    }
}
