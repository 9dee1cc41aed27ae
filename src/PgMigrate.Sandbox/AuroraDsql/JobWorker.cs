using Npgsql;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>Does the background jobs one after another and forgets the old ones, as the service does after 30 minutes.</summary>
internal sealed class JobWorker(NpgsqlDataSource database, DsqlSimulatorOptions options, DsqlFaults faults, SchemaClock clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (faults.HoldJobs || !await WorkAsync(cancellationToken).ConfigureAwait(false))
                {
                    await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The simulator ends, and with it whatever the worker was at.
        }
    }

    private async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Jobs may be held since the question was begun: one that was submitted after that is not for now.
            if (await NextAsync(cancellationToken).ConfigureAwait(false) is not (string id, string name) || faults.HoldJobs)
            {
                return false;
            }

            await Task.Delay(options.JobDuration, cancellationToken).ConfigureAwait(false);
            await SendAsync("UPDATE sys.sim_jobs SET status = 'processing', update_time = clock_timestamp() WHERE job_id = $1", [id], cancellationToken)
                .ConfigureAwait(false);
            await Task.Delay(options.JobDuration, cancellationToken).ConfigureAwait(false);
            string? failure = FailureOf(name);
            await SendAsync("SELECT sys.sim_run_job($1, $2)", [id, failure], cancellationToken).ConfigureAwait(false);
            clock.Advance();
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A deadlock or serialization failure with a client's work, or a server that is restarted: the job is tried again. Nothing
            // may end the worker: every client that waits for a job would wait for ever.
            return false;
        }
    }

    /// <summary>What the job is to fail with, or null. A condition that throws is a mistake in a test, which reads of it there.</summary>
    private string? FailureOf(string name)
    {
        try
        {
            return faults.Take(DsqlFaultKind.JobFailure, name) ? "internal error, as asked for" : null;
        }
        catch (Exception error)
        {
            return $"the condition of a fault failed: {error.Message}";
        }
    }

    private async Task<(string Id, string Name)?> NextAsync(CancellationToken cancellationToken)
    {
        await SendAsync("DELETE FROM sys.sim_jobs WHERE status IN ('completed', 'failed') AND update_time < now() - interval '30 minutes'", [], cancellationToken)
            .ConfigureAwait(false);
        NpgsqlCommand command = database.CreateCommand(
            "SELECT job_id, object_name FROM sys.sim_jobs WHERE status IN ('submitted', 'processing') ORDER BY start_time LIMIT 1");
        await using (command.ConfigureAwait(false))
        {
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? (reader.GetString(0), reader.GetString(1)) : null;
            }
        }
    }

    private async Task SendAsync(string sql, string?[] values, CancellationToken cancellationToken)
    {
        NpgsqlCommand command = database.CreateCommand(sql);
        await using (command.ConfigureAwait(false))
        {
            foreach (string? value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
            }

            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
