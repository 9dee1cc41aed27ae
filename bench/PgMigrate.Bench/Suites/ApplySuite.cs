using PgMigrate.Bench.Databases;
using PgMigrate.Bench.Measuring;
using PgMigrate.Bench.Workloads;

namespace PgMigrate.Bench.Suites;

/// <summary>Many small migrations: first run and the run after it.</summary>
internal sealed class ApplySuite(BenchServer server, PsqlClient? psql, ScratchFolder scratch, int count)
{
    private const string NoPsql = "no psql beside the server's programs or on PATH";
    private const string CreateSteps = "CREATE TABLE steps (number int PRIMARY KEY, name text)";

    /// <summary>The comparisons of the suite.</summary>
    public IEnumerable<Comparison> Comparisons()
    {
        string[] small = scratch.WriteMigrations("small", count, SqlTexts.SmallMigration);
        yield return Apply(
            $"apply {count:N0} small migrations", small, setUp: null,
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname LIKE 'items\\_%'", onePerFile: true);
        string[] tiny = scratch.WriteMigrations("tiny", count, SqlTexts.TinyMigration);
        yield return Apply($"apply {count:N0} migrations of one INSERT", tiny, CreateSteps, "SELECT count(*) FROM steps", onePerFile: false);
        yield return NoOp(small);
    }

    private Comparison Apply(string title, string[] files, string? setUp, string countApplied, bool onePerFile)
    {
        var ours = new Ours();
        string folder = Path.GetDirectoryName(files[0])!;
        string script = Script(folder, files, _ => "");

        // psql keeps no record of what it ran; with this row it does the work that the others do.
        string recording = Script(
            folder + "-recording", files, file => $"INSERT INTO history (file) VALUES ('{Path.GetFileName(file)}');\n");
        var contenders = new List<Contender>
        {
            Fresh(new("ours", () => ours.RunAsync(server.Current, folder, count)) { Note = () => $"{ours.RoundTrips:N0} round trips" }, setUp),
            Psql("psql, one process, BEGIN \\i COMMIT", "writes no history", client => client.RunAsync(server.Current, "-f", script), setUp),
            Psql("psql, the same and a history row", "", client => client.RunAsync(server.Current, "-f", recording), WithHistory(setUp)),
            Fresh(new("bare Npgsql loop", () => BareNpgsql.ApplyAsync(server.Current, files, int.MaxValue)), WithHistory(setUp)),
        };
        if (onePerFile)
        {
            contenders.Add(Psql("psql -1 -f, one process a file", "writes no history", client => EachFileAsync(client, files), setUp));
        }

        return new Comparison(title, count, "migrations", [.. contenders.Select(contender =>
            contender with { Check = () => server.ExpectAsync(countApplied, count) })]);
    }

    private Comparison NoOp(string[] files)
    {
        var ours = new Ours();
        string folder = Path.GetDirectoryName(files[0])!;
        bool ready = false;
        async Task PrepareAsync()
        {
            if (!ready)
            {
                await server.RenewAsync();
                await ours.RunAsync(server.Current, folder, count);
                ready = true;
            }
        }

        return new Comparison($"run again, {count:N0} applied", count, "migrations",
        [
            new("ours", () => ours.RunAsync(server.Current, folder, 0)) { Prepare = PrepareAsync, Note = () => $"{ours.RoundTrips:N0} round trips; reads and hashes the files" },
            new("bare Npgsql, read the table", () => BareNpgsql.ReadLogAsync(server.Current)) { Prepare = PrepareAsync, Note = () => "1 round trip; no lock, no files" },
            new("bare Npgsql, and read the files", () => ReadBothAsync(files)) { Prepare = PrepareAsync, Note = () => "1 round trip; no lock, no hashes" },
        ]);
    }

    private async Task ReadBothAsync(string[] files)
    {
        await BareNpgsql.ReadLogAsync(server.Current);
        foreach (string file in files)
        {
            await File.ReadAllBytesAsync(file);
        }
    }

    private async Task EachFileAsync(PsqlClient client, string[] files)
    {
        foreach (string file in files)
        {
            await client.RunAsync(server.Current, "-1", "-f", file);
        }
    }

    private string Script(string name, string[] files, Func<string, string> record) => scratch.WriteFile(
        Path.GetFileName(name) + ".psql", string.Concat(files.Select(file => $"BEGIN;\n\\i {file}\n{record(file)}COMMIT;\n")));

    private static string WithHistory(string? setUp) => $"{setUp}{(setUp is null ? "" : ";")}{BareNpgsql.CreateHistory}";

    private Contender Fresh(Contender contender, string? setUp) => contender with { Prepare = () => server.RenewAsync(setUp) };

    private Contender Psql(string name, string note, Func<PsqlClient, Task> run, string? setUp) =>
        psql is null ? Contender.Absent(name, NoPsql) : Fresh(new(name, () => run(psql)) { Note = () => note }, setUp);
}
