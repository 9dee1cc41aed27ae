using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>Carries the operations out on the sandbox's server.</summary>
internal sealed class StatementRunner(WireEndpoint server, RdsDataApiEmulatorOptions options) : IAsyncDisposable
{
    private const string MultipleCommands = "cannot insert multiple commands into a prepared statement";

    private static readonly TimeSpan CancelAgainAfter = TimeSpan.FromSeconds(1);

    private readonly TransactionTable _transactions = new(options);

    public int OpenTransactions => _transactions.Count;

    /// <summary>Answers a request.</summary>
    /// <exception cref="ServiceError">The answer is an error.</exception>
    public async Task<byte[]> AnswerAsync(ServiceRequest request) => request.Operation switch
    {
        RdsDataApiOperation.ExecuteStatement => await ExecuteAsync(request).ConfigureAwait(false),
        RdsDataApiOperation.BatchExecuteStatement => await BatchAsync(request).ConfigureAwait(false),
        RdsDataApiOperation.BeginTransaction => await BeginAsync(request).ConfigureAwait(false),
        RdsDataApiOperation.CommitTransaction => await EndAsync(request, "COMMIT", "Transaction Committed").ConfigureAwait(false),
        _ => await EndAsync(request, "ROLLBACK", "Rollback Complete").ConfigureAwait(false),
    };

    public ValueTask DisposeAsync() => _transactions.DisposeAsync();

    private Task<byte[]> ExecuteAsync(ServiceRequest request)
    {
        (string sql, WireParameter[] values) = Bind(request.Sql!, request.Parameters);
        return OnConnectionAsync(request, async connection =>
        {
            WireResult result = await RunAsync(connection, sql, values).ConfigureAwait(false);
            return await ResultWriter.WriteAsync(connection, result, request, options).ConfigureAwait(false);
        });
    }

    private Task<byte[]> BatchAsync(ServiceRequest request)
    {
        var sets = request.ParameterSets.Select(set => Bind(request.Sql!, set)).ToList();
        return OnConnectionAsync(request, async connection =>
        {
            if (request.TransactionId is null)
            {
                await RunAsync(connection, "BEGIN", []).ConfigureAwait(false);
            }

            foreach ((string sql, WireParameter[] values) in sets)
            {
                WireResult result = await RunAsync(connection, sql, values).ConfigureAwait(false);
                if (result.Columns is not null && result.Tag.StartsWith("SELECT", StringComparison.Ordinal))
                {
                    throw ServiceError.Validation("BatchExecuteStatement takes no queries");
                }
            }

            if (request.TransactionId is null)
            {
                await RunAsync(connection, "COMMIT", []).ConfigureAwait(false);
            }

            return ResultWriter.WriteBatch(sets.Count);
        });
    }

    private async Task<byte[]> BeginAsync(ServiceRequest request)
    {
        string database = request.Database ?? options.Database;
        WireConnection connection = await OpenAsync(database).ConfigureAwait(false);
        try
        {
            await RunAsync(connection, "BEGIN", []).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        EmulatedTransaction transaction = await _transactions.AddAsync(database, connection).ConfigureAwait(false);
        return ResultWriter.WriteText("transactionId", transaction.Id);
    }

    private async Task<byte[]> EndAsync(ServiceRequest request, string command, string status)
    {
        EmulatedTransaction transaction = _transactions.Enter(request.TransactionId!);
        try
        {
            await RunAsync(transaction.Connection, command, []).ConfigureAwait(false);
            return ResultWriter.WriteText("transactionStatus", status);
        }
        finally
        {
            transaction.Leave();
            await _transactions.RemoveAsync(transaction).ConfigureAwait(false);
        }
    }

    /// <summary>Runs work on the transaction's connection, or on one of its own, for no longer than a call may take.</summary>
    private async Task<byte[]> OnConnectionAsync(ServiceRequest request, Func<WireConnection, Task<byte[]>> work)
    {
        EmulatedTransaction? transaction = request.TransactionId is { } id ? _transactions.Enter(id) : null;
        try
        {
            return await OnConnectionAsync(request, transaction, work).ConfigureAwait(false);
        }
        finally
        {
            transaction?.EndCall();
        }
    }

    private async Task<byte[]> OnConnectionAsync(ServiceRequest request, EmulatedTransaction? transaction, Func<WireConnection, Task<byte[]>> work)
    {
        if (transaction is not null && request.Database is { } database && database != transaction.Database)
        {
            transaction.Leave();
            throw ServiceError.Validation("Database name is not the same as transaction");
        }

        WireConnection connection = transaction?.Connection ?? await OpenAsync(request.Database ?? options.Database).ConfigureAwait(false);
        using var answered = new CancellationTokenSource();

        // The clock runs before the work does: whoever sees the statement on the server may count on it.
        Task limit = Task.Delay(options.StatementLimit, options.Time, answered.Token);
        Task<byte[]> running = WorkAsync(connection, transaction, work);
        if (await Task.WhenAny(running, limit).ConfigureAwait(false) == running)
        {
            await answered.CancelAsync().ConfigureAwait(false);
            return await running.ConfigureAwait(false);
        }

        // What goes on is nobody's to wait for; the transaction stays taken until it ends.
        _ = running.ContinueWith(task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        int processId = connection.ProcessId;
        if (!request.ContinueAfterTimeout)
        {
            await EndAsync(connection, running).ConfigureAwait(false);
        }

        throw new ServiceError("StatementTimeoutException", 400, "Request timed out") { DbConnectionId = processId };
    }

    /// <summary>
    /// Cancels work until it ends. Once is not enough: a cancellation between two statements is lost, and code can catch one.
    /// </summary>
    private static async Task EndAsync(WireConnection connection, Task running)
    {
        do
        {
            await connection.CancelAsync().ConfigureAwait(false);
        }
        while (await Task.WhenAny(running, Task.Delay(CancelAgainAfter)).ConfigureAwait(false) != running);
    }

    private async Task<byte[]> WorkAsync(WireConnection connection, EmulatedTransaction? transaction, Func<WireConnection, Task<byte[]>> work)
    {
        // Whoever sends off the work must not wait for it, even if it should run to its end at once.
        await Task.Yield();
        bool failed = true;
        try
        {
            byte[] answer = await work(connection).ConfigureAwait(false);
            failed = false;
            return answer;
        }
        finally
        {
            if (transaction is null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                transaction.Leave();
                if (failed && options.ErrorsEndTransactions)
                {
                    // An error ends the transaction: the next call finds none.
                    await _transactions.RemoveAsync(transaction).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<WireConnection> OpenAsync(string database)
    {
        try
        {
            return await WireConnection.OpenAsync(server with { Database = database }, CancellationToken.None).ConfigureAwait(false);
        }
        catch (WireException refused)
        {
            throw SqlError(refused.Error);
        }
    }

    private async Task<WireResult> RunAsync(WireConnection connection, string sql, WireParameter[] values)
    {
        WireResult result = await connection.ExecuteAsync(sql, values, options.MaxResponseBytes).ConfigureAwait(false);
        return result.Error is null ? result
            : result.Error.Message == MultipleCommands ? throw ServiceError.Validation("Multistatements aren't supported.")
            : throw SqlError(result.Error);
    }

    private ServiceError SqlError(WireError error) =>
        ServiceError.Database(options.BareSqlErrors ? "Database returned SQL Exception" : error.ToServiceText());

    private static (string Sql, WireParameter[] Values) Bind(string sql, IReadOnlyList<ServiceParameter> parameters)
    {
        (string text, IReadOnlyList<string> names) = NamedParameters.Read(sql);
        Dictionary<string, WireParameter> values = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);
        string? missing = names.FirstOrDefault(name => !values.ContainsKey(name));
        return missing is null ? (text, [.. names.Select(name => values[name])]) : throw ServiceError.Validation($"Cannot find parameter: {missing}");
    }
}
