using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Fixing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Scripting;
using PgMigrate.Engine.Sql;
using PgMigrate.Engine.Tests.Layouts;

namespace PgMigrate.Engine.Tests.Scripting;

/// <summary>Programs among migrations, with a host that runs nothing.</summary>
public sealed class ScriptedMigrationsTests : IDisposable
{
    private readonly LayoutFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_programs_is_known_by_what_stands_in_them()
    {
        _folder.Write("1_a.js", "exports.up = (pgm) => {\n  pgm.sql('SELECT 1');\n};");
        Assert.Equal("NodePgMigrate", _folder.Read().Layout);
        _folder.Write("1_a.js", "exports.up = (knex) => knex.schema.dropTable('t');");
        Assert.Equal("Native", _folder.Read().Layout);
    }

    [Fact]
    public void A_declaration_file_is_no_migration()
    {
        _folder.Write("1_a.d.ts", "export const up;");
        _folder.Write("1_a.js", "exports.up = (pgm) => { pgm.sql(''); };");
        Assert.Equal("1_a.js", LayoutFolder.Names(_folder.Read()));
    }

    [Fact]
    public void Unless_it_was_run_a_program_stops_a_run_in_which_it_is_due()
    {
        MigrationSet set = Programs("1_a.js");
        Migration migration = Assert.Single(set.Migrations);
        Assert.Empty(set.Problems);
        Assert.Equal(MigrationProblemCode.UnsupportedLanguage, migration.ScriptProblem!.Code);
        MigrationPlan plan = Plan(set);
        Assert.False(plan.CanRun);
        Assert.Empty(plan.Steps);
        Assert.Same(migration.ScriptProblem, Assert.Single(plan.Problems));
        Assert.Equal(_folder.At("1_a.js"), migration.ScriptProblem.Path);
    }

    [Fact]
    public async Task A_folder_without_programs_asks_no_host()
    {
        _folder.Write("1_a.sql");
        var host = new FakeScriptHost(_ => throw new InvalidOperationException());
        MigrationSet set = _folder.Read(new MigrationFolderOptions { Layout = "NodePgMigrate" });
        Assert.Same(set, await ScriptedMigrations.RenderAsync(set, host));
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task Programs_get_their_statements_and_places()
    {
        MigrationSet set = await RenderAsync(
            Programs("1_a.js", "2_b.js"),
            _ => (FakeScriptHost.Sql(("SELECT 1; SELECT 2;", 7), ("SELECT 3;", 9)), FakeScriptHost.Sql(("SELECT -1;", 12))));
        Migration migration = set.Migrations[1];
        Assert.Null(migration.ScriptProblem);
        Assert.Equal("SELECT 1; SELECT 2;\nSELECT 3;\n", migration.UpScript.ToString());
        Assert.Equal(["7:3", "7:3", "9:3"], StatementSplitter.Split(migration.UpScript).Select(statement => statement.Position.ToString()));
        Assert.Equal("SELECT -1;\n", migration.UndoScript!.ToString());
        Assert.Equal(3, Plan(set).Steps[1].Statements.Count);
    }

    [Fact]
    public async Task A_rule_finds_it_at_the_call_and_no_fix_is_written_to_it()
    {
        MigrationSet set = await RenderAsync(Programs("1_a.js"), _ => (FakeScriptHost.Sql(("CREATE TABLE t (id int);", 2), ("DROP TABLE x;", 5)), FakeScriptHost.Failed(ScriptFailureKind.Irreversible, "no")));
        Assert.Contains(Linter.Check(set.Migrations[0]).Diagnostics, found => found is { RuleId: "drop-table", Position.Line: 5 });
        Assert.Equal("it is a program: change the program", LintFixer.RefusalFor(set.Migrations[0]));
        Assert.Equal("1_a.js: no", set.Migrations[0].UndoProblem!.Message);
        Assert.Null(set.Migrations[0].UndoScript);
    }

    [Fact]
    public async Task Its_mode_is_what_it_asked_for_unless_its_head_says_another()
    {
        ScriptOutcome outside = FakeScriptHost.Sql(("SELECT 1;", 1)) with { UsesTransaction = false };
        _folder.Write("1_a.js", "exports.up = (pgm) => pgm.noTransaction();");
        _folder.Write("2_b.js", "// @transaction: transactional\nexports.up = (pgm) => pgm.noTransaction();");
        MigrationSet set = await RenderAsync(_folder.Read(), _ => (outside, outside));
        Assert.Equal([TransactionMode.None, TransactionMode.Transactional], set.Migrations.Select(migration => migration.Header.Transaction));
        Assert.Equal([TransactionMode.None, TransactionMode.Transactional], Plan(set).Steps.Select(step => step.Migration.TransactionMode));
    }

    [Theory]
    [InlineData("// @timeout: 2min\nexports.up;", "-- @timeout: 2min\n")]
    [InlineData("'use strict';\n\n//   @target: AuroraDsql\n// words\nexports.up;", "-- @target: AuroraDsql\n")]
    [InlineData("exports.up;\n// @timeout: 2min\n", "")]
    [InlineData("// @ts-check\n// @type {x}\n//@undo\nexports.up;", "")]
    public async Task Its_head_is_the_comments_before_the_code(string text, string head)
    {
        _folder.Write("1_a.js", text);
        MigrationSet set = _folder.Read(new MigrationFolderOptions { Layout = "NodePgMigrate" });
        Assert.Empty(set.Problems);
        set = await RenderAsync(set, _ => (FakeScriptHost.Sql(("SELECT 1;", 4)), FakeScriptHost.Sql()));
        Assert.Equal(head + "SELECT 1;\n", set.Migrations[0].UpScript.ToString());
        Assert.Equal(head.Contains("timeout", StringComparison.Ordinal) ? TimeSpan.FromMinutes(2) : null, set.Migrations[0].Header.Timeout);
    }

    [Theory]
    [InlineData(ScriptFailureKind.Error, MigrationProblemCode.ScriptFailed)]
    [InlineData(ScriptFailureKind.NotReached, MigrationProblemCode.ScriptFailed)]
    [InlineData(ScriptFailureKind.Limit, MigrationProblemCode.ScriptLimit)]
    [InlineData(ScriptFailureKind.NoHost, MigrationProblemCode.UnsupportedLanguage)]
    [InlineData(ScriptFailureKind.NeedsDatabase, MigrationProblemCode.NeedsDatabase)]
    public async Task A_failure_stops_only_a_run_in_which_it_is_due(ScriptFailureKind kind, MigrationProblemCode code)
    {
        MigrationSet set = await RenderAsync(Programs("1_a.js", "2_b.js"), name => name == "1_a.js"
            ? (FakeScriptHost.Failed(kind, "why"), FakeScriptHost.Sql()) : (FakeScriptHost.Sql(("SELECT 2;", 1)), FakeScriptHost.Sql()));
        MigrationProblem problem = Assert.Single(Plan(set).Problems);
        Assert.Equal((code, "1_a.js: why"), (problem.Code, problem.Message));
        Assert.Equal("4:2", problem.Position.ToString());
        Assert.NotEmpty(problem.Remedy);
        set = set with { Migrations = [.. set.Migrations.Skip(1)] };
        Assert.True(Plan(set).CanRun);
    }

    [Fact]
    public async Task What_asks_the_database_waits_for_its_turn_where_there_is_a_host()
    {
        MigrationSet set = await RenderAsync(Programs("1_a.js"), _ => (FakeScriptHost.Failed(ScriptFailureKind.NeedsDatabase, "asks"), FakeScriptHost.Sql()));
        MigrationPlan plan = Plan(set, new RunOptions { ScriptHost = new FakeScriptHost(_ => default) });
        Assert.True(plan.CanRun);
        PlanStep step = Assert.Single(plan.Steps);
        Assert.True(step.IsDeferred);
        Assert.Empty(step.Statements);
        Assert.Contains("NOT IN THIS SCRIPT", PlanScript.Write(plan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT 'open;")]
    [InlineData("SELECT $$ open;")]
    [InlineData("/* open")]
    public async Task A_call_whose_sql_is_not_whole_is_refused(string sql)
    {
        MigrationSet set = await RenderAsync(Programs("1_a.js"), _ => (FakeScriptHost.Sql(("SELECT 1;", 2), (sql, 6)), FakeScriptHost.Sql((sql, 8))));
        Assert.Equal(MigrationProblemCode.InvalidSql, set.Migrations[0].ScriptProblem!.Code);
        Assert.Equal(6, set.Migrations[0].ScriptProblem!.Position!.Value.Line);
    }

    private static Task<MigrationSet> RenderAsync(MigrationSet set, Func<string, (ScriptOutcome, ScriptOutcome)> outcomes) =>
        ScriptedMigrations.RenderAsync(set, new FakeScriptHost(outcomes));

    private static MigrationPlan Plan(MigrationSet set, RunOptions? options = null) => MigrationPlanner.Plan(
        set, null, new DatabaseFacts("d", "public", "u", 150018, HasTables: false, ProcessId: 1), options ?? new RunOptions(), SqlTarget.PostgreSql);

    private MigrationSet Programs(params string[] names)
    {
        foreach (string name in names)
        {
            _folder.Write(name, "exports.up = (pgm) => { pgm.sql('…'); };");
        }

        return _folder.Read();
    }
}
