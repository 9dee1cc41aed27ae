using System.Runtime.Versioning;
using System.Diagnostics;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

[UnsupportedOSPlatform("windows")]
public sealed class OwnerDeathTests
{
    [PostgresFact]
    public async Task A_killed_owners_server_and_folder_go()
    {
        using OwnedProcess owner = await OwnedProcess.StartAsync();
        Assert.Equal("1", await Sql.ScalarAsync(owner.ConnectionString, "SELECT 1"));

        owner.Kill();

        await owner.AssertNothingIsLeftAsync();
    }

    [PostgresFact]
    public async Task An_owner_that_exits_without_disposing_leaves_nothing()
    {
        using OwnedProcess owner = await OwnedProcess.StartAsync(arguments: "--exit");
        owner.EndInput();
        await owner.AssertNothingIsLeftAsync();
    }

    [PostgresFact]
    public async Task The_supervisor_outlives_the_signals_of_a_terminal()
    {
        using OwnedProcess owner = await OwnedProcess.StartAsync();
        foreach (string signal in new[] { "HUP", "INT", "QUIT", "TERM" })
        {
            Signal(signal, owner.Supervisor);
        }

        Assert.Equal("1", await Sql.ScalarAsync(owner.ConnectionString, "SELECT 1"));
        Assert.True(OwnedProcess.IsAlive(owner.Supervisor));
        Assert.NotEqual(SessionOf(Environment.ProcessId), SessionOf(owner.Supervisor));
        owner.Kill();
        await owner.AssertNothingIsLeftAsync();
    }

    [PostgresFact]
    public async Task A_sandbox_whose_owner_and_supervisor_were_killed_is_cleared_by_the_next_one()
    {
        // In a folder of their own: the next sandbox of any test that runs beside this one would clear them, too.
        DirectoryInfo parent = OpenFolder();
        try
        {
            var options = new LocalPostgresOptions { TemporaryFolder = parent.FullName };
            using OwnedProcess lost = await OwnedProcess.StartAsync(arguments: parent.FullName);
            using OwnedProcess living = await OwnedProcess.StartAsync(arguments: parent.FullName);
            Signal("KILL", lost.Supervisor);
            Signal("KILL", living.Supervisor);
            lost.Kill();
            await TestLimit.UntilAsync(() => !OwnedProcess.IsAlive(lost.Id) && !OwnedProcess.IsAlive(lost.Supervisor), "the end of one's owner");
            await TestLimit.UntilAsync(() => !OwnedProcess.IsAlive(living.Supervisor), "the end of the other's supervisor");

            Assert.True(OwnedProcess.IsAlive(lost.Postmaster));
            await using (LocalPostgres next = await LocalPostgres.StartAsync(options))
            {
                await lost.AssertNothingIsLeftAsync();
                // One whose owner still lives is left alone, although its supervisor is gone.
                Assert.Equal("1", await Sql.ScalarAsync(living.ConnectionString, "SELECT 1"));
            }

            living.Kill();
            await TestLimit.UntilAsync(() => !OwnedProcess.IsAlive(living.Id), "the end of the other's owner");

            await (await LocalPostgres.StartAsync(options)).DisposeAsync();
            await living.AssertNothingIsLeftAsync();
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    [PostgresFact]
    public async Task An_owner_whose_supervisor_is_gone_gets_a_clear_error_and_leaves_nothing()
    {
        LocalPostgres server = await LocalPostgres.StartAsync();
        Signal("KILL", ((UnixServerHost)server.ServerHost).SupervisorId);

        SandboxException e = await Assert.ThrowsAsync<SandboxException>(() => server.RestartAsync());
        Assert.Contains("supervisor process has ended", e.Problem, StringComparison.Ordinal);
        int postmaster = server.ProcessId!.Value;
        await server.DisposeAsync();

        Assert.False(Directory.Exists(server.Folder));
        Assert.False(OwnedProcess.IsAlive(postmaster));
    }

    [PostgresFact]
    public async Task An_ordinary_user_gets_a_server_too()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            await using LocalPostgres server = await LocalPostgres.StartAsync();
            Assert.Equal("1", await Sql.ScalarAsync(server.ConnectionString, "SELECT 1"));
            return;
        }

        ServerUser nobody = await ServerUser.ChooseAsync(HostSystem.Current, "nobody", CancellationToken.None);
        // Our output folder may be closed to that user.
        DirectoryInfo copy = Directory.CreateDirectory("/tmp/pgm-" + Guid.NewGuid().ToString("N")[..8]);
        try
        {
            string from = AppContext.BaseDirectory;
            foreach (string file in Directory.GetFiles(from))
            {
                string to = Path.Combine(copy.FullName, Path.GetFileName(file));
                File.Copy(file, to);
                File.SetUnixFileMode(to, (UnixFileMode)420);
            }

            File.SetUnixFileMode(copy.FullName, (UnixFileMode)493);
            using OwnedProcess owner = await OwnedProcess.StartAsync(
                [.. nobody.Prefix], Path.Combine(copy.FullName, Path.GetFileName(typeof(OwnerDeathTests).Assembly.Location)));
            Assert.Equal("1", await Sql.ScalarAsync(owner.ConnectionString, "SELECT 1"));
            Assert.Contains("\t65534\t", File.ReadLines($"/proc/{owner.Postmaster}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)), StringComparison.Ordinal);
            owner.Kill();
            await owner.AssertNothingIsLeftAsync();
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    /// <summary>A folder that the server's user, too, may write to.</summary>
    private static DirectoryInfo OpenFolder()
    {
        DirectoryInfo folder = Directory.CreateDirectory("/tmp/pgm-" + Guid.NewGuid().ToString("N")[..8]);
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)511);
        return folder;
    }

    private static void Signal(string name, int process)
    {
        using Process kill = Process.Start("kill", ["-" + name, process.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    // The sixth field of /proc/PID/stat.
    private static string SessionOf(int process)
    {
        string stat = File.ReadAllText($"/proc/{process}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3];
    }
}
