using PgMigrate.Engine.History;

namespace PgMigrate.Drivers.Tests.History;

/// <summary>Each format is told by its columns and read as its tool means it.</summary>
[Collection(SandboxCollection.Name)]
public sealed class ReadFormatTests(SandboxFixture fixture)
{
    public static TheoryData<string, string[], string> Formats => new()
    {
        { "Dbmate", [HistoryTables.Dbmate, "INSERT INTO schema_migrations VALUES ('9'), ('10')"], "10:Completed 9:Completed" },
        { "Rails", [HistoryTables.Dbmate, HistoryTables.Rails, "INSERT INTO schema_migrations VALUES ('20240101000000')"], "20240101000000:Completed" },
        { "GolangMigrate", [HistoryTables.Golang, "INSERT INTO schema_migrations VALUES (7, false)"], "7:Completed" },
        { "GolangMigrate", [HistoryTables.Golang, "INSERT INTO schema_migrations VALUES (7, true)"], "7:Partial" },
        { "Goose", [HistoryTables.Goose, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, true), (1, true), (2, true), (2, false), (3, true)"], "0:Baseline 1:Completed 2:Undone 3:Completed" },
        { "PgMigrations", [HistoryTables.PgMigrations, "INSERT INTO pgmigrations (name, run_on) VALUES ('2_b', '2024-01-02'), ('1_a', '2024-01-01')"], "1_a:Completed 2_b:Completed" },
        { "Diesel", [HistoryTables.Diesel, "INSERT INTO __diesel_schema_migrations VALUES ('20240501120000')"], "20240501120000:Completed" },
        { "Drizzle", [HistoryTables.DrizzleSchema, HistoryTables.Drizzle, "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('h', 5)"], "5:Completed" },
        {
            "Drizzle",
            [HistoryTables.DrizzleSchema, HistoryTables.Drizzle, "ALTER TABLE drizzle.__drizzle_migrations ADD name text, ADD applied_at timestamptz DEFAULT now()", "INSERT INTO drizzle.__drizzle_migrations (hash, created_at, name) VALUES ('h', 5, '2024_x')"],
            "2024_x:Completed"
        },
        {
            "Flyway",
            [HistoryTables.Flyway, """
                INSERT INTO flyway_schema_history VALUES (0, NULL, '<< Flyway Schema Creation >>', 'SCHEMA', '"x"', NULL, 'u', now(), 0, true), (1, '1', '<< Flyway Baseline >>', 'BASELINE', 'b', NULL, 'u', now(), 0, true),
                    (2, '1.1', 'a', 'SQL', 'V1_1__a.sql', 5, 'u', now(), 12, true), (3, '1.1', 'a', 'UNDO_SQL', 'U1_1__a.sql', 5, 'u', now(), 12, true),
                    (4, NULL, 'views', 'SQL', 'R__views.sql', 1, 'u', now(), 1, true), (5, NULL, 'views', 'SQL', 'R__views.sql', 2, 'u', now(), 1, true), (6, '2', 'f', 'SQL', 'V2__f.sql', 2, 'u', now(), 1, false)
                """],
            "<< Flyway Schema Creation >>:Baseline 1 << Flyway Baseline >>:Baseline 1.1 a:Undone views:Completed 2 f:Partial"
        },
        {
            "Prisma",
            [HistoryTables.Prisma, """
                INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, rolled_back_at, started_at) VALUES ('1', 'c', now(), '1_a', NULL, '2024-01-01'), ('2', 'c', NULL, '2_b', now(), '2024-01-02'),
                    ('3', 'c', now(), '2_b', NULL, '2024-01-03'), ('4', 'c', NULL, '3_c', NULL, '2024-01-04'), ('5', 'c', NULL, '4_d', now(), '2024-01-05')
                """],
            "1_a:Completed 2_b:Completed 3_c:Partial 4_d:Undone"
        },
        { "Sqlx", [HistoryTables.Sqlx, "INSERT INTO _sqlx_migrations VALUES (1, 'a b', now(), true, '\\x0102', 1500000), (2, 'c', now(), false, '\\x00', -1)"], "1 a b:Completed 2 c:Partial" },
        { "Refinery", [HistoryTables.Refinery, "INSERT INTO refinery_schema_history VALUES (1, 'initial', '2024-01-01T00:00:00Z', '2959965718684201605')"], "1 initial:Completed" },
        { "GraphileMigrate", [HistoryTables.GraphileSchema, HistoryTables.Graphile, "INSERT INTO graphile_migrate.migrations (hash, filename) VALUES ('sha1:x', '000002.sql'), ('sha1:y', '000001.sql')"], "000001.sql:Completed 000002.sql:Completed" },
        {
            "Atlas",
            [HistoryTables.AtlasSchema, HistoryTables.Atlas, """
                INSERT INTO atlas_schema_revisions.atlas_schema_revisions VALUES ('.atlas_cloud_identifier', 'x', 2, 0, 0, now(), 0, NULL, NULL, '', NULL, ''),
                    ('1', 'base', 1, 0, 0, now(), 0, NULL, NULL, 'h', NULL, 'v'), ('2', 'a', 2, 3, 3, now(), 5000000, '', '', 'h', NULL, 'v'), ('3', 'b', 2, 1, 2, now(), 0, 'no', 's', 'h', '[]', 'v')
                """],
            ".atlas_cloud_identifier x:Baseline 1 base:Baseline 2 a:Completed 3 b:Partial"
        },
        { "DbUp", [HistoryTables.DbUp, "INSERT INTO schemaversions (scriptname, applied) VALUES ('App.Scripts.0001_a.sql', '2024-01-01'), ('0002_b.sql', '2024-01-02')"], "App.Scripts.0001_a.sql:Completed 0002_b.sql:Completed" },
        {
            "Evolve",
            [HistoryTables.Evolve, """
                INSERT INTO changelog (type, version, description, name, checksum, installed_by, success) VALUES (2, '0', 'Empty schema found: x', 'x', '', 'u', true), (3, '1', 'start', 'x', '', 'u', true),
                    (0, '1.1', 'a', 'V1_1__a.sql', 'c', 'u', false), (0, '1.1', 'a', 'V1_1__a.sql', 'c', 'u', true), (4, NULL, 'views', 'R__views.sql', 'c', 'u', true)
                """],
            "0 Empty schema found: x:Baseline 1 start:Baseline 1.1 a:Completed views:Completed"
        },
        { "Grate", [HistoryTables.GrateSchema, HistoryTables.Grate, "INSERT INTO grate.\"ScriptsRun\" (script_name, text_hash) VALUES ('0001_a.sql', 'h'), ('views/v.sql', 'h'), ('views/v.sql', 'i')"], "0001_a.sql:Completed views/v.sql:Completed" },
        {
            "Sqitch",
            [HistoryTables.SqitchSchema, HistoryTables.Sqitch, """
                INSERT INTO sqitch.changes (change_id, script_hash, change, project, committer_name, committer_email, planned_at, planner_name, planner_email, committed_at) VALUES
                    ('1', 'h', 'users', 'p', 'n', 'e', now(), 'n', 'e', '2024-01-01'), ('2', 'i', 'orders', 'p', 'n', 'e', now(), 'n', 'e', '2024-01-02'), ('3', 'j', 'users', 'p', 'n', 'e', now(), 'n', 'e', '2024-01-03')
                """],
            "users:Completed orders:Completed"
        },
        {
            "Liquibase",
            [HistoryTables.Liquibase, """
                INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum) VALUES ('1', 'ann', 'db/001.sql', '2024-01-01', 1, 'EXECUTED', '9:x'),
                    ('2', 'bob', 'db/001.sql', '2024-01-01', 2, 'RERAN', '9:y'), ('1', 'ann', 'db/002.sql', '2024-01-02', 3, 'FAILED', NULL), ('1', 'ann', 'db/003.sql', '2024-01-03', 4, 'MARK_RAN', '9:z')
                """],
            "db/001.sql (1::ann, 2::bob):Completed db/002.sql (1::ann):Partial db/003.sql (1::ann):Baseline"
        },
        { "EfCore", [HistoryTables.EfCore, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('20240101000000_Init', '8.0.0')"], "20240101000000_Init:Completed" },
    };

    [PostgresTheory]
    [MemberData(nameof(Formats))]
    public async Task A_history_is_found_and_read(string format, string[] statements, string expected)
    {
        using HistoryCase test = await HistoryCase.CreateAsync(fixture);
        await test.ExecuteAsync(statements);
        Assert.Equal(expected, Text(await test.LogAsync(HistoryFormats.Auto)));
        Assert.Equal(expected, Text(await test.LogAsync(format)));
    }

    [Fact]
    public void Every_format_has_a_case_here() =>
        Assert.Equal(HistoryFormats.Names, Formats.Select(row => (string)row[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [PostgresTheory]
    [InlineData("Flyway", "V1__initial.sql", HistoryTables.Flyway, "INSERT INTO flyway_schema_history VALUES (1, '1.0', 'initial', 'SQL', 'x', {0}, 'u', now(), 0, true)", "-722651034")]
    [InlineData("Refinery", "V1__initial.sql", HistoryTables.Refinery, "INSERT INTO refinery_schema_history VALUES (1, 'initial', 't', '{0}')", null)]
    [InlineData("Prisma", "1_a/migration.sql", HistoryTables.Prisma, "INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name) VALUES ('1', '{0}', now(), '1_a')", null)]
    [InlineData("Evolve", "V1__initial.sql", HistoryTables.Evolve, "INSERT INTO changelog (type, version, description, name, checksum, installed_by, success) VALUES (0, '1', 'initial', 'x', '{0}', 'u', true)", null)]
    [InlineData("Sqlx", "1_initial.sql", HistoryTables.Sqlx, "INSERT INTO _sqlx_migrations VALUES (1, 'initial', now(), true, '\\x{0}', 0)", null)]
    public async Task A_changed_file_is_told_by_the_tools_own_checksum(string format, string file, string table, string row, string? checksum)
    {
        string text = checksum is null
            ? "CREATE TABLE persons (\n    id int,\n    name varchar(255),\n    city varchar(255)\n);\n"
            : "create table COUPLE (\n    ID int not null,\n    PERSON1 int not null references PERSON(ID), \n    PERSON2 int not null references PERSON(ID) \n);";
        checksum ??= format switch
        {
            "Refinery" => "2959965718684201605",
            "Evolve" => Convert.ToHexString(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(text))),
            "Prisma" => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))).ToLowerInvariant(),
            _ => Convert.ToHexString(System.Security.Cryptography.SHA384.HashData(System.Text.Encoding.UTF8.GetBytes(text))),
        };
        using HistoryCase test = await HistoryCase.CreateAsync(fixture, (file, text));
        await test.ExecuteAsync(table, string.Format(System.Globalization.CultureInfo.InvariantCulture, row, checksum));
        Assert.Equal((1, ""), await PlanAsync(test, format));
        test.Write(file, text.Replace("int", "integer", StringComparison.Ordinal));
        Assert.Equal((1, "ChecksumChanged?"), await PlanAsync(test, format));
        test.Write(file, text.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.Equal((1, format is "Flyway" or "Prisma" or "Evolve" ? "" : "ChecksumChanged?"), await PlanAsync(test, format));
    }

    private static async Task<(int Marks, string Problems)> PlanAsync(HistoryCase test, string format)
    {
        BaselinePlan plan = await test.PlanTakeOverAsync(format);
        return (plan.Marks.Count, HistoryCase.Codes(plan.Problems));
    }

    private static string Text(IEnumerable<MigrationLogEntry> entries) => string.Join(' ', entries.Select(entry => $"{entry.FileName}:{entry.Status}"));
}
