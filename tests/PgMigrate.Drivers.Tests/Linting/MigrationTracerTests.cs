using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Tracing;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.Linting;

/// <summary>What the tracer sees on a real server.</summary>
[Collection(SandboxCollection.Name)]
public sealed class MigrationTracerTests(SandboxFixture sandbox) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pgmigrate-trace-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PostgresFact]
    public async Task Locks_and_rewrites_are_those_of_the_statement()
    {
        Write("0001_a.sql", "CREATE TABLE a (id int PRIMARY KEY, note text); CREATE TABLE b (id int);");
        Write("0002_b.sql", "ALTER TABLE b ADD COLUMN x int;\nALTER TABLE a ALTER COLUMN id TYPE bigint;\nALTER TABLE a ADD COLUMN y int;\nCREATE TABLE c (id int);\nALTER TABLE c ADD COLUMN z int;");

        MigrationTrace trace = Assert.Single(await TraceAsync("0002_b.sql"));

        Assert.Null(trace.Failure);
        Assert.Equal(
            ["b AccessExclusive", "a AccessExclusive", "", "", ""],
            trace.Statements.Select(seen => string.Join(',', seen.Locks.Select(item => $"{item.Relation} {item.Mode}"))));
        Assert.Equal(["", "a", "", "", ""], trace.Statements.Select(seen => string.Join(',', seen.Rewritten)));
        Assert.Equal(
            ["1 observed-lock", "2 observed-lock", "2 observed-rewrite"],
            trace.ToDiagnostics().Select(diagnostic => $"{diagnostic.Line} {diagnostic.RuleId}"));
    }

    [PostgresFact]
    public async Task Statements_outside_transactions_are_run_too()
    {
        Write("0001_a.sql", "CREATE TABLE a (id int);");
        Write("0002_b.sql", "CREATE INDEX CONCURRENTLY a_id ON a (id);\nVACUUM FULL a;");

        MigrationTrace trace = Assert.Single(await TraceAsync("0002_b.sql"));

        Assert.Null(trace.Failure);
        Assert.Equal(["", "a,a_id"], trace.Statements.Select(seen => string.Join(',', seen.Rewritten)));
    }

    [PostgresFact]
    public async Task A_failure_is_told_with_its_place_and_ends_the_trace()
    {
        Write("0001_a.sql", "SELECT 1;\nSELECT * FROM nowhere;");
        Write("0002_b.sql", "SELECT 2;");

        MigrationTrace trace = Assert.Single(await TraceAsync(null));

        LintDiagnostic found = Assert.Single(trace.ToDiagnostics());
        Assert.Equal(("observed-failure", LintSeverity.Error, "2:15"), (found.RuleId, found.Severity, found.Position.ToString()));
        Assert.Contains("42P01", found.Message, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<MigrationTrace>> TraceAsync(string? file)
    {
        ISqlSessionFactory database = DriverFactory.CreatePostgres(new PostgresConnectionOptions { ConnectionString = await sandbox.CreateDatabaseAsync() });
        return await new MigrationTracer(database).TraceAsync(MigrationFolder.Read(_folder), migration => file is null || migration.FileName == file, new RunOptions());
    }

    private void Write(string name, string sql) => File.WriteAllText(Path.Combine(_folder, name), sql);
}
