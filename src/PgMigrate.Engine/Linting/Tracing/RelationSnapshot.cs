using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Linting.Tracing;

/// <summary>The user's tables, materialized views and indexes with the files that hold them.</summary>
internal sealed class RelationSnapshot
{
    private const string Question =
        """
        SELECT c.oid::bigint, c.oid::pg_catalog.regclass::text, pg_catalog.pg_relation_filenode(c.oid)::bigint
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid OPERATOR(pg_catalog.=) c.relnamespace
        WHERE c.relkind IN ('r', 'm', 'p', 'i') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        """;

    private readonly Dictionary<long, (string Name, long? File)> _relations;

    private RelationSnapshot(Dictionary<long, (string, long?)> relations) => _relations = relations;

    public static async Task<RelationSnapshot> TakeAsync(ISqlSession session, CancellationToken cancellationToken)
    {
        var results = await session.QueryAsync(new SqlBatch(new SqlCommand(Question)), cancellationToken).ConfigureAwait(false);
        return new RelationSnapshot(results[0].ToDictionary(row => row.GetInt64(0), row => (row.GetString(1)!, row.Values[2] is null ? (long?)null : row.GetInt64(2))));
    }

    /// <summary>True when the relation was there.</summary>
    public bool Has(long oid) => _relations.ContainsKey(oid);

    /// <summary>Names of relations that both have, with other files.</summary>
    /// <param name="before">An earlier one.</param>
    public IReadOnlyList<string> RewrittenSince(RelationSnapshot before) =>
    [
        .. _relations.Where(pair => pair.Value.File is { } file && before._relations.TryGetValue(pair.Key, out var old) && old.File is { } was && was != file)
            .Select(pair => pair.Value.Name).Order(StringComparer.Ordinal),
    ];
}
