using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Drivers.Tests.NodePgMigrate;

/// <summary>Scripts that loop, eat, end, spy and call home: each is an error that says so, and the machine stays as it was.</summary>
public sealed class HostileScriptTests : IDisposable
{
    private readonly ScriptFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NodeHostTheory]
    [InlineData("throw new Error('mine');", "ScriptFailed 1_a.js: mine")]
    [InlineData("throw 'a string';", "ScriptFailed 1_a.js: The migration threw 'a string'.")]
    [InlineData("throw null;", "ScriptFailed 1_a.js: The migration threw null.")]
    [InlineData("return Promise.reject(new Error('rejected'));", "ScriptFailed 1_a.js: rejected")]
    [InlineData("setTimeout(() => { throw new Error('later'); }, 1); return new Promise(() => {});", "ScriptFailed 1_a.js: later")]
    [InlineData("Promise.reject(new Error('stray')); return new Promise(() => {});", "ScriptFailed 1_a.js: stray")]
    [InlineData("process.exit(0);", "ScriptFailed 1_a.js: A migration may not use process.exit: it shares its process with the other migrations.")]
    [InlineData("process.kill(process.pid);", "ScriptFailed 1_a.js: A migration may not use process.kill: it shares its process with the other migrations.")]
    [InlineData("process.abort();", "ScriptFailed 1_a.js: A migration may not use process.abort: it shares its process with the other migrations.")]
    [InlineData("(function deeper() { return deeper() + 1; })();", "ScriptFailed 1_a.js: Maximum call stack size exceeded")]
    [InlineData("require('not-installed');", "ScriptFailed 1_a.js: Cannot find module 'not-installed'")]
    [InlineData("require('fs').readFileSync('/etc/passwd');", "ScriptFailed 1_a.js: A migration may read files of its project only, not '/etc/passwd'.")]
    [InlineData("require('fs').writeFileSync(__filename, '');", "ScriptFailed 1_a.js: A migration may write no files")]
    [InlineData("require('child_process').execSync('id');", "ScriptFailed 1_a.js: A migration may not use child_process.execSync")]
    [InlineData("new (require('worker_threads').Worker)('x', { eval: true });", "ScriptFailed 1_a.js: A migration may not use worker_threads.Worker")]
    [InlineData("process.binding('tcp_wrap');", "ScriptFailed 1_a.js: A migration may not use process.binding")]
    [InlineData("process.dlopen({}, 'x.node');", "ScriptFailed 1_a.js: A migration may not use process.dlopen")]
    [InlineData("return fetch('http://127.0.0.1:1/');", "ScriptFailed 1_a.js: A migration may not use fetch")]
    [InlineData("require('net').connect(1, '127.0.0.1');", "ScriptFailed 1_a.js: A migration may not use net.connect")]
    [InlineData("new (require('net').Socket)().connect(1, '127.0.0.1');", "ScriptFailed 1_a.js: A migration may not use net")]
    [InlineData("new (require('net').Server)().listen(0);", "ScriptFailed 1_a.js: A migration may not use net")]
    [InlineData("require('tls').connect(1, '127.0.0.1');", "ScriptFailed 1_a.js: A migration may not use tls.connect")]
    [InlineData("require('http').get('http://127.0.0.1:1/');", "ScriptFailed 1_a.js: A migration may not use http.get")]
    [InlineData("new (require('http').Agent)().createConnection({ port: 1 });", "ScriptFailed 1_a.js: A migration may not use net")]
    [InlineData("require('https').request('https://127.0.0.1:1/');", "ScriptFailed 1_a.js: A migration may not use https.request")]
    [InlineData("require('http2').connect('http://127.0.0.1:1/');", "ScriptFailed 1_a.js: A migration may not use http2.connect")]
    [InlineData("require('dgram').createSocket('udp4');", "ScriptFailed 1_a.js: A migration may not use dgram.createSocket")]
    [InlineData("require('dns').lookup('example.com', () => {});", "ScriptFailed 1_a.js: A migration may not use dns.lookup")]
    [InlineData("new (require('dns').Resolver)().resolve4('example.com', () => {});", "ScriptFailed 1_a.js: A migration may not use dns")]
    [InlineData("return require('dns/promises').lookup('example.com');", "ScriptFailed 1_a.js: A migration may not use dns")]
    [InlineData("require('inspector').open(0);", "ScriptFailed 1_a.js: A migration may not use inspector.open")]
    [InlineData("require('net').connect = null; require('net').connect(1);", "ScriptFailed 1_a.js: A migration may not use net.connect")]
    [InlineData("pgm.noSuchThing();", "ScriptFailed 1_a.js: pgm.noSuchThing is not a function")]
    public async Task A_script_that_must_not_go_on_is_an_error_and_the_next_runs(string body, string expected)
    {
        MigrationSet set = await _folder.Write("1_a.js", $"exports.up = (pgm) => {{\n  {body}\n}};\nexports.down = false;")
            .Write("2_b.js", "exports.up = (pgm) => pgm.sql('SELECT 2');").ReadAsync();
        Assert.StartsWith(expected, ScriptFolder.Sql(set.Migrations[0]), StringComparison.Ordinal);
        Assert.Equal("SELECT 2;", ScriptFolder.Sql(set.Migrations[1]));
    }

    [NodeHostFact]
    public async Task Named_imports_of_the_network_are_closed_too()
    {
        Migration migration = await _folder.OneAsync("1_a.mjs", "import { connect } from 'node:net';\nexport const up = () => { connect(1, '127.0.0.1'); };");
        Assert.StartsWith("ScriptFailed 1_a.mjs: A migration may not use net.connect", ScriptFolder.Sql(migration), StringComparison.Ordinal);
        Assert.Equal(2, migration.ScriptProblem!.Position!.Value.Line);
    }

    [NodeHostTheory]
    [InlineData("exports.up = () => { for (;;) { } };")]
    [InlineData("exports.up = () => new Promise(() => { setInterval(() => {}, 1000); });")]
    [InlineData("exports.up = async () => { for (;;) { await null; } };")]
    [InlineData("for (;;) { }")]
    public async Task A_script_without_an_end_is_ended(string text)
    {
        _folder.Options = _folder.Options with { ScriptTimeout = TimeSpan.FromSeconds(5) };
        MigrationSet set = await _folder.Write("1_a.js", text).Write("2_b.js", "exports.up = (pgm) => pgm.sql('SELECT 2');").ReadAsync();
        Assert.Equal("ScriptLimit 1_a.js: The script was ended: it took more than 5 s.", ScriptFolder.Sql(set.Migrations[0]));
        Assert.StartsWith("ScriptFailed 2_b.js: It ", ScriptFolder.Sql(set.Migrations[1]), StringComparison.Ordinal);
        Assert.Contains("1_a.js", ScriptFolder.Sql(set.Migrations[1]), StringComparison.Ordinal);
    }

    [NodeHostFact]
    public async Task All_scripts_together_have_a_limit()
    {
        _folder.Options = _folder.Options with { TotalTimeout = TimeSpan.FromSeconds(3) };
        for (int number = 1; number <= 9; number++)
        {
            _folder.Write($"{number}_a.js", "exports.up = () => new Promise((done) => setTimeout(done, 1000));\nexports.down = false;");
        }

        MigrationSet set = await _folder.ReadAsync();
        Assert.Contains(set.Migrations, migration => ScriptFolder.Sql(migration).EndsWith("it took more than 3 s for all scripts together.", StringComparison.Ordinal));
    }

    [NodeHostTheory]
    [InlineData("const all = []; for (;;) { all.push(new Array(1000).fill({})); }")]
    [InlineData("const all = []; for (;;) { all.push(Buffer.alloc(16 << 20, 1)); }")]
    public async Task A_script_that_eats_memory_is_ended(string body)
    {
        _folder.Options = _folder.Options with { MemoryLimit = 64 };
        Migration migration = await _folder.OneAsync("1_a.js", $"exports.up = () => {{ {body} }};");
        Assert.Matches("^ScriptLimit 1_a.js: The script was ended: it (wants more memory than the 64 MB it may have|took more than 128 MB of memory)", ScriptFolder.Sql(migration));
    }

    [NodeHostTheory]
    [InlineData("for (;;) { console.log('x'.repeat(10000)); }")]
    [InlineData("for (;;) { try { require('fs').writeSync(1, 'x'.repeat(10000)); } catch { } }")]
    [InlineData("pgm.sql('SELECT ' + '1'.repeat(3000000));")]
    public async Task A_script_that_says_too_much_is_ended(string body)
    {
        _folder.Options = _folder.Options with { OutputLimit = 2_000_000 };
        Migration migration = await _folder.OneAsync("1_a.js", $"exports.up = (pgm) => {{ {body} }};");
        Assert.Equal("ScriptLimit 1_a.js: The script was ended: it took more than 2 million characters of SQL and output.", ScriptFolder.Sql(migration));
    }

    [NodeHostFact]
    public async Task A_file_that_cannot_be_loaded_stops_those_after_it_whose_shorthands_it_may_define()
    {
        MigrationSet set = await _folder.Write("1_a.js", "exports.up = (pgm) => pgm.sql('SELECT 1');")
            .Write("2_b.js", "exports.up = (pgm) => { this is no code };").Write("3_c.js", "exports.up = (pgm) => pgm.sql('SELECT 3');").ReadAsync();
        Assert.Equal("SELECT 1;", ScriptFolder.Sql(set.Migrations[0]));
        Assert.Equal("ScriptFailed 2_b.js: Unexpected identifier 'is'", ScriptFolder.Sql(set.Migrations[1]));
        Assert.Equal(1, set.Migrations[1].ScriptProblem!.Position!.Value.Line);
        Assert.Equal("ScriptFailed 3_c.js: It comes after 2_b.js, which cannot be loaded, so the type shorthands it may use are not known.", ScriptFolder.Sql(set.Migrations[2]));
    }

    [NodeHostFact]
    public async Task Secrets_of_the_environment_do_not_reach_a_script()
    {
        Environment.SetEnvironmentVariable("PGMIGRATE_TEST_SECRET", "hunter2");
        Environment.SetEnvironmentVariable("PGMIGRATE_TEST_GIVEN", "told");
        _folder.Options = _folder.Options with { EnvironmentVariables = ["PGMIGRATE_TEST_GIVEN"] };
        Migration migration = await _folder.OneAsync("1_a.js", "exports.up = (pgm) => pgm.sql('-- ' + process.env.PGMIGRATE_TEST_SECRET + ' ' + process.env.PATH + ' ' + process.env.PGMIGRATE_TEST_GIVEN + '\\nSELECT 1');");
        Assert.Equal("-- undefined undefined told SELECT 1;", ScriptFolder.Sql(migration));
    }

    [NodeHostFact]
    public async Task Nothing_is_left_behind()
    {
        await _folder.OneAsync("1_a.js", "console.log(process.argv[1]);\nexports.up = (pgm) => pgm.sql('SELECT 1');");
        string host = Assert.Single(_folder.Log)["1_a.js: ".Length..];
        Assert.Equal("host.js", Path.GetFileName(host));
        Assert.False(Directory.Exists(Path.GetDirectoryName(host)));
    }

    [NodeHostFact]
    public async Task A_cancelled_run_ends_its_process()
    {
        _folder.Write("1_a.js", "console.log('started'); exports.up = () => { for (;;) { } };");
        using var stop = new CancellationTokenSource();
        Task<MigrationSet> reading = Engine.Scripting.ScriptedMigrations.RenderAsync(
            MigrationFolder.Read(_folder.Folder), DriverFactory.CreateNodeScriptHost(_folder.Options), _ => stop.Cancel(), stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TestLimit.OneWait));
    }
}
