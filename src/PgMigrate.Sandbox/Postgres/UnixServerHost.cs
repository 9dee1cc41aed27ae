using System.Globalization;
using System.Text;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>Runs a server under <c>supervisor.sh</c> on Linux and macOS, as another user when this process is root.</summary>
internal sealed class UnixServerHost : IServerHost
{
    private const string Accepted = "ok";
    private const string CannotExecute = "failed 126";

    private readonly PostgresBinaries _binaries;
    private readonly ServerUser? _user;
    private SupervisorPipe? _supervisor;

    public UnixServerHost(PostgresBinaries binaries, LocalPostgresOptions options, ServerUser? user, string name)
    {
        _binaries = binaries;
        _user = user;
        string parent = Path.GetFullPath(options.TemporaryFolder ?? "/tmp");
        Folder = Path.Combine(parent, name);
        SocketFolder = Path.Combine(Folder, "socket");
        int length = Encoding.UTF8.GetByteCount(Path.Combine(SocketFolder, ".s.PGSQL.65535"));
        // sun_path has 108 bytes on Linux and 104 on macOS, the last for the NUL; the server refuses to start beyond that.
        int limit = OperatingSystem.IsMacOS() ? 103 : 107;
        if (length > limit || parent.AsSpan().ContainsAny("\n\r,'\""))
        {
            throw new SandboxException(
                length > limit
                    ? $"The temporary folder '{parent}' is too long: the socket in it would have a path of {length} bytes, and the system allows {limit}."
                    : $"The temporary folder '{parent}' has a line end, comma or quote in its name, which the server's settings cannot hold.",
                "Choose another temporary folder, such as /tmp.");
        }
    }

    public string Folder { get; }

    public string SocketFolder { get; }

    public string LogFile => Path.Combine(Folder, "server.log");

    /// <summary>The supervisor's process id, for tests.</summary>
    internal int SupervisorId { get; private set; }

    private string SupervisorLog => Path.Combine(Folder, "supervisor.log");

    private SupervisorPipe Supervisor => _supervisor ?? throw new InvalidOperationException("The cluster has not been made yet.");

    public async Task CreateClusterAsync(string password, CancellationToken cancellationToken)
    {
        _supervisor = Open();
        await GreetAsync(cancellationToken).ConfigureAwait(false);
        string answer = await Supervisor.SendAsync("initdb\n" + password, cancellationToken).ConfigureAwait(false);
        Check(answer, "initdb could not make a cluster", SupervisorLog);
    }

    public async Task ConfigureAsync(string line, CancellationToken cancellationToken) =>
        Check(await Supervisor.SendAsync("set " + line, cancellationToken).ConfigureAwait(false), "postgresql.conf could not be written", SupervisorLog);

    public async Task<int?> StartAsync(int port, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string order = string.Create(CultureInfo.InvariantCulture, $"start {port} {Math.Max(1, (int)timeout.TotalSeconds)}");
        string answer = await Supervisor.SendAsync(order, cancellationToken).ConfigureAwait(false);
        return answer.StartsWith(Accepted, StringComparison.Ordinal)
            ? Identifier(answer)
            : null;
    }

    public async Task StopAsync(CancellationToken cancellationToken) =>
        Check(await Supervisor.SendAsync("stop fast 30", cancellationToken).ConfigureAwait(false), "The server could not be stopped", SupervisorLog);

    public async Task KillAsync(CancellationToken cancellationToken) =>
        Check(await Supervisor.SendAsync("kill", cancellationToken).ConfigureAwait(false), "The server could not be killed", SupervisorLog);

    public async ValueTask DisposeAsync()
    {
        if (_supervisor is { } supervisor)
        {
            _supervisor = null;
            await supervisor.CloseAsync().ConfigureAwait(false);
            supervisor.Dispose();
            if (Directory.Exists(Folder))
            {
                // Somebody killed the supervisor: another one does its last duty.
                using SupervisorPipe second = Open("clear");
                await second.CloseAsync().ConfigureAwait(false);
            }

            if (Directory.Exists(Folder))
            {
                throw new SandboxException(
                    $"The sandbox's folder '{Folder}' could not be removed, or its server could not be stopped. {LogTail.OfFile(SupervisorLog)}",
                    "The next sandbox that this user starts tries again.");
            }
        }
    }

    private SupervisorPipe Open(params string[] more) => SupervisorPipe.Open(
        _user?.Prefix ?? [],
        [Folder, _binaries.BinFolder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture), .. more]);

    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        string greeting;
        try
        {
            greeting = await Supervisor.GreetAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SandboxException e)
        {
            string said = LogTail.Of((await Supervisor.StartErrors.ConfigureAwait(false)).Split('\n'));
            throw new SandboxException($"The sandbox's supervisor did not start. {said}", "A sandbox needs /bin/sh" + (_user is null ? "." : $" and the right to run programs as the user {_user.Name}."), e);
        }

        if (greeting == CannotExecute)
        {
            throw new SandboxException(
                $"{(_user is null ? "This user" : $"The user {_user.Name}, who runs the server because this process is root,")} may not run the programs in '{_binaries.BinFolder}'.",
                $"Make that folder and those above it accessible, or set {PostgresFinder.FolderVariable} to another server's programs.");
        }

        if (!greeting.StartsWith(Accepted, StringComparison.Ordinal))
        {
            string said = LogTail.Of((await Supervisor.StartErrors.ConfigureAwait(false)).Split('\n'));
            throw new SandboxException($"The sandbox's folder '{Folder}' could not be made. {said}", "Choose a temporary folder that the server's user may write to.");
        }

        SupervisorId = Identifier(greeting);
    }

    private static int Identifier(string answer) =>
        int.Parse(answer.AsSpan(Accepted.Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);

    private static void Check(string answer, string problem, string log)
    {
        if (!answer.StartsWith(Accepted, StringComparison.Ordinal))
        {
            throw new SandboxException($"{problem} ({answer}). Its log ends: {LogTail.OfFile(log)}", "Mend what the log names and start another sandbox.");
        }
    }
}
