using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

public sealed class PostgresFinderTests
{
    private static Task<PostgresBinaries> FindAsync(FakeHost host) => new PostgresFinder(host).FindAsync(CancellationToken.None);

    [Theory]
    [InlineData("/opt/pg/bin")]
    [InlineData("/opt/pg")]
    public async Task The_variable_wins_over_all_else_as_bin_folder_or_its_parent(string named)
    {
        FakeHost host = new FakeHost().WithServer("/opt/pg/bin", "/usr/local/bin", "/usr/lib/postgresql/18/bin");
        host.Variables["PATH"] = "/usr/local/bin";
        host.Variables["PGMIGRATE_POSTGRES"] = named;

        PostgresBinaries found = await FindAsync(host);

        Assert.Equal("/opt/pg/bin", found.BinFolder);
        Assert.Equal(PostgresSource.Variable, found.Source);
    }

    [Fact]
    public async Task A_wrong_variable_is_an_error_and_nothing_else_is_tried()
    {
        FakeHost host = new FakeHost().WithServer("/usr/lib/postgresql/18/bin");
        host.Variables["PGMIGRATE_POSTGRES"] = "/opt/gone";

        SandboxException e = await Assert.ThrowsAsync<SandboxException>(() => FindAsync(host));

        Assert.Equal(
            "The environment variable PGMIGRATE_POSTGRES is '/opt/gone', and neither it nor its folder 'bin' holds initdb, pg_ctl and postgres.", e.Problem);
        Assert.Contains("unset it", e.Remedy, StringComparison.Ordinal);
        Assert.Empty(host.Ran);
    }

    [Theory]
    [InlineData("initdb")]
    [InlineData("pg_ctl")]
    [InlineData("postgres")]
    public async Task A_folder_that_lacks_a_program_is_passed_over(string lacking)
    {
        FakeHost host = new FakeHost().WithServer("/clients", "/servers");
        host.Files.Remove("/clients/" + lacking);
        host.Variables["PATH"] = "/clients::relative:/servers";

        Assert.Equal("/servers", (await FindAsync(host)).BinFolder);
    }

    [Fact]
    public async Task Path_wins_over_the_usual_places_and_its_links_are_followed()
    {
        FakeHost host = new FakeHost().WithServer("/usr/local/bin", "/opt/pg/bin", "/usr/lib/postgresql/18/bin");
        host.Variables["PATH"] = "/usr/bin:/usr/local/bin";
        host.Links["/usr/local/bin/postgres"] = "/opt/pg/bin/postgres";

        PostgresBinaries found = await FindAsync(host);

        Assert.Equal("/opt/pg/bin", found.BinFolder);
        Assert.Equal(PostgresSource.Path, found.Source);
        Assert.Equal(["/opt/pg/bin/postgres --version"], host.Ran);
    }

    [Theory]
    [InlineData(HostPlatform.Linux, "/usr/lib/postgresql/9.6/bin", "/usr/lib/postgresql/10/bin", "/usr/lib/postgresql/9.5/bin")]
    [InlineData(HostPlatform.Linux, "/usr/pgsql-9.6/bin", "/usr/pgsql-17/bin", "/usr/pgsql-16/bin")]
    [InlineData(HostPlatform.MacOS, "/opt/homebrew/opt/postgresql@9/bin", "/opt/homebrew/opt/postgresql@17/bin", "/usr/local/opt/postgresql@18/bin")]
    [InlineData(HostPlatform.MacOS, "/usr/local/opt/postgresql@9/bin", "/usr/local/opt/postgresql@17/bin", "/usr/local/opt/postgresql@x/bin")]
    [InlineData(HostPlatform.Windows, "/pf/PostgreSQL/9.6/bin", "/pf/PostgreSQL/17/bin", "/pf/PostgreSQL/16/bin")]
    internal async Task Usual_places_give_the_newest_by_number(HostPlatform platform, string older, string newest, string other)
    {
        FakeHost host = new FakeHost { Platform = platform }.WithServer(older, other, newest);
        host.Variables["ProgramFiles"] = "/pf";

        PostgresBinaries found = await FindAsync(host);

        Assert.Equal(newest, found.BinFolder);
        Assert.Equal(PostgresSource.UsualPlace, found.Source);
    }

    [Fact]
    public async Task The_npm_package_is_used_from_the_cache_without_npm()
    {
        var host = new FakeHost();
        host.WithServer($"/home/ann/.cache/pgmigrate/postgres/{NpmPostgresPackage.Version}/linux-x64/bin");

        PostgresBinaries found = await FindAsync(host);

        Assert.Equal(PostgresSource.Npm, found.Source);
        Assert.Single(host.Ran);
    }

    [Theory]
    [InlineData(false, null, "/home/ann/.cache/pgmigrate/postgres/")]
    [InlineData(false, "/x", "/x/pgmigrate/postgres/")]
    [InlineData(true, "/x", "/var/cache/pgmigrate/postgres/")]
    public void The_cache_is_the_users_own_except_for_root(bool root, string? xdg, string start)
    {
        var host = new FakeHost { IsPrivileged = root };
        if (xdg is not null)
        {
            host.Variables["XDG_CACHE_HOME"] = xdg;
        }

        Assert.StartsWith(start, new NpmPostgresPackage(host).Folder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npm_is_not_asked_when_a_server_is_installed_or_fetching_is_off()
    {
        var host = new FakeHost { Files = { "/usr/bin/npm" } };
        host.Variables["PATH"] = "/usr/bin";
        host.Variables["PGMIGRATE_POSTGRES_SOURCE"] = "installed";

        await Assert.ThrowsAsync<SandboxException>(() => FindAsync(host));
        host.WithServer("/usr/lib/postgresql/15/bin");
        Assert.Equal(PostgresSource.UsualPlace, (await FindAsync(host)).Source);

        Assert.DoesNotContain(host.Ran, line => line.StartsWith("/usr/bin/npm", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_npm_source_passes_over_an_installed_server()
    {
        FakeHost host = new FakeHost().WithServer(
            "/usr/lib/postgresql/15/bin", $"/home/ann/.cache/pgmigrate/postgres/{NpmPostgresPackage.Version}/linux-x64/bin");
        host.Variables["PGMIGRATE_POSTGRES_SOURCE"] = "npm";

        Assert.Equal(PostgresSource.Npm, (await FindAsync(host)).Source);
    }

    [Fact]
    public async Task The_npm_source_without_npm_says_why()
    {
        FakeHost host = new FakeHost().WithServer("/usr/lib/postgresql/15/bin");
        host.Variables["PGMIGRATE_POSTGRES_SOURCE"] = "npm";

        Assert.Contains("npm is not on PATH", (await Assert.ThrowsAsync<SandboxException>(() => FindAsync(host))).Problem, StringComparison.Ordinal);
        host.Architecture = System.Runtime.InteropServices.Architecture.S390x;
        Assert.Contains("there is none for Linux on S390x", (await Assert.ThrowsAsync<SandboxException>(() => FindAsync(host))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_source_is_an_error()
    {
        var host = new FakeHost();
        host.Variables["PGMIGRATE_POSTGRES_SOURCE"] = "docker";

        Assert.Equal(
            "The environment variable PGMIGRATE_POSTGRES_SOURCE is 'docker'. Set it to auto, installed or npm, or unset it.",
            (await Assert.ThrowsAsync<SandboxException>(() => FindAsync(host))).Message);
    }

    [Theory]
    [InlineData(HostPlatform.Linux, "ID=debian", "sudo apt-get install postgresql")]
    [InlineData(HostPlatform.Linux, "ID_LIKE=\"ubuntu debian\"", "sudo apt-get install postgresql")]
    [InlineData(HostPlatform.Linux, "ID_LIKE=\"rhel centos fedora\"", "sudo dnf install postgresql-server")]
    [InlineData(HostPlatform.Linux, "ID=alpine", "sudo apk add postgresql")]
    [InlineData(HostPlatform.Linux, "NAME=debian", "for example: apt-get install postgresql")]
    [InlineData(HostPlatform.MacOS, "", "brew install postgresql@17")]
    [InlineData(HostPlatform.Windows, "", "winget install PostgreSQL.PostgreSQL.17")]
    internal async Task Nothing_found_names_the_three_ways(HostPlatform platform, string osRelease, string command)
    {
        var host = new FakeHost { Platform = platform, OsRelease = [osRelease] };

        SandboxException e = await Assert.ThrowsAsync<SandboxException>(() => FindAsync(host));

        Assert.Equal("No PostgreSQL server programs (initdb, pg_ctl, postgres) were found on this machine.", e.Problem);
        Assert.Contains($"({command})", e.Remedy, StringComparison.Ordinal);
        Assert.Contains("PGMIGRATE_POSTGRES to the folder", e.Remedy, StringComparison.Ordinal);
        Assert.Contains("install Node.js", e.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_is_told_no_sudo() =>
        Assert.Equal("apt-get install postgresql", PostgresPlaces.InstallCommand(new FakeHost { IsPrivileged = true, OsRelease = ["ID=debian"] }));

    [Theory]
    [InlineData("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", "15.14")]
    [InlineData("postgres (PostgreSQL) 18beta1\n", "18.0")]
    [InlineData("postgres (PostgreSQL) 9.6.24", "9.6")]
    public void Versions_are_read(string text, string version) =>
        Assert.Equal(Version.Parse(version), PostgresFinder.ParseVersion(text, "postgres"));

    [Fact]
    public async Task A_program_that_does_not_run_is_an_error_with_what_it_said()
    {
        FakeHost host = new FakeHost { Run = (_, _) => new CommandOutput(127, "", "libssl.so.1.1: cannot open shared object file\n") }.WithServer("/usr/lib/postgresql/15/bin");

        SandboxException e = await Assert.ThrowsAsync<SandboxException>(() => FindAsync(host));

        Assert.Contains("exit code 127: libssl.so.1.1: cannot open shared object file", e.Problem, StringComparison.Ordinal);
    }
}
