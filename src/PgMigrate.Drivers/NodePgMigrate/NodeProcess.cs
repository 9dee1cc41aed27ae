using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PgMigrate.Drivers.NodePgMigrate;

/// <summary>
/// The child process, its messages and its limits. One line a message, ours told from a script's output by a mark that the script
/// does not know.
/// </summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private const int MostError = 8_000;
    private const int Megabyte = 1 << 20;
    private static readonly TimeSpan MemoryCheck = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly NodeScriptOptions _options;
    private readonly string _mark;
    private readonly StringBuilder _rest = new();
    private readonly StringBuilder _error = new();
    private readonly Queue<string> _lines = new();
    private readonly char[] _buffer = new char[16 << 10];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _errorReader;
    private readonly Task _memoryWatch;
    private long _read;
    private volatile string? _killed;

    private NodeProcess(Process process, NodeScriptOptions options, string mark)
    {
        _process = process;
        _options = options;
        _mark = mark;
        _errorReader = ReadErrorAsync();
        _memoryWatch = WatchMemoryAsync();
    }

    /// <summary>What its messages start with: told in the first message to it, never where a script could look.</summary>
    public string Mark => _mark;

    /// <summary>Why the process was ended by us, or null.</summary>
    public string? Killed => _killed;

    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public static NodeProcess Start(NodeProgram program, NodeScripts scripts, string project, NodeScriptOptions options)
    {
        string mark = Guid.NewGuid().ToString("n") + ":";
        var start = new ProcessStartInfo(program.Path)
        {
            WorkingDirectory = project,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        string[] arguments =
        [
            .. program.Switches, .. ReadRights(project), .. ReadRights(scripts.Folder),
            FormattableString.Invariant($"--max-old-space-size={options.MemoryLimit}"), "--no-warnings", "--no-addons",
            scripts.Main,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        Clean(start.Environment, options.EnvironmentVariables);
        return new NodeProcess(Process.Start(start)!, options, mark);
    }

    /// <summary>Ends a process and what it started; nothing when it has ended.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    public async Task SendAsync(string json, CancellationToken cancellationToken)
    {
        try
        {
            await _process.StandardInput.WriteAsync(json.AsMemory(), cancellationToken).ConfigureAwait(false);
            await _process.StandardInput.WriteAsync("\n".AsMemory(), cancellationToken).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The process is gone; the next read says so.
        }
    }

    /// <summary>The next message; null at the end of the process.</summary>
    /// <param name="log">Told what scripts print past the protocol.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<JsonDocument?> ReceiveAsync(Action<string>? log, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (_lines.TryDequeue(out string? line))
            {
                if (line.StartsWith(_mark, StringComparison.Ordinal))
                {
                    return JsonDocument.Parse(line.AsMemory(_mark.Length));
                }

                if (line.Length > 0)
                {
                    log?.Invoke(line);
                }
            }

            int count = await _process.StandardOutput.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return null;
            }

            _read += count;
            if (_read > _options.OutputLimit)
            {
                Kill(FormattableString.Invariant($"more than {_options.OutputLimit / 1_000_000.0:0.###} million characters of SQL and output"));
                return null;
            }

            Take(_buffer.AsSpan(0, count));
        }
    }

    /// <summary>Ends the process.</summary>
    /// <param name="why">Told as what the script took too much of.</param>
    public void Kill(string why)
    {
        _killed ??= why;
        Kill(_process);
    }

    /// <summary>How the process ended, for people.</summary>
    public async Task<string> EndAsync()
    {
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await _errorReader.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return "Node.js closed its output and did not end";
        }

        string error = _error.ToString();
        return error.Contains("heap out of memory", StringComparison.Ordinal) || error.Contains("Array buffer allocation failed", StringComparison.Ordinal)
            ? FormattableString.Invariant($"it wants more memory than the {_options.MemoryLimit} MB it may have")
            : FormattableString.Invariant($"Node.js ended with exit code {_process.ExitCode}{FirstLine(error)}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Kill(_process);
        await _memoryWatch.ConfigureAwait(false);
        await _errorReader.ConfigureAwait(false);
        _process.Dispose();
        _stop.Dispose();
    }

    private static string[] ReadRights(string folder) => ["--allow-fs-read=" + Path.Combine(folder, "*")];

    /// <summary>Nothing but what a process needs to start, and what was asked for by name.</summary>
    private static void Clean(IDictionary<string, string?> environment, IReadOnlyList<string> names)
    {
        string[] needed = OperatingSystem.IsWindows() ? ["SystemRoot", "TEMP", "TMP"] : ["TZ", "LANG"];
        var kept = environment.Where(pair => needed.Contains(pair.Key, StringComparer.OrdinalIgnoreCase) || names.Contains(pair.Key, StringComparer.Ordinal)).ToList();
        environment.Clear();
        kept.ForEach(environment.Add);
    }

    private static string FirstLine(string error)
    {
        string line = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "";
        return line.Length == 0 ? "" : $" ({line[..Math.Min(line.Length, 300)]})";
    }

    private void Take(ReadOnlySpan<char> text)
    {
        while (text.IndexOf('\n') is var end and >= 0)
        {
            _rest.Append(text[..end]);
            _lines.Enqueue(_rest.ToString());
            _rest.Clear();
            text = text[(end + 1)..];
        }

        _rest.Append(text);
    }

    private async Task ReadErrorAsync()
    {
        char[] buffer = new char[1024];
        try
        {
            while (await _process.StandardError.ReadAsync(buffer, _stop.Token).ConfigureAwait(false) is var count and > 0)
            {
                _error.Append(buffer, 0, Math.Min(count, MostError - Math.Min(_error.Length, MostError)));
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody asks any more.
        }
    }

    /// <summary>JavaScript's limit does not count buffers, so the whole process is looked at too.</summary>
    private async Task WatchMemoryAsync()
    {
        try
        {
            while (!_process.HasExited)
            {
                _process.Refresh();
                if (_process.WorkingSet64 > 2L * _options.MemoryLimit * Megabyte)
                {
                    Kill(FormattableString.Invariant($"more than {2 * _options.MemoryLimit} MB of memory"));
                    return;
                }

                await Task.Delay(MemoryCheck, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or InvalidOperationException)
        {
            // The process has ended, or nobody asks any more.
        }
    }
}
