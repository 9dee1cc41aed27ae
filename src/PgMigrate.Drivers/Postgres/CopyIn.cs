using Npgsql;

namespace PgMigrate.Drivers.Postgres;

/// <summary>
/// Sends the data of one <c>COPY … FROM STDIN</c>. Npgsql's writer completes the COPY when it is disposed, also after a failure,
/// and cannot be cancelled while the server is busy with rows; so the end is decided here and a cancellation is asked of
/// the server over a second connection.
/// </summary>
internal sealed class CopyIn
{
    private const int ChunkLength = 1 << 16;

    /// <summary>Runs the COPY to its end, its failure or its cancellation.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the server kept nothing of it.</exception>
    /// <exception cref="NotSupportedException">It wants binary data, which no script holds.</exception>
    public static async Task RunAsync(
        NpgsqlConnection connection, string command, ReadOnlyMemory<char> data, CancellationToken cancellationToken)
    {
        NpgsqlCopyTextWriter writer = await BeginAsync(connection, command, cancellationToken).ConfigureAwait(false);
        using var unanswered = new CancellationTokenSource();
        Task cancelling = Task.CompletedTask;
        CancellationTokenRegistration onCancel = cancellationToken.Register(() => cancelling = CancelOnServerAsync(connection, unanswered));
        try
        {
            try
            {
                for (int at = 0; at < data.Length; at += ChunkLength)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await writer.WriteAsync(data.Slice(at, Math.Min(ChunkLength, data.Length - at)), unanswered.Token).ConfigureAwait(false);
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
            catch
            {
                await AbandonAsync(connection, writer).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                throw;
            }

            try
            {
                await writer.DisposeAsync().ConfigureAwait(false);
            }
            catch (PostgresException error) when (cancellationToken.IsCancellationRequested && error.SqlState == PostgresErrorCodes.QueryCanceled)
            {
                throw new OperationCanceledException(error.MessageText, error, cancellationToken);
            }
        }
        finally
        {
            // A cancellation on its way must not hit the next statement.
            await onCancel.DisposeAsync().ConfigureAwait(false);
            await cancelling.ConfigureAwait(false);
        }
    }

    private static async Task<NpgsqlCopyTextWriter> BeginAsync(NpgsqlConnection connection, string command, CancellationToken cancellationToken)
    {
        try
        {
            return (NpgsqlCopyTextWriter)await connection.BeginTextImportAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error.GetType() == typeof(Exception))
        {
            // Npgsql's bare exception for a binary COPY; it has cut the connection.
            throw new NotSupportedException("COPY … FROM STDIN takes text or CSV data; binary data cannot stand in a script.", error);
        }
    }

    /// <summary>Tells the server to forget the data. Its answer is the cancellation that was asked for.</summary>
    private static async Task AbandonAsync(NpgsqlConnection connection, NpgsqlCopyTextWriter writer)
    {
        try
        {
            await writer.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (FailureTranslator.IsDatabaseError(error) || error is InvalidOperationException)
        {
            // What led here is the failure to tell; a connection in an unknown state is cut, which keeps nothing either.
            if (error is not PostgresException)
            {
                await connection.CloseAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Never throws: when the server cannot be asked, the write is broken off and the connection with it.</summary>
    private static async Task CancelOnServerAsync(NpgsqlConnection connection, CancellationTokenSource unanswered)
    {
        try
        {
            unanswered.CancelAfter(ConnectionSettings.CancellationMilliseconds);
            int process = connection.ProcessID;
            NpgsqlConnection other = connection.CloneWith(connection.ConnectionString);
            await using (other.ConfigureAwait(false))
            {
                await other.OpenAsync(unanswered.Token).ConfigureAwait(false);
                var cancel = new NpgsqlCommand("SELECT pg_catalog.pg_cancel_backend($1)", other) { Parameters = { new() { Value = process } } };
                await using (cancel.ConfigureAwait(false))
                {
                    await cancel.ExecuteNonQueryAsync(unanswered.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (FailureTranslator.IsDatabaseError(error) || error is OperationCanceledException or InvalidOperationException)
        {
            // The time limit that was set first ends the wait.
        }
    }
}
