using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.History.Formats;

/// <summary>Finds another tool's history in a database. A table is told by its columns; its name only says where to look.</summary>
internal static class HistoryFinder
{
    private const string Eq = "OPERATOR(pg_catalog.=)";

    /// <summary>Finds the one history that is meant.</summary>
    /// <param name="session">The database.</param>
    /// <param name="format">Name of a format, or <see cref="HistoryFormats.Auto"/>.</param>
    /// <param name="table">The table, or null for where the tool usually keeps it.</param>
    /// <param name="visibleOnly">Without a schema, take what the search path leads to and nothing else: what the tool itself would use.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <exception cref="HistoryUnusableException">There is none, there are several, or it is no table that can be read.</exception>
    public static async Task<(HistoryFormat Format, HistoryRelation Relation)> FindAsync(
        ISqlSession session, string format, HistoryTableName? table, bool visibleOnly, CancellationToken cancellationToken)
    {
        bool auto = format.Equals(HistoryFormats.Auto, StringComparison.OrdinalIgnoreCase);
        IReadOnlyList<HistoryFormat> formats = auto ? HistoryFormats.All : [HistoryFormats.Find(format)];
        IReadOnlyList<HistoryRelation> relations = await ReadAsync(session, formats, table, cancellationToken).ConfigureAwait(false);
        if (visibleOnly && table is { Schema: null })
        {
            relations = [.. relations.Where(relation => relation.IsVisible)];
        }

        var candidates = new List<(HistoryFormat Format, HistoryRelation Relation)>();
        foreach (HistoryRelation relation in relations.Where(relation => table is null || IsMeant(relation, table)))
        {
            HistoryFormat? own = formats.FirstOrDefault(candidate =>
                (table is not null || candidate.UsualTable.Table == relation.Name.Table) && candidate.Matches(relation, relations));
            if (own is not null)
            {
                candidates.Add((own, relation));
            }
        }

        if (candidates.Count == 0)
        {
            throw NoneOf(formats, table, relations, auto);
        }

        (HistoryFormat, HistoryRelation)[] nearest = [.. candidates.Where(candidate => candidate.Relation.IsVisible)];
        (HistoryFormat Format, HistoryRelation Relation) found = candidates switch
        {
            [var only] => only,
            _ when nearest is [var visible] && !auto => visible,
            _ => throw HistoryUnusableException.Several(candidates.Select(candidate => $"{candidate.Format.Name} in {candidate.Relation.Name}")),
        };
        return !found.Relation.IsTable ? throw HistoryUnusableException.NoTable(found.Relation.Name)
            : !found.Relation.IsReadable ? throw HistoryUnusableException.NotReadable(found.Relation.Name)
            : found;
    }

    private static bool IsMeant(HistoryRelation relation, HistoryTableName table) =>
        relation.Name.Table == table.Table && (table.Schema is null || relation.Name.Schema == table.Schema);

    private static HistoryUnusableException NoneOf(
        IReadOnlyList<HistoryFormat> formats, HistoryTableName? table, IReadOnlyList<HistoryRelation> relations, bool auto)
    {
        HistoryTableName? meant = table ?? (auto ? null : formats[0].UsualTable);
        HistoryRelation? other = meant is null ? null : relations.FirstOrDefault(relation => relation.Name.Table == meant.Table);
        return meant is null ? HistoryUnusableException.NothingFound()
            : other is null ? HistoryUnusableException.NotFound(auto ? "a known tool" : formats[0].Name, meant)
            : HistoryUnusableException.OtherShape(other.Name, auto ? "a known tool" : formats[0].Name, other.Columns.Keys);
    }

    /// <summary>One question; nothing is read of the tables themselves, so a missing right or a slow view is told, not met.</summary>
    private static async Task<IReadOnlyList<HistoryRelation>> ReadAsync(
        ISqlSession session, IReadOnlyList<HistoryFormat> formats, HistoryTableName? table, CancellationToken cancellationToken)
    {
        IEnumerable<string> names = table is null ? formats.Select(format => format.UsualTable.Table) : [table.Table];
        string sql = $"""
            SELECT n.nspname::text, c.relname::text, c.relkind::text, pg_catalog.pg_table_is_visible(c.oid),
                pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT'),
                a.attname::text, pg_catalog.format_type(a.atttypid, NULL)::text
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid {Eq} c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid {Eq} c.oid AND a.attnum OPERATOR(pg_catalog.>) 0::smallint AND NOT a.attisdropped
            WHERE pg_catalog.strpos('rpvmf', c.relkind::text) OPERATOR(pg_catalog.>) 0
                AND n.nspname::text OPERATOR(pg_catalog.<>) 'information_schema'::text AND n.nspname::text OPERATOR(pg_catalog.!~~) 'pg\_%'::text
                AND ({string.Join(" OR ", names.Append(RailsFormat.Companion).Distinct(StringComparer.Ordinal)
                    .Select(name => $"c.relname::text {Eq} {SqlIdentifier.Literal(name)}::text"))})
            ORDER BY n.nspname, c.relname, a.attnum
            """;
        var results = await session.QueryAsync(new SqlBatch(new SqlCommand(sql)), cancellationToken).ConfigureAwait(false);
        return
        [
            .. results[0].GroupBy(row => new HistoryTableName(row.GetString(0), row.GetString(1)!)).Select(rows => new HistoryRelation(
                rows.Key, rows.First().GetString(2)!, rows.First().GetBoolean(3), rows.First().GetBoolean(4),
                rows.ToDictionary(row => row.GetString(5)!, row => row.GetString(6)!, StringComparer.Ordinal))),
        ];
    }
}
