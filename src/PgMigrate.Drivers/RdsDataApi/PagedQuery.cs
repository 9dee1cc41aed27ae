using System.Globalization;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Drivers.RdsDataApi;

/// <summary>Reads a query whose result is larger than the service returns (1 MiB), piece by piece in one snapshot.</summary>
internal sealed class PagedQuery(CallRunner calls)
{
    private const int FirstPage = 500;

    /// <exception cref="DataApiException">It is no query, or a single row is too large.</exception>
    public async Task<IReadOnlyList<SqlRow>> ReadAsync(PreparedStatement statement, DataApiException tooLarge, CancellationToken cancellationToken)
    {
        if (!IsQuery(statement))
        {
            throw tooLarge;
        }

        for (int size = FirstPage; ; size /= 4)
        {
            string id = await calls.BeginAsync().ConfigureAwait(false);
            try
            {
                return await ReadAsync(statement, id, size, cancellationToken).ConfigureAwait(false);
            }
            catch (DataApiException error) when (error.Kind == DataApiErrorKind.Result && size >= 4)
            {
                // Smaller pieces, from the start: an error may have ended the transaction and with it the snapshot.
            }
            finally
            {
                await calls.TryEndAsync(id).ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<SqlRow>> ReadAsync(PreparedStatement statement, string id, int size, CancellationToken cancellationToken)
    {
        await calls.ExecuteAsync(new PreparedStatement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", [], "", []), id, cancellationToken)
            .ConfigureAwait(false);
        var rows = new List<SqlRow>();
        while (true)
        {
            string text = string.Create(
                CultureInfo.InvariantCulture, $"SELECT page.* FROM (\n{statement.Text}\n) AS page LIMIT {size} OFFSET {rows.Count}");
            IReadOnlyList<SqlRow> page = await calls.ExecuteAsync(statement with { Text = text, Tag = "" }, id, cancellationToken).ConfigureAwait(false) ?? [];
            rows.AddRange(page);
            if (page.Count < size)
            {
                return rows;
            }
        }
    }

    private static bool IsQuery(PreparedStatement statement) => new StatementReader(statement.Text).Is("SELECT");
}
