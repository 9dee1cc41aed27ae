using PgMigrate.Bench.Databases;
using PgMigrate.Bench.Measuring;
using PgMigrate.Bench.Workloads;

namespace PgMigrate.Bench.Suites;

/// <summary>One big migration of one-line INSERTs.</summary>
internal sealed class BigFileSuite(BenchServer server, PsqlClient? psql, ScratchFolder scratch, int megabytes)
{
    private const int BatchSize = 1_000;

    /// <summary>The comparisons of the suite.</summary>
    public IEnumerable<Comparison> Comparisons()
    {
        string text = SqlTexts.CreateReadings + SqlTexts.Inserts(megabytes);
        string[] files = scratch.WriteMigrations("big", 1, _ => text);
        long rows = text.AsSpan().Count('\n') - 1;
        string folder = Path.GetDirectoryName(files[0])!;
        var ours = new Ours();
        var big = new Contender("ours", () => ours.RunAsync(server.Current, folder, 1))
        {
            Prepare = () => server.RenewAsync(),
            Note = () => $"{ours.RoundTrips:N0} round trips",
        };
        Contender peer = psql is null
            ? Contender.Absent("psql -1 -f", "no psql beside the server's programs or on PATH")
            : new("psql -1 -f", () => psql.RunAsync(server.Current, "-1", "-f", files[0])) { Prepare = () => server.RenewAsync() };
        var bare = new Contender($"bare Npgsql loop, batches of {BatchSize:N0}", () => BareNpgsql.ApplyAsync(server.Current, files, BatchSize))
        {
            Prepare = () => server.RenewAsync(BareNpgsql.CreateHistory),
        };
        Contender[] contenders = [big, peer, bare];
        yield return new Comparison($"apply one {megabytes} MB migration, {rows:N0} INSERTs", rows, "statements", [.. contenders.Select(contender =>
            contender with { Check = () => server.ExpectAsync("SELECT count(*) FROM readings", rows) })]);
    }
}
