using System.Globalization;
using System.Text;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>
/// Finds what the RDS Data API would refuse or lose: statements over 64 KiB, COPY through the connection, settings for statements
/// that run outside a transaction (each call may meet another server session), and <c>:name</c> in function bodies.
/// </summary>
internal static class DataApiCheck
{
    /// <summary>Longest statement: 65,536 characters in the service's model, 64 KiB in its guide; the smaller one, UTF-8 bytes.</summary>
    public const int MaxStatementBytes = 65_536;

    public static IEnumerable<MigrationProblem> Problems(PlanStep step, RunOptions options)
    {
        foreach (StatementUnit unit in step.Units)
        {
            foreach (SqlStatement statement in step.Statements.Skip(unit.Start).Take(unit.Count))
            {
                if (Encoding.UTF8.GetByteCount(statement.Text.Span) is var bytes and > MaxStatementBytes)
                {
                    yield return TooLong(step, statement, bytes);
                }

                if (IsCopy(statement))
                {
                    yield return Copy(step, statement);
                }

                if (unit.Count == 1 && !step.IsTransactional && ChangesSession(statement))
                {
                    yield return SettingLost(step, statement);
                }

                if (ColonNames.InDollarStrings(statement) is { } name)
                {
                    yield return Colon(step, statement, name);
                }
            }

            if (!unit.InTransaction && options.SearchPath is not null)
            {
                yield return SearchPathLost(step, step.Statements[unit.Start]);
            }
        }
    }

    /// <summary>COPY with STDIN or STDOUT: the service has no way for its data.</summary>
    private static bool IsCopy(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        return statement.CopyData is not null || (reader.Accept("COPY") && reader.SkipTo("FROM", "TO") && AfterDirection(reader));
    }

    private static bool AfterDirection(StatementReader reader)
    {
        reader.Advance();
        return reader.Is("STDIN") || reader.Is("STDOUT");
    }

    /// <summary>SET and RESET of the session, not of the transaction: alone in a call of its own it has no effect on the next.</summary>
    private static bool ChangesSession(SqlStatement statement)
    {
        var reader = new StatementReader(statement);
        return reader.Is("RESET") || (reader.Accept("SET") && !reader.Is("CONSTRAINTS"));
    }

    private static MigrationProblem TooLong(PlanStep step, SqlStatement statement, int bytes) => At(step, statement, new(
        MigrationProblemCode.StatementTooLong,
        string.Create(CultureInfo.InvariantCulture,
            $"{step.Migration.FileName} has a statement of {bytes:N0} bytes ({statement.FirstLine}); the RDS Data API takes {MaxStatementBytes:N0}."),
        "Split it: several INSERTs with fewer rows each, or a smaller function. Or run this migration over a PostgreSQL connection."));

    private static MigrationProblem Copy(PlanStep step, SqlStatement statement) => At(step, statement, new(
        MigrationProblemCode.CopyNotSupported,
        $"{step.Migration.FileName} copies data through the connection ({statement.FirstLine}), for which the RDS Data API has no way.",
        "Write the rows as INSERT … VALUES, import from Amazon S3 with aws_s3, or run this migration over a PostgreSQL connection."));

    private static MigrationProblem SettingLost(PlanStep step, SqlStatement statement) => At(step, statement, new(
        MigrationProblemCode.SettingLost,
        $"{step.Migration.FileName} is run statement by statement, and over the RDS Data API each one may meet another server session: "
        + $"{statement.FirstLine} would have no effect on those after it.",
        "Write qualified names instead of SET search_path, -- @timeout instead of SET statement_timeout, or put SET and what needs it into BEGIN … COMMIT."));

    private static MigrationProblem SearchPathLost(PlanStep step, SqlStatement statement) => At(step, statement, new(
        MigrationProblemCode.SettingLost,
        $"{step.Migration.FileName} has a statement that runs outside any transaction ({statement.FirstLine}); over the RDS Data API the search path "
        + "of the run cannot be set for it.",
        "Write qualified names and leave -SearchPath out, or set the role's own: ALTER ROLE … SET search_path."));

    private static MigrationProblem Colon(PlanStep step, SqlStatement statement, string name) => At(step, statement, new(
        MigrationProblemCode.ColonParameter,
        $"{step.Migration.FileName} has {name} inside a function body; the RDS Data API may take it for a parameter.",
        $"Put a blank after the colon, or write the bounds of a slice in parentheses. If the service took it, it would answer that it cannot find parameter {name[1..]}.",
        ProblemSeverity.Warning));

    private static MigrationProblem At(PlanStep step, SqlStatement statement, MigrationProblem problem) =>
        problem with { Path = step.Migration.Path, Position = statement.Position };
}
