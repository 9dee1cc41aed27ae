using PgMigrate.Connections;
using PgMigrate.Engine.Linting;
using PgMigrate.Engine.Linting.Tracing;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Errors;
using PgMigrate.Sandbox;
using PgMigrate.Sources;

namespace PgMigrate.Commands;

/// <summary>Runs migrations on a throw-away server and adds what was seen there to what was read.</summary>
internal sealed class TraceRun(PgMigrateCommand command, RunOptions options, LintSeverity minimum)
{
    /// <summary>The tests with what was seen; those without a migration stay as they are.</summary>
    /// <param name="tests">What was read.</param>
    /// <param name="folders">The folders of their migrations.</param>
    public IReadOnlyList<MigrationSqlTest> Add(IReadOnlyList<MigrationSqlTest> tests, IReadOnlyList<LoadedMigrations> folders)
    {
        var seen = new Dictionary<string, LintDiagnostic[]>(StringComparer.Ordinal);
        foreach (LoadedMigrations folder in folders)
        {
            foreach (MigrationTrace trace in Trace(folder))
            {
                seen[trace.Migration.Path] = [.. trace.ToDiagnostics().Where(diagnostic => diagnostic.Severity >= minimum)];
                if (trace.Failure is not null && folder.Selected?.Contains(trace.Migration.FileName) == false)
                {
                    command.WriteWarning($"Nothing more was observed: {trace.Failure}");
                }
            }
        }

        return [.. tests.Select(test => test.Path is { } path && seen.TryGetValue(path, out LintDiagnostic[]? found) ? test.With(found) : test)];
    }

    private IReadOnlyList<MigrationTrace> Trace(LoadedMigrations folder)
    {
        try
        {
            return command.Run((_, token) => TraceAsync(folder, token));
        }
        catch (SandboxException error)
        {
            command.ThrowTerminatingError(ErrorRecords.SandboxFailed(error, error.Remedy, SqlTarget.PostgreSql));
            throw;
        }
    }

    private async Task<IReadOnlyList<MigrationTrace>> TraceAsync(LoadedMigrations folder, CancellationToken cancellationToken)
    {
        SandboxServer server = await SandboxServer.StartAsync(SqlTarget.PostgreSql, "trace", cancellationToken).ConfigureAwait(false);
        await using (server.Server.ConfigureAwait(false))
        {
            return await new MigrationTracer(server.Create()).TraceAsync(folder.Set, IsAsked, options, cancellationToken).ConfigureAwait(false);
        }

        bool IsAsked(Migration migration) => folder.Selected?.Contains(migration.FileName) ?? true;
    }
}
