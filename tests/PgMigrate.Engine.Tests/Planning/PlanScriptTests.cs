using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Planning;

public sealed class PlanScriptTests
{
    [Fact]
    public void Transactions_lone_statements_copy_data_and_resumption_are_written_as_they_would_run()
    {
        SourceText source = SourceText.FromString("CREATE TABLE a (id int); CREATE INDEX CONCURRENTLY i ON a (id); COPY a FROM STDIN;\n1\n\\.\n");
        IReadOnlyList<SqlStatement> statements = [.. StatementSplitter.Split(source)];
        PlanStep whole = Step("1.sql", statements, new StatementUnit(0, 1, true), new StatementUnit(1, 1, false), new StatementUnit(2, 1, true));
        PlanStep resumed = Step("2.sql", statements, new StatementUnit(0, 1, true), new StatementUnit(1, 1, false)) with { ResumeAt = 1 };
        string script = PlanScript.Write(new MigrationPlan { Migrations = [], Problems = [], Steps = [whole, resumed] });
        Assert.EndsWith(
            """

            -- 1.sql
            BEGIN;
            CREATE TABLE a (id int);
            COMMIT;
            CREATE INDEX CONCURRENTLY i ON a (id);
            BEGIN;
            COPY a FROM STDIN;
            1
            \.
            COMMIT;

            -- 2.sql
            -- The first statement is applied already.
            CREATE INDEX CONCURRENTLY i ON a (id);

            """.ReplaceLineEndings("\n"), script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "-- 0 migrations. The history is not written by this script:\n-- mark them with")]
    [InlineData(1, "-- 1 migration. The history is not written by this script:\n-- mark it with")]
    [InlineData(2, "-- 2 migrations. The history is not written by this script:\n-- mark them with")]
    public void The_head_counts_the_migrations(int count, string head)
    {
        var steps = Enumerable.Range(1, count).Select(number => Step($"{number}.sql", [], new StatementUnit(0, 0, true))).ToArray();
        Assert.StartsWith(head, PlanScript.Write(new MigrationPlan { Migrations = [], Problems = [], Steps = steps }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "-- The first statement is applied already.\n")]
    [InlineData(2, "-- The first 2 statements are applied already.\n")]
    public void What_is_applied_already_is_counted(int applied, string line)
    {
        IReadOnlyList<SqlStatement> statements = [.. StatementSplitter.Split(SourceText.FromString("SELECT 1; SELECT 2; SELECT 3;"))];
        PlanStep step = Step("1.sql", statements, new StatementUnit(2, 1, true)) with { ResumeAt = applied };
        Assert.Contains(line, PlanScript.Write(new MigrationPlan { Migrations = [], Problems = [], Steps = [step] }), StringComparison.Ordinal);
    }

    private static PlanStep Step(string file, IReadOnlyList<SqlStatement> statements, params StatementUnit[] units) => new()
    {
        Migration = new Migration
        {
            Version = file[..1],
            Name = "",
            FileName = file,
            Path = "/m/" + file,
            Layout = "Native",
            Ordinal = 0,
            UpScript = SourceText.FromString(""),
            Checksum = "",
        },
        Statements = statements,
        Units = units,
    };
}
