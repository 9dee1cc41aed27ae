using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>The little of the RDS Data API that a session needs. Failures are <see cref="DataApiException"/>s.</summary>
internal interface IDataApi
{
    /// <summary>Starts a transaction and gives its identifier.</summary>
    Task<string> BeginAsync();

    /// <summary>Commits a transaction.</summary>
    Task CommitAsync(string transactionId);

    /// <summary>Rolls a transaction back.</summary>
    Task RollbackAsync(string transactionId);

    /// <summary>Runs one statement; one that outlives the service's patience goes on.</summary>
    /// <param name="statement">It.</param>
    /// <param name="transactionId">Its transaction, or null to let it be one of its own, or none.</param>
    /// <returns>The rows, or null when it gives none.</returns>
    Task<IReadOnlyList<SqlRow>?> ExecuteAsync(PreparedStatement statement, string? transactionId);
}
