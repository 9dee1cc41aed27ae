using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.AuroraDsql;

/// <summary>
/// Waits for background jobs. <c>sys.jobs</c> says how far one is; whether its work is there is asked of the catalog, because
/// the service forgets a job about 30 minutes after its end, and calls one completed whose table was dropped.
/// </summary>
/// <param name="ask">Runs one statement by itself and gives its rows.</param>
/// <param name="tell">Takes progress.</param>
/// <param name="time">Waits.</param>
internal sealed class DsqlJobs(
    Func<SqlCommand, CancellationToken, Task<IReadOnlyList<SqlRow>>> ask, Action<SqlNotice> tell, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CleanUpLimit = TimeSpan.FromSeconds(15);

    /// <summary>Returns when the definition is in force.</summary>
    /// <param name="definition">What was asked for.</param>
    /// <param name="job">The job's id; null when the service gave none, because the index was there already.</param>
    /// <param name="cancellationToken">
    /// Ends the wait. An index that is being built is dropped first, which ends its job; one that is finished by then stays, and the wait
    /// ends well.
    /// </param>
    /// <exception cref="SqlFailureException">It failed; an index was dropped again.</exception>
    public async Task WaitAsync(AsyncDefinition definition, string? job, CancellationToken cancellationToken)
    {
        try
        {
            (bool inForce, string? name, string? details) = await LearnAsync(definition, job, cancellationToken).ConfigureAwait(false);
            if (!inForce)
            {
                throw await FailAsync(definition, name, details, wasOurs: job is not null).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (job is not null && definition.Kind == AsyncDefinitionKind.Index)
        {
            string? name = definition.Name ?? await NameOfAsync(job).ConfigureAwait(false);
            if (name is not null && await WasFinishedAsync(definition, name).ConfigureAwait(false))
            {
                // Done before the cancellation reached it. A run that stood still and lost its lock must not take away what another
                // run has seen to be there.
                return;
            }

            if (name is null || !await TryDropAsync(definition, name).ConfigureAwait(false))
            {
                throw new SqlFailureException(new SqlFailure
                {
                    Message = $"The run was cancelled while the index {name} was being built, and it could not be dropped.",
                    Outcome = SqlOutcome.Unknown,
                });
            }

            throw;
        }
    }

    /// <summary>Waits for the job, then asks the catalog.</summary>
    private async Task<(bool InForce, string? Name, string? Details)> LearnAsync(AsyncDefinition definition, string? job, CancellationToken cancellationToken)
    {
        try
        {
            (string? details, string? madeName) = await FinishAsync(definition, job, cancellationToken).ConfigureAwait(false);
            string? name = definition.Name ?? madeName;
            return (name is not null && await IsInForceAsync(definition, name, cancellationToken).ConfigureAwait(false), name, details);
        }
        catch (SqlFailureException error)
        {
            // The question failed; the definition had been taken, and its job goes on.
            throw new SqlFailureException(error.Failure with { Outcome = SqlOutcome.Unknown }, error);
        }
    }

    /// <summary>Waits until no job works on it; gives the details of a failure and the name of what was made.</summary>
    private async Task<(string? Details, string? Name)> FinishAsync(AsyncDefinition definition, string? job, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        string? told = null;
        string? name = null;
        long toldAt = 0;
        while (true)
        {
            IReadOnlyList<SqlRow> rows = await ask(job is null ? JobOf(definition) : JobBy(job), cancellationToken).ConfigureAwait(false);
            if (rows is not [SqlRow row, ..])
            {
                return (null, name);
            }

            string status = row.GetString(0)!;
            name = row.GetString(2) ?? name;
            if (status is not ("submitted" or "processing"))
            {
                return (status == "failed" ? row.GetString(1) ?? "no details" : null, name);
            }

            if (status != told || time.GetElapsedTime(toldAt) >= TellEvery)
            {
                (told, toldAt) = (status, time.GetTimestamp());
                string what = definition.Kind == AsyncDefinitionKind.Index ? "Index" : "Constraint";
                tell(new SqlNotice("INFO", $"{what} {definition.Name ?? name}: job {job} is {status}.", null));
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Compared as text, because the type of <c>object_id</c> is not documented.</summary>
    private static SqlCommand JobBy(string job) => new(
        "SELECT j.status, j.details, c.relname::text FROM sys.jobs j LEFT JOIN pg_catalog.pg_class c ON c.oid::text = j.object_id::text WHERE j.job_id = $1",
        SqlParameter.Text(job));

    /// <summary>A job of someone else's on an index that was there already.</summary>
    private static SqlCommand JobOf(AsyncDefinition definition) => new(
        """
        SELECT j.status, NULL::text, c.relname::text FROM sys.jobs j JOIN pg_catalog.pg_class c ON c.oid::text = j.object_id::text
        JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
        WHERE i.indrelid = pg_catalog.to_regclass($1) AND c.relname = $2 AND j.status IN ('submitted', 'processing')
        """,
        SqlParameter.Text(definition.Table), SqlParameter.Text(definition.Name));

    private async Task<bool> IsInForceAsync(AsyncDefinition definition, string name, CancellationToken cancellationToken)
    {
        string question = definition.Kind == AsyncDefinitionKind.Index
            ? """
              SELECT i.indisvalid FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              WHERE i.indrelid = pg_catalog.to_regclass($1) AND c.relname = $2
              """
            : "SELECT convalidated FROM pg_catalog.pg_constraint WHERE conrelid = pg_catalog.to_regclass($1) AND conname = $2";
        var command = new SqlCommand(question, SqlParameter.Text(definition.Table), SqlParameter.Text(name));
        return await ask(command, cancellationToken).ConfigureAwait(false) is [SqlRow row, ..] && row.GetBoolean(0);
    }

    private async Task<SqlFailureException> FailAsync(AsyncDefinition definition, string? name, string? details, bool wasOurs)
    {
        if (definition.Kind == AsyncDefinitionKind.Validation)
        {
            return Failure($"The constraint {name} could not be validated: {details ?? "the job has ended without it"}.", details,
                "It is still NOT VALID, and goes on checking new rows. Mend the rows that break it.", SqlOutcome.NotApplied);
        }

        if (!wasOurs)
        {
            return Failure($"The index {name} was there already, but is not valid.", null,
                "An earlier build failed. DROP INDEX it, then run again.", SqlOutcome.NotApplied);
        }

        // An invalid unique index goes on refusing rows until it is dropped.
        bool dropped = name is not null && await TryDropAsync(definition, name).ConfigureAwait(false);
        string what = $"The index {name} could not be built: {details ?? "the job has ended without it"}.";
        return dropped
            ? Failure(what, details, "The index was dropped again. Mend the rows, then run again.", SqlOutcome.NotApplied)
            : Failure(what, details, "It is invalid and could not be dropped: DROP INDEX it by hand.", SqlOutcome.Unknown);
    }

    private static SqlFailureException Failure(string message, string? details, string hint, SqlOutcome outcome) => new(new SqlFailure
    {
        Message = message,
        SqlState = details?.Contains("duplicate key", StringComparison.OrdinalIgnoreCase) == true ? "23505" : null,
        Hint = hint,
        Outcome = outcome,
    });

    private async Task<string?> NameOfAsync(string job)
    {
        using var limit = new CancellationTokenSource(CleanUpLimit);
        try
        {
            return await ask(JobBy(job), limit.Token).ConfigureAwait(false) is [SqlRow row, ..] ? row.GetString(2) : null;
        }
        catch (Exception error) when (error is SqlFailureException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<bool> WasFinishedAsync(AsyncDefinition definition, string name)
    {
        using var limit = new CancellationTokenSource(CleanUpLimit);
        try
        {
            return await IsInForceAsync(definition, name, limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is SqlFailureException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Drops an index beside its table; true when it is gone.</summary>
    private async Task<bool> TryDropAsync(AsyncDefinition definition, string name)
    {
        using var limit = new CancellationTokenSource(CleanUpLimit);
        try
        {
            var where = new SqlCommand(
                """
                SELECT n.nspname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.oid = pg_catalog.to_regclass($1)
                """,
                SqlParameter.Text(definition.Table));
            if (await ask(where, limit.Token).ConfigureAwait(false) is [SqlRow row, ..])
            {
                string index = $"{SqlIdentifier.Quote(row.GetString(0)!)}.{SqlIdentifier.Quote(name)}";
                await ask(new SqlCommand("DROP INDEX IF EXISTS " + index), limit.Token).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception error) when (error is SqlFailureException or OperationCanceledException)
        {
            return false;
        }
    }
}
