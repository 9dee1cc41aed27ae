using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.Tests.NodePgMigrate;

/// <summary>The forms a migration in JavaScript takes, and what becomes of each.</summary>
public sealed class NodeScriptHostTests : IDisposable
{
    private readonly ScriptFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NodeHostTheory]
    [InlineData("1_a.js", "exports.up = (pgm) => { pgm.sql('SELECT 1'); };")]
    [InlineData("1_a.js", "exports.up = function up(pgm) { pgm.sql('SELECT 1'); };")]
    [InlineData("1_a.cjs", "module.exports = { up(pgm) { pgm.sql('SELECT 1'); } };")]
    [InlineData("1_a.mjs", "export const up = (pgm) => { pgm.sql('SELECT 1'); };")]
    [InlineData("1_a.mjs", "export default { up: (pgm) => pgm.sql('SELECT 1') };")]
    [InlineData("1_a.mjs", "await Promise.resolve();\nexport async function up({ sql }) { sql('SELECT 1'); }")]
    [InlineData("1_a.js", "exports.up = async (pgm) => { await new Promise((done) => setTimeout(done, 5)); pgm.sql('SELECT 1'); };")]
    [InlineData("1_a.js", "exports.up = (pgm) => new Promise((done) => setTimeout(() => { pgm.sql('SELECT 1'); done(); }, 5));")]
    [InlineData("1_a.js", "exports.up = (pgm, run) => { setTimeout(() => { pgm.sql('SELECT 1'); run(); }, 5); };")]
    [InlineData("1_a.js", "const { PgLiteral } = require('node-pg-migrate');\nexports.up = (pgm) => pgm.sql('SELECT {one}', { one: new PgLiteral('1') });")]
    public async Task Every_form_gives_its_statements(string name, string text)
    {
        Migration migration = await _folder.OneAsync(name, text);
        Assert.Equal("SELECT 1;", ScriptFolder.Sql(migration));
        Assert.True(migration.IsScripted);
        Assert.Equal("1_a", migration.HistoryKey);
        Assert.Equal(Checksum.Of(text), migration.Checksum);
    }

    [NodeHostFact]
    public async Task A_js_file_is_a_module_where_the_project_says_so()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "package.json"), """{ "type": "module", "dependencies": { "node-pg-migrate": "8" } }""");
        Assert.Equal("SELECT 1;", ScriptFolder.Sql(await _folder.OneAsync("1_a.js", "export const up = (pgm) => pgm.sql('SELECT 1');")));
    }

    [NodeHostFact]
    public async Task Shorthands_add_up_over_files_and_may_use_each_other()
    {
        MigrationSet set = await _folder
            .Write("1_a.js", "exports.shorthands = { price: { type: 'numeric(10,2)', notNull: true } };\nexports.up = (pgm) => pgm.createTable('a', { id: 'id', p: 'price' });")
            .Write("2_b.mjs", "export const shorthands = { cost: 'price' };\nexport const up = (pgm) => pgm.addColumns('a', { c: { type: 'cost', notNull: false } });")
            .Write("3_c.sql", "SELECT 3;\n")
            .Write("4_d.js", "exports.up = (pgm) => pgm.addColumns('a', { d: 'cost' });")
            .ReadAsync();
        Assert.Equal(
            [
                """CREATE TABLE "a" ( "id" serial PRIMARY KEY, "p" numeric(10,2) NOT NULL );""", """ALTER TABLE "a" ADD "c" numeric(10,2);""",
                "SELECT 3;", """ALTER TABLE "a" ADD "d" numeric(10,2) NOT NULL;""",
            ],
            set.Migrations.Select(ScriptFolder.Sql));
        Assert.Empty(set.Problems);
    }

    [NodeHostFact]
    public async Task Without_down_the_way_there_is_gone_backwards()
    {
        Migration migration = await _folder.OneAsync("1_a.js", "exports.up = (pgm) => { pgm.createTable('a', { id: 'id' }); pgm.createIndex('a', 'id'); };");
        Assert.Equal("""DROP INDEX "a_id_index"; DROP TABLE "a";""", ScriptFolder.UndoSql(migration));
    }

    [NodeHostTheory]
    [InlineData("exports.down = (pgm) => pgm.sql('DROP VIEW v');", "DROP VIEW v;")]
    [InlineData("exports.down = false;", "ScriptFailed 1_a.js: exports.down is false: the migration cannot be taken back.")]
    [InlineData("", "ScriptFailed 1_a.js: Impossible to automatically infer down migration for \"pgm.sql()\": write exports.down, or set it to false.")]
    [InlineData("exports.down = (pgm) => { throw new Error('no'); };", "ScriptFailed 1_a.js: no")]
    public async Task Down_is_as_the_migration_says(string down, string expected)
    {
        Migration migration = await _folder.OneAsync("1_a.js", "exports.up = (pgm) => pgm.sql('SELECT 1');\n" + down);
        Assert.Equal("SELECT 1;", ScriptFolder.Sql(migration));
        Assert.Equal(expected, ScriptFolder.UndoSql(migration));
    }

    [NodeHostFact]
    public async Task NoTransaction_is_the_mode_and_a_head_says_the_rest()
    {
        Migration migration = await _folder.OneAsync("1_a.js", """
            'use strict';
            // @ts-check
            // @timeout: 5min
            // @ignore: index-not-concurrently small table

            exports.up = (pgm) => { pgm.noTransaction(); pgm.createIndex('a', 'b', { concurrently: true }); };
            """);
        Assert.Equal(TransactionMode.None, migration.Header.Transaction);
        Assert.Equal(TimeSpan.FromMinutes(5), migration.Header.Timeout);
        Assert.StartsWith("-- @timeout: 5min\n-- @ignore: index-not-concurrently small table\nCREATE INDEX", migration.UpScript.ToString(), StringComparison.Ordinal);
    }

    [NodeHostFact]
    public async Task Statements_stand_where_they_were_called()
    {
        Migration migration = await _folder.OneAsync("1_a.js", "const add = (pgm) => {\n  pgm.sql('SELECT 1; SELECT 2');\n};\nexports.up = (pgm) => {\n  add(pgm);\n  pgm.sql(`SELECT 3\n-- end`);\n  pgm.dropTable('t');\n};\n");
        Assert.Equal(["2:7", "2:7", "6:7", "8:7"], StatementSplitter.Split(migration.UpScript).Select(statement => statement.Position.ToString()));
        LintDiagnostic found = Assert.Single(Linter.Check(migration).Diagnostics, diagnostic => diagnostic.RuleId == "drop-table");
        Assert.Equal(8, found.Position.Line);
    }

    [NodeHostFact]
    public async Task What_a_script_prints_is_told_and_breaks_nothing()
    {
        Migration migration = await _folder.OneAsync("1_a.js", """
            console.log('loading');
            exports.up = (pgm) => {
              process.stdout.write('half a line');
              require('fs').writeSync(1, '{"kind":"end"}');
              console.error('%s %d', 'bad', 7);
              pgm.sql('SELECT 1');
            };
            exports.down = false;
            """);
        Assert.Equal("SELECT 1;", ScriptFolder.Sql(migration));
        Assert.Equal(["1_a.js: loading", "1_a.js: half a line", "1_a.js: {\"kind\":\"end\"}", "1_a.js: bad 7"], _folder.Log);
    }

    [NodeHostFact]
    public async Task Files_of_the_project_can_be_read_and_its_modules_loaded()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "table.sql"), "CREATE TABLE from_file ();");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "node_modules", "own"));
        File.WriteAllText(Path.Combine(_folder.Root, "node_modules", "own", "index.js"), "exports.name = 'from_package';");
        Migration migration = await _folder.OneAsync("1_a.js", """
            const { name } = require('own');
            const fs = require('node:fs'), path = require('node:path');
            exports.up = (pgm) => {
              pgm.sql(fs.readFileSync(path.join(__dirname, '..', 'table.sql'), 'utf8'));
              pgm.createTable(name, {});
            };
            """);
        Assert.Equal("""CREATE TABLE from_file (); CREATE TABLE "from_package" ( );""", ScriptFolder.Sql(migration));
    }

    [NodeHostFact]
    public async Task Names_become_snake_case_where_the_project_wants_it()
    {
        _folder.Options = _folder.Options with { Decamelize = true };
        Migration migration = await _folder.OneAsync("1_a.js", "exports.up = (pgm) => pgm.createTable('myTable', { HTTPServer: 'int', someName: 'text' }, { constraints: { unique: 'someName' } });");
        Assert.Equal("""CREATE TABLE "my_table" ( "http_server" integer, "some_name" text, CONSTRAINT "my_table_uniq_some_name" UNIQUE ("some_name") );""", ScriptFolder.Sql(migration));
    }

    [NodeHostFact]
    public async Task A_migration_that_asks_the_database_waits_for_one()
    {
        MigrationSet set = await _folder
            .Write("1_a.js", "exports.up = async (pgm) => { try { await pgm.db.query('SELECT 1'); } catch { pgm.sql('SELECT 2'); } };\nexports.down = false;")
            .Write("2_b.js", "exports.up = (pgm) => pgm.sql('SELECT 3');").ReadAsync();
        Assert.Equal("NeedsDatabase 1_a.js: It asks the database while it runs (pgm.db), and there is none to ask here.", ScriptFolder.Sql(set.Migrations[0]));
        Assert.Equal("SELECT 3;", ScriptFolder.Sql(set.Migrations[1]));
    }

    [NodeHostFact]
    public async Task A_call_that_would_swallow_the_next_is_refused()
    {
        Migration migration = await _folder.OneAsync("1_a.js", "exports.up = (pgm) => {\n  pgm.sql(\"SELECT 'open\");\n  pgm.sql(\"SELECT '\");\n};");
        Assert.Equal(MigrationProblemCode.InvalidSql, migration.ScriptProblem!.Code);
        Assert.Equal(2, migration.ScriptProblem.Position!.Value.Line);
    }

    [Fact]
    public async Task Without_node_every_script_says_how_to_get_it()
    {
        _folder.Options = _folder.Options with { NodePath = Path.Combine(_folder.Root, "no-such-node") };
        Migration migration = await _folder.OneAsync("1_a.js", "exports.up = () => {};");
        Assert.Equal("UnsupportedLanguage 1_a.js: It is a program for Node.js, and there is no node on PATH.", ScriptFolder.Sql(migration));
        Assert.Contains("Install Node.js 20", migration.ScriptProblem!.Remedy, StringComparison.Ordinal);
    }

    [NodeHostFact]
    public async Task TypeScript_runs_where_node_leaves_types_out_and_else_says_so()
    {
        bool runs = (await Drivers.NodePgMigrate.NodeProgram.FindAsync(null, CancellationToken.None))!.StripsTypes;
        Migration migration = await _folder.OneAsync("1_a.mts", "export const up = (pgm: { sql(text: string): void }): void => pgm.sql('SELECT 1');");
        Assert.Matches(runs ? "^SELECT 1;$" : "^UnsupportedLanguage 1_a.mts: It is written in TypeScript, which Node.js .* cannot run", ScriptFolder.Sql(migration));
    }
}
