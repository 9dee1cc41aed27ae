using System.ComponentModel;
using System.Diagnostics;

namespace PgMigrate.Sandbox.Postgres;

/// <summary>
/// The owner's end of <c>supervisor.sh</c>: orders go down its standard input, one answer a line comes back. The pipe is
/// also the owner's sign of life: the system closes it when this process ends, in whatever way.
/// </summary>
internal sealed class SupervisorPipe : IDisposable
{
    private static readonly string Script = ReadScript();

    private readonly Process _process;
    private readonly Task<string> _startErrors;
    private readonly object _gate = new();
    private Task<string> _last = Task.FromResult("");

    private SupervisorPipe(Process process)
    {
        _process = process;
        _startErrors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What the supervisor said before it had a log; complete once it has ended.</summary>
    public Task<string> StartErrors => _startErrors;

    /// <summary>Starts a supervisor.</summary>
    /// <param name="prefix">The command that changes the user, and nothing when the user stays.</param>
    /// <param name="arguments">The script's arguments.</param>
    public static SupervisorPipe Open(IReadOnlyList<string> prefix, IReadOnlyList<string> arguments)
    {
        // A session of its own keeps it out of the terminal's Ctrl+C and of a kill of the owner's process group.
        // macOS has no such program; there the script's traps do all but the last.
        string[] session = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid"] : [];
        string[] command = [.. prefix, .. session, "/bin/sh", "-c", Script, "pgmigrate-sandbox", .. arguments];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The server's user may not be able to enter ours.
            WorkingDirectory = "/",
        };
        foreach (string argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        // PGDATA, PGPORT and their like would steer the server's programs; messages are read in English.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";
        try
        {
            return new SupervisorPipe(Process.Start(start) ?? throw new Win32Exception());
        }
        catch (Win32Exception e)
        {
            throw new SandboxException($"'{command[0]}' cannot be run: {e.Message}.", "A sandbox needs /bin/sh and the system's basic programs.", e);
        }
    }

    /// <summary>Reads the greeting that follows the making of the folder.</summary>
    public Task<string> GreetAsync(CancellationToken cancellationToken) => Queue(ReadAsync, cancellationToken);

    /// <summary>
    /// Sends an order and waits for its answer. A cancelled caller stops waiting, the order runs on, and the next one waits for it.
    /// </summary>
    /// <exception cref="SandboxException">The supervisor is gone.</exception>
    public Task<string> SendAsync(string order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Queue(
            async () =>
            {
                try
                {
                    await _process.StandardInput.WriteAsync(order + "\n").ConfigureAwait(false);
                    await _process.StandardInput.FlushAsync(CancellationToken.None).ConfigureAwait(false);
                }
                catch (IOException e)
                {
                    throw Gone(e);
                }

                return await ReadAsync().ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <summary>Closes the pipe, upon which the supervisor stops the server, removes the folder and ends; waits for that.</summary>
    public async Task CloseAsync()
    {
        Task last;
        lock (_gate)
        {
            last = _last;
        }

        await last.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // What was unsent has no reader any more; the supervisor is gone, which the wait below shows at once.
        }

        await _process.WaitForExitAsync().ConfigureAwait(false);
    }

    public void Dispose() => _process.Dispose();

    private Task<string> Queue(Func<Task<string>> work, CancellationToken cancellationToken)
    {
        Task<string> mine;
        lock (_gate)
        {
            mine = _last = AfterAsync(_last, work);
        }

        return mine.WaitAsync(cancellationToken);
    }

    private static async Task<string> AfterAsync(Task<string> previous, Func<Task<string>> work)
    {
        // Whoever waited for the previous order has its outcome.
        await previous.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
        return await work().ConfigureAwait(false);
    }

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync().ConfigureAwait(false) ?? throw Gone(null);

    private static SandboxException Gone(Exception? inner) =>
        new("The sandbox's supervisor process has ended, so its server can no longer be steered.", "Start another sandbox.", inner);

    private static string ReadScript()
    {
        using Stream stream = typeof(SupervisorPipe).Assembly.GetManifestResourceStream("supervisor.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
