using System.Globalization;
using Npgsql;
using PgMigrate.Drivers.Tests.RealInput;
using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>
/// Prisma and graphile-migrate from npm, and sqitch where it is installed, as <see cref="RealToolTests"/>. On a server of their own, beside
/// the other tests: Prisma mostly waits.
/// </summary>
public sealed class MoreRealToolTests(SandboxFixture fixture, PrismaToolsFixture tools) : IClassFixture<SandboxFixture>, IClassFixture<PrismaToolsFixture>
{
    private const string UpToDate = "Database schema is up to date";

    [NpmToolsFact]
    public async Task Prisma()
    {
        (string Name, string Text)[] files =
        [
            ("migration_lock.toml", "provider = \"postgresql\"\n"),
            ("20240101000000_a/migration.sql", "CREATE TABLE \"a\" (\"id\" INTEGER NOT NULL, CONSTRAINT \"a_pkey\" PRIMARY KEY (\"id\"));\n"),
            ("20240102000000_b/migration.sql", "CREATE TABLE b (\"é\" int);\r\nCREATE TABLE b2 (id int);\r\n"),
            ("20240103000000_c/migration.sql", "CREATE TABLE c (id int);"),
        ];
        using HistoryCase theirs = await HistoryCase.CreateAsync(fixture, files);
        await tools.PrismaAsync(theirs, "deploy");
        const string Rows = "SELECT migration_name || ' ' || checksum || ' ' || applied_steps_count || coalesce(logs, '-') || (rolled_back_at IS NULL) FROM _prisma_migrations ORDER BY finished_at";
        string rows = await theirs.QueryAsync(Rows);
        MigrationPlan plan = await theirs.PlanAsync("Prisma");
        Assert.Equal(("", ""), (HistoryCase.Due(plan), HistoryCase.Codes(plan.Problems)));
        Assert.Equal(3, (await theirs.TakeOverAsync("Prisma")).Count);

        using HistoryCase half = await HistoryCase.CreateAsync(fixture, files[..2]);
        await tools.PrismaAsync(half, "deploy");
        half.Write(files[2].Name, files[2].Text);
        half.Write(files[3].Name, files[3].Text);
        await Applied(half, 2);
        Assert.Equal(rows, await half.QueryAsync(Rows));
        Assert.Contains("No pending migrations", await tools.PrismaAsync(half, "deploy"), StringComparison.Ordinal);
        Assert.Contains(UpToDate, await tools.PrismaAsync(half, "status"), StringComparison.Ordinal);

        using HistoryCase other = await HistoryCase.CreateAsync(fixture, files);
        await Applied(other, 1, new RunOptions { ToVersion = "20240101000000" });
        await tools.PrismaAsync(other, "deploy");
        Assert.Equal(rows, await other.QueryAsync(Rows));
        Assert.Contains(UpToDate, await tools.PrismaAsync(other, "status"), StringComparison.Ordinal);
        Assert.Equal("", HistoryCase.Due(await other.PlanAsync("Prisma")));
    }

    [NpmToolsFact]
    public async Task Graphile_migrate()
    {
        const string First = "--! Previous: -\n--! Hash: sha1:e00ec93314a423ee5cc68d1182ad52f16442d7df\n\ncreate table if not exists foo (id serial primary key);\n";
        const string Second = """
            --! Previous: sha1:e00ec93314a423ee5cc68d1182ad52f16442d7df
            --! Hash: sha1:bddc1ead3310dc1c42cdc7f63537ebdff2e9fd7b
            --! Message: roles

            drop type if exists user_role;
            create type user_role as enum ('User');

            """;
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("000001.sql", First), ("000002-roles.sql", Second), ("000003.sql", "--! Previous: sha1:x\n--! Hash: sha1:y\n\ncreate table later ();\n"),
            ("project/migrations/committed/000001.sql", First), ("project/migrations/committed/000002-roles.sql", Second), ("project/migrations/current.sql", ""));
        await tools.GraphileAsync(test, Path.Combine(test.Folder, "project"));
        BaselinePlan plan = await test.PlanTakeOverAsync("GraphileMigrate");
        Assert.Equal(["000001.sql", "000002-roles.sql"], plan.Marks.Select(mark => mark.FileName));
        Assert.Equal("", HistoryCase.Codes(plan.Problems));
        test.Write("000001.sql", First.Replace("foo", "bar", StringComparison.Ordinal));
        Assert.Equal("ChecksumChanged?", HistoryCase.Codes((await test.PlanTakeOverAsync("GraphileMigrate")).Problems));
        Assert.Equal(2, (await test.TakeOverAsync("GraphileMigrate")).Count);
        Assert.Equal("000003.sql", HistoryCase.Due(await test.PlanAsync()));
    }

    [SqitchFact]
    public async Task Sqitch()
    {
        using HistoryCase test = await HistoryCase.CreateAsync(
            fixture, ("sqitch/deploy/users.sql", "BEGIN;\nCREATE TABLE users (id int);\nCOMMIT;\n"), ("sqitch/deploy/orders.sql", "BEGIN;\nCREATE TABLE orders (id int);\nCOMMIT;\n"),
            ("sqitch/revert/users.sql", "DROP TABLE users;\n"), ("sqitch/revert/orders.sql", "DROP TABLE orders;\n"),
            ("sqitch/sqitch.conf", "[core]\n\tengine = pg\n"),
            ("sqitch/sqitch.plan", "%syntax-version=1.0.0\n%project=shop\n\nusers 2024-01-01T00:00:00Z Ann <ann@example.org> # users\norders [users] 2024-01-02T00:00:00Z Ann <ann@example.org> # orders\n"),
            ("0001_users.sql", "CREATE TABLE users (id int);\n"), ("0002_orders.sql", "CREATE TABLE orders (id int);\n"));
        await SqitchAsync(test, "deploy", "--to", "users");
        Assert.Equal("users", Assert.Single(await test.LogAsync("Sqitch")).FileName);
        Assert.Equal("0001_users.sql", Assert.Single(await test.TakeOverAsync("Sqitch")).FileName);
        Assert.Equal("0002_orders.sql", HistoryCase.Due(await test.PlanAsync()));
        await SqitchAsync(test, "deploy");
        Assert.Equal("0002_orders.sql", Assert.Single(await test.TakeOverAsync("Auto")).FileName);
        await SqitchAsync(test, "revert", "-y", "--to", "users");
        Assert.Single(await test.LogAsync("Sqitch"));
    }

    private static async Task SqitchAsync(HistoryCase test, params string[] arguments)
    {
        var parts = new NpgsqlConnectionStringBuilder(test.ConnectionString);
        string target = string.Create(CultureInfo.InvariantCulture, $"db:pg://{parts.Username}@{parts.Host}:{parts.Port}/{parts.Database}");
        var environment = new Dictionary<string, string>
        {
            ["SQITCH_USER_CONFIG"] = "/nonexistent",
            ["SQITCH_FULLNAME"] = "Ann",
            ["SQITCH_EMAIL"] = "ann@example.org",
            ["PGPASSWORD"] = parts.Password ?? "",
        };
        (int exit, string output, string error) = await ExternalProgram.Get("sqitch").RunAsync(
            [arguments[0], "--target", target, .. arguments[1..]], environment, folder: Path.Combine(test.Folder, "sqitch"));
        Assert.True(exit == 0, output + error);
    }

    private static async Task Applied(HistoryCase test, int count, RunOptions? options = null)
    {
        RunResult result = await test.RunAsync("Prisma", options);
        Assert.All(result.Results, item => Assert.True(item.Status == MigrationResultStatus.Applied, item.Failure?.ToString()));
        Assert.Equal(count, result.Results.Count);
    }
}
