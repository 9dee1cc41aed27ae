using System.Globalization;
using PgMigrate.Chaos.Cutting;
using PgMigrate.Chaos.Runner;
using PgMigrate.Chaos.Workload;
using PgMigrate.Engine.Running;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Chaos.Targets;

/// <summary>One of the three kinds of database, on a server of its own that can be killed.</summary>
internal abstract class ChaosTarget : IAsyncDisposable
{
    private RunnerProcess? _calm;
    private Baseline? _baseline;
    private int _databases;

    protected ChaosTarget(LocalPostgres server)
    {
        Server = server;
        Proxy = new CuttingProxy(Framing);
    }

    public static IReadOnlyList<string> Names { get; } = ["postgres", "dataapi", "dsql"];

    public abstract SqlTarget Target { get; }

    public LocalPostgres Server { get; }

    public Script Script => Script.Of(Target);

    public CuttingProxy Proxy { get; }

    /// <summary>A runner in good order, for the runs that are not disturbed.</summary>
    public RunnerProcess Calm => _calm ??= RunnerProcess.Start();

    /// <summary>The proxy as an HTTP proxy, where the protocol is HTTP.</summary>
    public virtual Uri? HttpProxy => null;

    /// <summary>True while a run is at work that is disturbed on purpose: what it loses then may end soon.</summary>
    public virtual bool IsDisturbed
    {
        set
        {
        }
    }

    protected virtual IFraming Framing => new PostgresFraming();

    public static async Task<ChaosTarget> StartAsync(string name)
    {
        // A sandbox answers a COMMIT before it is on disk; this server must keep its word when it is killed.
        LocalPostgres server = await LocalPostgres.StartAsync(new LocalPostgresOptions
        {
            MaxConnections = 200,
            StartTimeout = RunnerProcess.Limit,
            Settings = new Dictionary<string, string> { ["synchronous_commit"] = "on", ["autovacuum"] = "off" },
        });
        return name switch
        {
            "postgres" => new PostgresTarget(server),
            "dataapi" => await DataApiTarget.StartAsync(server),
            "dsql" => new DsqlTarget(server),
            _ => throw new ArgumentException($"There is no target {name}.", nameof(name)),
        };
    }

    /// <summary>Says that no run is at work, so that what a stand-in keeps open for one is nobody's any more.</summary>
    public virtual void EndLeftovers()
    {
    }

    /// <summary>A fresh database, prepared for the script.</summary>
    /// <param name="mended">True when no migration is to fail.</param>
    public abstract Task<ChaosDatabase> CreateAsync(bool mended = false);

    /// <summary>What an undisturbed run does here; measured once.</summary>
    public async Task<Baseline> BaselineAsync() => _baseline ??= await Baseline.MeasureAsync(this);

    public virtual async ValueTask DisposeAsync()
    {
        _calm?.Dispose();
        await Proxy.DisposeAsync();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected string NextName() => string.Create(CultureInfo.InvariantCulture, $"chaos_{++_databases}");

    protected async Task<ChaosDatabase> PrepareAsync(ChaosDatabase database, bool mended)
    {
        await using ISqlSession session = await database.Address(proxied: false).Open().OpenAsync();
        foreach (string sql in Script.Prepare)
        {
            await session.ExecuteAsync(new SqlBatch(new SqlCommand(sql)));
        }

        foreach (string sql in mended ? Script.Mends.Values.SelectMany(mend => mend.Sql) : [])
        {
            await database.ExecuteAsync(sql);
        }

        return database;
    }
}
