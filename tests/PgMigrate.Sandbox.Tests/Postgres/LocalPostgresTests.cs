using System.Runtime.Versioning;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

[UnsupportedOSPlatform("windows")]
public sealed class LocalPostgresTests
{
    [PostgresFact]
    public async Task Starts_answers_and_leaves_nothing_behind()
    {
        string folder;
        int postmaster;
        await using (LocalPostgres server = await LocalPostgres.StartAsync())
        {
            folder = server.Folder;
            postmaster = Assert.NotNull(server.ProcessId);
            Assert.True(Directory.Exists(folder));
            Assert.True(OwnedProcess.IsAlive(postmaster));
            Assert.Equal("postgres|UTF8|C|127.0.0.1/32", await Sql.ScalarAsync(server.ConnectionString,
                "SELECT current_user || '|' || pg_encoding_to_char(encoding) || '|' || datcollate || '|' || inet_server_addr() FROM pg_database WHERE datname = current_database()"));
            Assert.Equal(server.Version.ToString(), (await Sql.ScalarAsync(server.ConnectionString, "SHOW server_version")).Split(' ')[0]);
        }

        Assert.False(Directory.Exists(folder));
        Assert.False(OwnedProcess.IsAlive(postmaster));
    }

    [PostgresFact]
    public async Task Stopping_disconnects_clients_and_may_be_repeated()
    {
        LocalPostgres server = await LocalPostgres.StartAsync();
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();

        await server.StopAsync();
        await server.StopAsync();

        Assert.Null(server.ProcessId);
        Assert.False(Directory.Exists(server.Folder));
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteScalarAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => server.RestartAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => server.KillAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => server.CreateDatabaseAsync("late"));
    }

    [PostgresFact]
    public async Task Several_run_side_by_side()
    {
        LocalPostgres[] servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => LocalPostgres.StartAsync()));
        try
        {
            Assert.Equal(3, servers.Select(server => server.Port).Distinct().Count());
            Assert.Equal(3, servers.Select(server => server.Folder).Distinct().Count());
            Assert.Equal(3, servers.Select(server => new NpgsqlConnectionStringBuilder(server.ConnectionString).Password).Distinct().Count());
            string[] folders = await Task.WhenAll(servers.Select(server => Sql.ScalarAsync(server.ConnectionString, "SHOW data_directory")));
            Assert.Equal(servers.Select(server => Path.Combine(server.Folder, "data")), folders);
        }
        finally
        {
            await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
        }
    }

    [PostgresFact]
    public async Task Only_the_password_opens_it_over_tcp_and_over_the_socket()
    {
        await using LocalPostgres server = await LocalPostgres.StartAsync();
        var right = new NpgsqlConnectionStringBuilder(server.ConnectionString);
        foreach (string host in new[] { server.Host, Assert.IsType<string>(server.SocketDirectory) })
        {
            right.Host = host;
            Assert.Equal("1", await Sql.ScalarAsync(right.ConnectionString, "SELECT 1"));
            var wrong = new NpgsqlConnectionStringBuilder(right.ConnectionString) { Password = "guess" };
            PostgresException refused = await Assert.ThrowsAsync<PostgresException>(() => Sql.ScalarAsync(wrong.ConnectionString, "SELECT 1"));
            Assert.Equal("28P01", refused.SqlState);
        }

        string password = right.Password!;
        Assert.DoesNotContain(password, CommandLines(), StringComparison.Ordinal);
        foreach (string file in Directory.GetFiles(server.Folder))
        {
            Assert.DoesNotContain(password, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }
    }

    [PostgresFact]
    public async Task The_folder_is_closed_to_others_and_the_server_runs_as_its_owner()
    {
        await using LocalPostgres server = await LocalPostgres.StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(server.Folder));
        if (Environment.IsPrivilegedProcess)
        {
            string status = File.ReadLines($"/proc/{server.ProcessId}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
            Assert.DoesNotContain("0", status.Split((char)9)[1..]);
        }
    }

    [PostgresTheory]
    [InlineData("plain")]
    [InlineData("with \"quotes\" and ; 'more'")]
    [InlineData("größe 表")]
    public async Task Databases_are_made_empty_under_any_name(string name)
    {
        await using LocalPostgres server = await LocalPostgres.StartAsync();

        string connection = await server.CreateDatabaseAsync(name);

        Assert.Equal(name, await Sql.ScalarAsync(connection, "SELECT current_database()"));
        SandboxException e = await Assert.ThrowsAsync<SandboxException>(() => server.CreateDatabaseAsync(name));
        Assert.Contains("already exists", e.Problem, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_killed_server_is_gone_and_comes_back_with_its_data_on_the_same_port()
    {
        await using LocalPostgres server = await LocalPostgres.StartAsync();
        await Sql.ScalarAsync(server.ConnectionString, "CREATE TABLE kept AS SELECT 42 AS answer");
        // Synchronous commit is off: a checkpoint makes it certain that the row is there after the crash.
        await Sql.ScalarAsync(server.ConnectionString, "CHECKPOINT");
        int before = server.ProcessId!.Value;
        // A client that computes keeps its backend busy: it would not notice the postmaster's death by itself.
        Task busy = Sql.ScalarAsync(server.ConnectionString, "SELECT count(*) FROM generate_series(1, 1000000000000)");
        string backends = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%generate_series(1, 1000000000000)' AND state = 'active'";
        await TestLimit.UntilAsync(async () => await Sql.ScalarAsync(server.ConnectionString, backends) == "1", "the client's statement runs");

        await server.KillAsync();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => busy);
        Assert.Null(server.ProcessId);
        Assert.False(OwnedProcess.IsAlive(before));
        Assert.DoesNotContain(server.Folder, CommandLines(), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Sql.ScalarAsync(server.ConnectionString, "SELECT 1"));
        await server.RestartAsync();
        Assert.NotEqual(before, server.ProcessId);
        Assert.Equal("42", await Sql.ScalarAsync(server.ConnectionString, "SELECT answer FROM kept"));
        await server.RestartAsync();
        Assert.Equal("42", await Sql.ScalarAsync(server.ConnectionString, "SELECT answer FROM kept"));
    }

    [PostgresFact]
    public async Task A_killed_server_that_is_not_restarted_leaves_nothing()
    {
        string folder;
        await using (LocalPostgres server = await LocalPostgres.StartAsync())
        {
            folder = server.Folder;
            await server.KillAsync();
            await server.KillAsync();
        }

        Assert.False(Directory.Exists(folder));
    }

    [PostgresFact]
    public async Task A_server_that_someone_else_killed_leaves_nothing()
    {
        string folder;
        string segment;
        await using (LocalPostgres server = await LocalPostgres.StartAsync())
        {
            folder = server.Folder;
            segment = File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).ElementAt(6).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            using var postmaster = System.Diagnostics.Process.GetProcessById(server.ProcessId!.Value);
            postmaster.Kill();
        }

        Assert.False(Directory.Exists(folder));
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain(File.ReadLines("/proc/sysvipc/shm"), line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] == segment);
        }
    }

    [PostgresFact]
    public async Task A_named_port_is_used_and_a_taken_one_is_an_error()
    {
        int port = FreePort.Pick();
        using var holder = new TcpListener(IPAddress.Loopback, port);
        holder.Start();

        SandboxException e = await Assert.ThrowsAsync<SandboxException>(() => LocalPostgres.StartAsync(new LocalPostgresOptions { Port = port }));

        Assert.Equal($"The sandbox's server did not start: port {port} on 127.0.0.1 is in use.", e.Problem);
        holder.Stop();
        await using LocalPostgres server = await LocalPostgres.StartAsync(new LocalPostgresOptions { Port = port });
        Assert.Equal(port, server.Port);
    }

    [PostgresFact]
    public async Task Settings_reach_the_server_and_a_wrong_one_shows_the_log()
    {
        var options = new LocalPostgresOptions { MaxConnections = 13, Settings = new Dictionary<string, string> { ["wal_level"] = "logical", ["app.note"] = @"it's \ here" } };
        await using (LocalPostgres server = await LocalPostgres.StartAsync(options))
        {
            Assert.Equal(@"13 logical it's \ here", await Sql.ScalarAsync(
                server.ConnectionString, "SELECT concat_ws(' ', current_setting('max_connections'), current_setting('wal_level'), current_setting('app.note'))"));
        }

        SandboxException e = await Assert.ThrowsAsync<SandboxException>(() =>
            LocalPostgres.StartAsync(new LocalPostgresOptions { Settings = new Dictionary<string, string> { ["wal_levle"] = "logical" } }));
        Assert.Contains("unrecognized configuration parameter \"wal_levle\"", e.Problem, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_temporary_folder_too_long_for_the_socket_is_refused_and_the_longest_works()
    {
        // Made by hand: the server's user must be able to write there.
        DirectoryInfo parent = Directory.CreateDirectory("/tmp/pgm-" + Guid.NewGuid().ToString("N")[..8]);
        File.SetUnixFileMode(parent.FullName, (UnixFileMode)511);
        try
        {
            int limit = OperatingSystem.IsMacOS() ? 103 : 107;
            int ours = "/pgmigrate-0123456789ab/socket/.s.PGSQL.65535".Length;
            string longest = parent.FullName + "/" + new string('x', limit - ours - parent.FullName.Length - 1);
            Directory.CreateDirectory(longest);
            File.SetUnixFileMode(longest, (UnixFileMode)511);

            SandboxException e = await Assert.ThrowsAsync<SandboxException>(() =>
                LocalPostgres.StartAsync(new LocalPostgresOptions { TemporaryFolder = longest + "x" }));
            Assert.Contains($"a path of {limit + 1} bytes, and the system allows {limit}", e.Problem, StringComparison.Ordinal);
            await using LocalPostgres server = await LocalPostgres.StartAsync(new LocalPostgresOptions { TemporaryFolder = longest });
            var builder = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = server.SocketDirectory };
            Assert.Equal("1", await Sql.ScalarAsync(builder.ConnectionString, "SELECT 1"));
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    [PostgresFact]
    public async Task A_missing_temporary_folder_is_an_error()
    {
        SandboxException e = await Assert.ThrowsAsync<SandboxException>(() =>
            LocalPostgres.StartAsync(new LocalPostgresOptions { TemporaryFolder = "/tmp/pgm-not-there" }));

        Assert.Contains("could not be made", e.Problem, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task A_cancelled_start_leaves_nothing()
    {
        DirectoryInfo parent = Directory.CreateDirectory("/tmp/pgm-" + Guid.NewGuid().ToString("N")[..8]);
        File.SetUnixFileMode(parent.FullName, (UnixFileMode)511);
        try
        {
            using var cancellation = new CancellationTokenSource();
            Task<LocalPostgres> start = LocalPostgres.StartAsync(new LocalPostgresOptions { TemporaryFolder = parent.FullName }, cancellation.Token);
            // Cancelled in the middle of the work: once initdb has begun to write.
            while (parent.GetFiles("PG_VERSION", SearchOption.AllDirectories).Length == 0)
            {
                Assert.False(start.IsFaulted, start.Exception?.Message);
                await Task.Delay(5);
            }

            await cancellation.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
            Assert.Empty(parent.GetFileSystemInfos());
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    private static string CommandLines() => string.Join('\n', Directory.GetDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Select(folder =>
        {
            try
            {
                string text = File.ReadAllText(folder + "/cmdline");
                // The supervisor names its folder for as long as it lives.
                return text.Contains("pgmigrate-sandbox", StringComparison.Ordinal) ? "" : text;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }));
}
