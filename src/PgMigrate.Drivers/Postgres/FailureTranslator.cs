using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Postgres;

/// <summary>Turns Npgsql's exceptions into <see cref="SqlFailure"/>.</summary>
internal static class FailureTranslator
{
    public static bool IsDatabaseError(Exception error) =>
        error is NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException or NotSupportedException;

    public static SqlFailureException Translate(Exception error, int? commandIndex, SqlOutcome outcome, bool connectionLost)
    {
        SqlFailure failure = error is PostgresException server
            ? new SqlFailure
            {
                Message = server.MessageText,
                SqlState = server.SqlState,
                Detail = server.Detail,
                Hint = server.Hint ?? ConnectionHints.For(server.SqlState),
                Where = server.Where,
                Position = server.Position > 0 && server.InternalPosition == 0 ? server.Position : null,
                CommandIndex = commandIndex,
                Outcome = outcome,
                ConnectionLost = connectionLost,
            }
            : new SqlFailure
            {
                Message = Describe(error),
                Hint = ConnectionHints.For(error),
                CommandIndex = commandIndex,
                Outcome = outcome,
                ConnectionLost = connectionLost,
            };
        return new SqlFailureException(failure, error);
    }

    /// <summary>The failure of a session whose connection went away before; nothing was sent.</summary>
    public static SqlFailureException NotConnected() =>
        new(new SqlFailure { Message = "The connection to the server is gone.", Outcome = SqlOutcome.NotApplied, ConnectionLost = true });

    /// <summary>The failure of a batch that was cancelled by its own time limit.</summary>
    public static SqlFailureException TimedOut(
        Exception error, TimeSpan? limit, int? commandIndex, SqlOutcome outcome, bool connectionLost) => new(
        new SqlFailure
        {
            Message = string.Create(CultureInfo.InvariantCulture, $"It did not end within {limit?.TotalSeconds:0.###} s and was cancelled."),
            SqlState = PostgresErrorCodes.QueryCanceled,
            CommandIndex = commandIndex,
            Outcome = outcome,
            ConnectionLost = connectionLost,
        },
        error);

    /// <summary>Npgsql's outer text is often "Exception while reading from stream"; the reason is the inner one.</summary>
    private static string Describe(Exception error)
    {
        Exception innermost = error;
        while (innermost.InnerException is { } inner)
        {
            innermost = inner;
        }

        return innermost.Message == error.Message ? error.Message : $"{error.Message} {innermost.Message}";
    }
}
