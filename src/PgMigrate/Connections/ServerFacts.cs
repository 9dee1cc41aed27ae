using PgMigrate.Engine.Running;

namespace PgMigrate.Connections;

/// <summary>What a server says of itself when it is first reached.</summary>
internal sealed record ServerFacts(string Database, string UserName, string ServerVersion)
{
    private const string Question =
        "SELECT pg_catalog.current_database()::text, session_user::text, pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1)";

    /// <summary>Asks; this is also the proof that the connection works.</summary>
    /// <exception cref="SqlFailureException">The server cannot be reached or refuses.</exception>
    public static async Task<ServerFacts> ReadAsync(ISqlSessionFactory sessions, CancellationToken cancellationToken)
    {
        ISqlSession session = await sessions.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var results = await session.QueryAsync(new SqlBatch(new SqlCommand(Question)), cancellationToken).ConfigureAwait(false);
            SqlRow row = results[0][0];
            return new ServerFacts(row.GetString(0)!, row.GetString(1)!, row.GetString(2)!);
        }
    }
}
