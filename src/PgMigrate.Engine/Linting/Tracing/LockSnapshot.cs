using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Tracing;

/// <summary>The locks on tables that a session holds.</summary>
internal static class LockSnapshot
{
    private const string Question =
        """
        SELECT c.oid::bigint, c.oid::pg_catalog.regclass::text, l.mode
        FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid OPERATOR(pg_catalog.=) l.relation
        JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
        WHERE l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid() AND l.granted AND l.locktype = 'relation'
            AND c.relkind IN ('r', 'm', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        """;

    /// <summary>The strongest lock on each table that was there before.</summary>
    public static async Task<Dictionary<string, LockMode>> TakeAsync(ISqlSession session, RelationSnapshot before, CancellationToken cancellationToken)
    {
        var results = await session.QueryAsync(new SqlBatch(new SqlCommand(Question)), cancellationToken).ConfigureAwait(false);
        return results[0].Where(row => before.Has(row.GetInt64(0)))
            .GroupBy(row => row.GetString(1)!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Max(row => Parse(row.GetString(2)!)), StringComparer.Ordinal);
    }

    private static LockMode Parse(string mode) => mode switch
    {
        "ShareUpdateExclusiveLock" => LockMode.ShareUpdateExclusive,
        "ShareLock" => LockMode.Share,
        "ShareRowExclusiveLock" => LockMode.ShareRowExclusive,
        "ExclusiveLock" => LockMode.Exclusive,
        "AccessExclusiveLock" => LockMode.AccessExclusive,
        _ => LockMode.None,
    };
}
