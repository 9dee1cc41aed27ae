using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PgMigrate.Chaos.Runner;

/// <summary>A runner in a process of its own.</summary>
internal sealed class RunnerProcess : IDisposable
{
    /// <summary>Longest wait for anything a runner says; a run takes a second or two on an idle machine.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private RunnerProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts one; it waits for orders.</summary>
    /// <param name="httpProxy">Address of a proxy for its HTTP calls; null for none.</param>
    public static RunnerProcess Start(Uri? httpProxy = null)
    {
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet, ["exec", typeof(RunnerProcess).Assembly.Location, "runner"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["HTTP_PROXY"] = httpProxy?.ToString();
        start.Environment["DOTNET_TieredPGO"] = "0";
        return new RunnerProcess(Process.Start(start)!);
    }

    /// <summary>Sends an order and returns when its run starts.</summary>
    public async Task BeginAsync(RunnerOrder order)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order, RunnerHost.Json));
        await _process.StandardInput.FlushAsync();
        string line = await ReadAsync();
        Assert.Equal(RunnerHost.Started, line);
    }

    /// <summary>Waits for the outcomes of the order, one a run.</summary>
    public async Task<RunOutcome[]> EndAsync(TimeSpan? limit = null) => JsonSerializer.Deserialize<RunOutcome[]>(await ReadAsync(limit), RunnerHost.Json)!;

    public async Task<RunOutcome> RunAsync(RunnerOrder order, TimeSpan? limit = null)
    {
        await BeginAsync(order);
        return (await EndAsync(limit))[0];
    }

    /// <summary>The most memory it has held so far, bytes.</summary>
    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
    }

    public void Freeze() => Signal("STOP");

    public void Wake() => Signal("CONT");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string> ReadAsync(TimeSpan? limit = null)
    {
        string? line = await _process.StandardOutput.ReadLineAsync().WaitAsync(limit ?? Limit);
        return line ?? throw new InvalidOperationException("The runner ended: " + await _errors.WaitAsync(Limit));
    }

    private void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-" + name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.True(kill.WaitForExit(Limit) && kill.ExitCode == 0, $"kill -{name} failed");
    }
}
