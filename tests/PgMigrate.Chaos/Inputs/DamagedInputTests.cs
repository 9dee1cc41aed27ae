using PgMigrate.Chaos.Campaigns;
using PgMigrate.Sandbox.AuroraDsql;
using PgMigrate.Sandbox.RdsDataApi;
using Xunit.Abstractions;

namespace PgMigrate.Chaos.Inputs;

/// <summary>Damaged inputs, a tenth of the full run's. A failure names its seed and number.</summary>
[Collection(SandboxCollection.Name)]
public sealed class DamagedInputTests(SandboxFixture sandbox, ITestOutputHelper output)
{
    private const int Inputs = 1_000;
    private const int Connections = 60;

    public static TheoryData<string> Kinds => [.. InputKinds.AllNames];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Are_read_or_refused(string kind) => output.WriteLine(await DamagedInputs.RunAsync(InputKinds.Find(kind), Inputs, Seed.Current));

    [PostgresFact]
    public async Task Do_not_shake_the_simulator()
    {
        await using DsqlSimulator simulator = await DsqlSimulator.StartAsync(new DsqlSimulatorOptions { Server = sandbox.Server });
        output.WriteLine(await DamagedBytes.ToSimulatorAsync(simulator, Connections, Seed.Current));
        await using var session = await Drivers.DriverFactory.CreateAuroraDsql(simulator.ConnectionOptions()).OpenAsync();
        Assert.True(session.IsConnected);
    }

    [PostgresFact]
    public async Task Do_not_shake_the_emulator()
    {
        await using RdsDataApiEmulator emulator = await RdsDataApiEmulator.StartAsync(sandbox.Server);
        output.WriteLine(await DamagedBytes.ToEmulatorAsync(emulator, Connections, Seed.Current));
        await using var session = await Drivers.DriverFactory.CreateRdsDataApi(emulator.ConnectionOptions("postgres")).OpenAsync();
        Assert.Equal(0, emulator.OpenTransactions);
    }
}
