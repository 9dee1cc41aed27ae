using Npgsql;
using PgMigrate.Chaos.Cutting;
using PgMigrate.Chaos.Runner;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.Postgres;
using PgMigrate.Sandbox.RdsDataApi;

namespace PgMigrate.Chaos.Targets;

/// <summary>The RDS Data API: an emulator in this process, in front of the server.</summary>
internal sealed class DataApiTarget : ChaosTarget
{
    private readonly RdsDataApiEmulator _emulator;
    private readonly LeftoverTime _time;

    private DataApiTarget(LocalPostgres server, RdsDataApiEmulator emulator, LeftoverTime time)
        : base(server)
    {
        _emulator = emulator;
        _time = time;
        Proxy.Upstream = emulator.Endpoint.Port;
    }

    public override SqlTarget Target => SqlTarget.RdsDataApi;

    public override Uri HttpProxy => new($"http://127.0.0.1:{Proxy.Port}");

    protected override IFraming Framing => new HttpFraming();

    public static async Task<ChaosTarget> StartAsync(LocalPostgres server)
    {
        var options = new RdsDataApiEmulatorOptions();
        var time = new LeftoverTime(options.IdleTransactionLimit);

        // No statement of the script takes long, so that one which did would tell of a machine that stood still.
        return new DataApiTarget(server, await RdsDataApiEmulator.StartAsync(server, options with { Time = time, StatementLimit = TimeSpan.FromMinutes(10) }), time);
    }

    public override bool IsDisturbed
    {
        set => _time.IsDisturbed = value;
    }

    public override void EndLeftovers() => _time.EndLeftovers();

    public override async Task<ChaosDatabase> CreateAsync(bool mended = false)
    {
        string connectionString = await Server.CreateDatabaseAsync(NextName());
        RdsDataApiEmulatorOptions options = _emulator.Options;

        // A runner that is started with the proxy uses it for everything; the order alone decides whether it cuts.
        return await PrepareAsync(new ChaosDatabase(this, connectionString, _ => new TargetAddress(Target)
        {
            Endpoint = _emulator.Endpoint.ToString(),
            Database = new NpgsqlConnectionStringBuilder(connectionString).Database,
            ResourceArn = options.ResourceArn,
            SecretArn = options.SecretArn,
            Region = options.Region,
            AccessKeyId = options.AccessKeyId,
            SecretAccessKey = options.SecretAccessKey,
        }), mended);
    }

    public override async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        await base.DisposeAsync();
    }
}
