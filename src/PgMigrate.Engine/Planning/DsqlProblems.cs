using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>The words for what cannot be run on Aurora DSQL.</summary>
internal static class DsqlProblems
{
    public static MigrationProblem TransactionControl(Migration migration, SqlStatement statement) => At(migration, statement, new(
        MigrationProblemCode.TransactionControl,
        $"{migration.FileName} controls its transaction itself ({statement.FirstLine}) in a way that Aurora DSQL or the record of its progress does not allow.",
        "Take it out: on Aurora DSQL each statement is committed by itself. BEGIN … COMMIT may stand around INSERT, UPDATE and DELETE that "
        + "belong together; there are no savepoints."));

    public static MigrationProblem MixedGroup(Migration migration, SqlStatement statement) => At(migration, statement, new(
        MigrationProblemCode.TransactionControl,
        $"{migration.FileName} has a statement between BEGIN and COMMIT ({statement.FirstLine}) that Aurora DSQL does not take together with others.",
        "Take BEGIN and COMMIT out, or keep them around INSERT, UPDATE and DELETE only; each other statement is committed by itself."));

    public static MigrationProblem Copy(Migration migration, SqlStatement statement) => At(migration, statement, new(
        MigrationProblemCode.CopyNotSupported,
        $"{migration.FileName} copies data through the connection ({statement.FirstLine}), which is not known to work on Aurora DSQL.",
        "Write the rows as INSERT … VALUES, at most 3,000 rows a transaction, or load them with a tool of their own."));

    private static MigrationProblem At(Migration migration, SqlStatement statement, MigrationProblem problem) =>
        problem with { Path = migration.Path, Position = statement.Position };
}
