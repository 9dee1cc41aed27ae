using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.Tests.Postgres;

public sealed class ServerUserTests
{
    private const string Root = "root:x:0:0:root:/root:/bin/bash";
    private const string Postgres = "postgres:x:101:104::/var/lib/postgresql:/bin/bash";
    private const string Nobody = "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin";

    private static Task<ServerUser> ChooseAsync(FakeHost host, string? wanted = null) =>
        ServerUser.ChooseAsync(host, wanted, CancellationToken.None);

    private static FakeHost Host(string program, params string[] users) => new()
    {
        Files = { program },
        Users = users,
        Run = (_, arguments) => new CommandOutput(0, arguments.Contains("nobody") || arguments.Contains("--reuid=65534") ? "65534\n" : "101\n", ""),
    };

    [Fact]
    public async Task Postgres_goes_before_nobody()
    {
        ServerUser user = await ChooseAsync(Host("/usr/bin/setpriv", Root, Nobody, Postgres));

        Assert.Equal("postgres", user.Name);
        Assert.Equal(["/usr/bin/setpriv", "--reuid=101", "--regid=104", "--clear-groups"], user.Prefix);
    }

    [Theory]
    [InlineData("/sbin/runuser", "/sbin/runuser -u nobody --")]
    [InlineData("/usr/bin/sudo", "/usr/bin/sudo -n -u nobody --")]
    public async Task Without_setpriv_another_way_is_taken(string program, string prefix) =>
        Assert.Equal(prefix, string.Join(' ', (await ChooseAsync(Host(program, Root, Nobody))).Prefix));

    [Fact]
    public async Task A_way_that_does_not_change_the_user_is_not_taken()
    {
        FakeHost host = Host("/usr/bin/setpriv", Root, Nobody);
        host.Files.Add("/usr/bin/sudo");
        host.Run = (file, _) => file.EndsWith("sudo", StringComparison.Ordinal) ? new CommandOutput(1, "65534", "") : new CommandOutput(0, "0\n", "");

        SandboxException e = await Assert.ThrowsAsync<SandboxException>(() => ChooseAsync(host));

        Assert.Contains("none of setpriv, runuser and sudo can change to the user 'nobody'", e.Problem, StringComparison.Ordinal);
        Assert.Equal(2, host.Ran.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ghost")]
    [InlineData("root")]
    public async Task No_fitting_user_is_an_error(string? wanted) =>
        await Assert.ThrowsAsync<SandboxException>(() => ChooseAsync(Host("/usr/bin/setpriv", Root), wanted));
}
