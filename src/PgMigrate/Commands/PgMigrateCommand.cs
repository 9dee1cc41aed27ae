using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PgMigrate.Connections;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Pipeline;
using PgMigrate.Sandbox;
using PgMigrate.Settings;

namespace PgMigrate.Commands;

/// <summary>What all the commands share: stopping, running the engine, settings, errors.</summary>
public abstract class PgMigrateCommand : PSCmdlet, IDisposable
{
    // PSCmdlet.PipelineStopToken replaces this source once the oldest supported PowerShell is 7.6.
    private readonly CancellationTokenSource _stop = new();
    private CommandReporter? _reporter;
    private string? _opening;
    private bool _disposed;

    private protected PgMigrateCommand()
    {
    }

    /// <summary>Cancelled when the pipeline is stopped.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    internal CommandReporter Reporter => _reporter ??= new CommandReporter(this);

    /// <summary>The connection an error is about, or null.</summary>
    private protected virtual MigrationConnection? ErrorTarget => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Cancels what still runs.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            // Cancelled, not disposed: StopProcessing may still come from another thread.
            _disposed = true;
            _stop.Cancel();
        }
    }

    /// <summary>Runs asynchronous work, writing its events here, and waits for it on every way out.</summary>
    internal T Run<T>(Func<IRunObserver, CancellationToken, Task<T>> work)
    {
        // The process ends when the handler returns: by then the server's statement is cancelled and what was open rolled back. A wait
        // for a task, since nobody could dispose of an event that the handler may still look at.
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration toldToEnd = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ =>
        {
            _stop.Cancel();
            ended.Task.Wait(CommandPump.DefaultGrace);
        });
        try
        {
            return CommandPump.Run<RunEvent, T>(
                (post, token) => work(new QueueObserver(post), token), Reporter.Report, Reporter.ReportLate, StopToken);
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception error) when (ErrorRecords.FromEngine(error, ErrorTarget, _opening) is { } record)
        {
            ThrowTerminatingError(record);
            throw;
        }
        finally
        {
            ended.SetResult();
        }
    }

    /// <summary>Reaches a server and asks who it is; ends the command when that fails.</summary>
    /// <param name="create">Names the server; the driver is loaded by it.</param>
    /// <param name="sandbox">The sandbox it is, or null.</param>
    private protected MigrationConnection Open(Func<ISqlSessionFactory> create, SandboxServer? sandbox = null)
    {
        ISqlSessionFactory sessions;
        try
        {
            sessions = create();
        }
        catch (ArgumentException error)
        {
            ThrowTerminatingError(ErrorRecords.InvalidConnectionString(error));
            throw;
        }

        WriteVerbose($"Connecting to {sessions.Description}.");
        _opening = sessions.Description;
        ServerFacts facts = Run((_, token) => ServerFacts.ReadAsync(sessions, token));
        _opening = null;
        return new MigrationConnection(sessions, facts, sandbox);
    }

    /// <summary>Reaches the database that parameters or settings name, or starts its sandbox; ends the command when that fails.</summary>
    private protected MigrationConnection OpenTarget(ConnectionTarget target) =>
        target.Sandbox is { } kind ? OpenSandbox(kind, target.Database) : Open(() => SessionSources.Create(target));

    // Not inlined: who starts no sandbox does not load it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private MigrationConnection OpenSandbox(SqlTarget kind, string? database)
    {
        SandboxServer server;
        try
        {
            server = Run((_, token) => SandboxServer.StartAsync(kind, database, token));
        }
        catch (SandboxException error)
        {
            ThrowTerminatingError(ErrorRecords.SandboxFailed(error, error.Remedy, kind));
            throw;
        }

        try
        {
            return Open(server.Create, server);
        }
        catch
        {
            Run(async (_, _) =>
            {
                await server.Server.DisposeAsync().ConfigureAwait(false);
                return true;
            });
            throw;
        }
    }

    /// <summary>The name of a layout; ends the command when there is none of that name.</summary>
    private protected string? CheckLayout(string? layout)
    {
        if (layout is not null && !MigrationFolder.LayoutNames.Contains(layout, StringComparer.OrdinalIgnoreCase))
        {
            ThrowTerminatingError(ErrorRecords.UnknownName("layout", layout, MigrationFolder.LayoutNames));
        }

        return layout;
    }

    /// <summary>The name of a history format; ends the command when there is none of that name among these.</summary>
    private protected string? CheckFormat(string? format, IReadOnlyList<string> known, params string[] more)
    {
        string[] all = [.. more, .. known];
        if (format is not null && !all.Contains(format, StringComparer.OrdinalIgnoreCase))
        {
            ThrowTerminatingError(ErrorRecords.UnknownName("history format", format, all));
        }

        return format;
    }

    /// <summary>
    /// True when <c>-Force</c> stands for the answer to every question. What would happen is still only shown under <c>-WhatIf</c>, and
    /// an explicit <c>-Confirm</c> asks all the same.
    /// </summary>
    private protected bool IsUnasked(bool force) => force && !IsSet("Confirm") && !(MyInvocation.BoundParameters.ContainsKey("WhatIf")
        ? IsSet("WhatIf") : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference", false)));

    private bool IsSet(string parameter) => MyInvocation.BoundParameters.TryGetValue(parameter, out object? value) && LanguagePrimitives.IsTrue(value);

    /// <summary>Writes a file that a parameter names; ends the command when that fails.</summary>
    private protected void WriteFile(string path, string text)
    {
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.CannotWriteFile(path, error));
        }
    }

    /// <summary>The settings around a folder, or around the current location.</summary>
    /// <param name="path">Where to look from, or null.</param>
    private protected MigrationSettings ReadSettings(string? path = null)
    {
        try
        {
            MigrationSettings settings = SettingsReader.Read(path ?? SessionState.Path.CurrentFileSystemLocation.ProviderPath);
            foreach (string key in settings.UnknownKeys)
            {
                WriteWarning($"{settings.SourceFile}: there is no setting '{key}'. Known ones: {string.Join(", ", SettingsReader.Keys)}.");
            }

            return settings;
        }
        catch (SettingsException error)
        {
            ThrowTerminatingError(error.ToErrorRecord());
            throw;
        }
    }
}
