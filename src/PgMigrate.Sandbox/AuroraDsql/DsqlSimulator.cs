using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Npgsql;
using PgMigrate.Drivers;
using PgMigrate.Sandbox.AuroraDsql.Wire;
using PgMigrate.Sandbox.Postgres;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>
/// A stand-in for an Aurora DSQL cluster on 127.0.0.1: it speaks the PostgreSQL protocol over TLS, takes signed tokens, refuses
/// what the service refuses in its words, and does background jobs, in front of a real PostgreSQL. What it does and does not
/// model is listed in <c>docs/aws-fidelity-dsql.md</c>.
/// </summary>
public sealed class DsqlSimulator : IAsyncDisposable
{
    /// <summary>Statements kept in <see cref="Statements"/>; older ones are forgotten.</summary>
    private const int MostStatements = 10_000;
    private static readonly TimeSpan LogInLimit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<Task, byte> _clients = new();
    private readonly ConcurrentQueue<string> _statements = new();
    private readonly TcpListener _listener;
    private readonly NpgsqlDataSource _database;
    private readonly LocalPostgres? _ownServer;
    private readonly string _folder;
    private long _received;
    private Task _running = Task.CompletedTask;
    private bool _disposed;

    private DsqlSimulator(DsqlSimulatorOptions options, LocalPostgres? ownServer, string connectionString)
    {
        Options = options;
        _ownServer = ownServer;
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "PgMigrate DSQL simulator", MaxPoolSize = 4 };
        Backend = new BackendAddress(settings.Port, settings.Username!, settings.Password!, settings.Database!);
        _database = NpgsqlDataSource.Create(settings);
        AccessKeyId = "AKIASIMULATOR" + Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
        SecretAccessKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(30));
        Verifier = new TokenVerifier(AccessKeyId, SecretAccessKey, Region, options.Time);
        Certificate = new SimulatorCertificate(Endpoint, TimeProvider.System.GetUtcNow());
        _folder = Directory.CreateTempSubdirectory("pgmigrate-dsql-").FullName;
        RootCertificate = Path.Combine(_folder, "root.crt");
        File.WriteAllText(RootCertificate, Certificate.AuthorityPem);
        _listener = new TcpListener(IPAddress.Loopback, options.Port ?? 0);
    }

    /// <summary>Host name to connect to; part of what a token signs.</summary>
    public string Endpoint => "localhost";

    /// <summary>TCP port.</summary>
    public int Port { get; private set; }

    /// <summary>Region that tokens must be signed for.</summary>
    public string Region => "us-east-1";

    /// <summary>Access key that tokens must be signed with.</summary>
    public string AccessKeyId { get; }

    /// <summary>Secret of <see cref="AccessKeyId"/>.</summary>
    public string SecretAccessKey { get; }

    /// <summary>File with the certificate of the authority that the server's comes from, PEM.</summary>
    public string RootCertificate { get; }

    /// <summary>Faults to come.</summary>
    public DsqlFaults Faults { get; } = new();

    /// <summary>Number of statements that clients sent, those refused included.</summary>
    public long StatementsReceived => Interlocked.Read(ref _received);

    /// <summary>The newest statements that clients sent, oldest first.</summary>
    public IReadOnlyList<string> Statements => [.. _statements];

    /// <summary>The superuser's connection string to the database behind, past every rule; holds a password.</summary>
    public string BackendConnectionString =>
        DatabaseCreator.ConnectionString("127.0.0.1", Backend.Port, Backend.UserName, Backend.Password, Backend.Database);

    internal DsqlSimulatorOptions Options { get; }

    internal BackendAddress Backend { get; }

    internal TokenVerifier Verifier { get; }

    internal SimulatorCertificate Certificate { get; }

    internal SchemaClock Clock { get; } = new();

    /// <summary>Starts a cluster with nothing in it.</summary>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start; what was begun is cleared away first.</param>
    /// <exception cref="SandboxException">No PostgreSQL was found, or it could not be started.</exception>
    public static async Task<DsqlSimulator> StartAsync(DsqlSimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DsqlSimulatorOptions();
        LocalPostgres? own = options.Server is null ? await LocalPostgres.StartAsync(null, cancellationToken).ConfigureAwait(false) : null;
        DsqlSimulator? simulator = null;
        try
        {
            string database = "dsql_" + Convert.ToHexString(RandomNumberGenerator.GetBytes(6)).ToLowerInvariant();
            string connectionString = own is not null
                ? own.ConnectionString : await options.Server!.CreateDatabaseAsync(database, cancellationToken).ConfigureAwait(false);
            simulator = new DsqlSimulator(options, own, connectionString);
            await SimulatorSchema.InstallAsync(simulator._database, cancellationToken).ConfigureAwait(false);
            simulator.Listen();
            return simulator;
        }
        catch
        {
            IAsyncDisposable? begun = simulator is not null ? simulator : own;
            if (begun is not null)
            {
                await begun.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>How to connect to it.</summary>
    /// <param name="userName">The role; default admin.</param>
    public AuroraDsqlOptions ConnectionOptions(string userName = "admin") => new()
    {
        Endpoint = Endpoint,
        Port = Port,
        UserName = userName,
        Region = Region,
        AccessKeyId = AccessKeyId,
        SecretAccessKey = SecretAccessKey,
        RootCertificate = RootCertificate,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _ended.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _running.ConfigureAwait(false);
        await Task.WhenAll(_clients.Keys).ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
        Certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
        if (_ownServer is not null)
        {
            await _ownServer.DisposeAsync().ConfigureAwait(false);
        }

        _ended.Dispose();
    }

    /// <summary>Takes note of a statement that a client sent.</summary>
    internal void Note(string statement)
    {
        Interlocked.Increment(ref _received);
        _statements.Enqueue(statement);
        while (_statements.Count > MostStatements)
        {
            _statements.TryDequeue(out _);
        }
    }

    /// <summary>The refusal of a log-in that was asked for, or null.</summary>
    internal Refusal? LogInFault(string user) =>
        Faults.Take(DsqlFaultKind.AccessDenied, user) ? Refusal.AccessDenied()
        : Faults.Take(DsqlFaultKind.SignatureExpired, user) ? Refusal.AccessDenied("Signature expired")
        : Faults.Take(DsqlFaultKind.WakingUp, user) ? new Refusal("57P03", "unable to accept connection, waking up cluster, please retry later")
        : Faults.Take(DsqlFaultKind.TooManyConnections, user) ? new Refusal("53300", "unable to accept connection, too many open connections")
        : Faults.Take(DsqlFaultKind.RateExceeded, user) ? new Refusal("53400", "unable to accept connection, rate exceeded")
        : null;

    /// <summary>True for admin, and for roles with LOGIN that AWS IAM GRANT has given to someone; such a role can log in behind then.</summary>
    internal async Task<bool> MayLogInAsync(string user, CancellationToken cancellationToken)
    {
        if (!await IsMappedAsync(user, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await SimulatorSchema.SetPasswordAsync(_database, Backend.For(user), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> IsMappedAsync(string user, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = _database.CreateCommand(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1 AND rolcanlogin AND (rolname = 'admin' OR rolname IN (SELECT pg_role FROM sys.sim_iam)))");
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue(user);
            return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }
    }

    private void Listen()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _running = Task.WhenAll(AcceptAsync(), new JobWorker(_database, Options, Faults, Clock).RunAsync(_ended.Token));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_ended.Token).ConfigureAwait(false);
                socket.NoDelay = true;
                Task client = ServeAsync(socket);
                _clients.TryAdd(client, 0);
                _ = client.ContinueWith(done => _clients.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The simulator ends.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using Socket owned = socket;
        using var age = new CancellationTokenSource(Options.MaxConnectionAge, Options.Time);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, age.Token);
        try
        {
            ClientArrival? arrival;
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(life.Token))
            {
                patience.CancelAfter(LogInLimit);
                arrival = await new ClientDoor(this).AdmitAsync(socket, patience.Token).ConfigureAwait(false);
            }

            if (arrival is null)
            {
                return;
            }

            await using WireStream client = arrival.Stream;
            await using BackendConnection server = await BackendConnection.OpenAsync(Backend.For(arrival.User), arrival.Settings, life.Token).ConfigureAwait(false);
            client.Write(WireMessage.Authentication(0));
            foreach (WireMessage message in server.Greeting)
            {
                client.Write(AnswerTranslator.Translate(message, [], " "));
            }

            client.Write(new WireMessage('Z', [(byte)'I']));
            await client.FlushAsync(life.Token).ConfigureAwait(false);
            using var connection = new ClientConnection(this, client, server.Stream);
            await connection.RunAsync(life.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or InvalidDataException
            or AuthenticationException or ObjectDisposedException or NpgsqlException)
        {
            // A client that does not trust us, speaks something else, is cut off or too old: its connection ends, nothing more.
        }
    }
}
