using System.Collections.Immutable;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>Puts the catalog's answers together.</summary>
internal static class LiveFactsBuilder
{
    private const int Tables = 0;
    private const int Columns = 1;
    private const int Constraints = 2;
    private const int Indexes = 3;
    private const int Dependents = 4;
    private const int Enums = 5;

    /// <summary>The facts with those of some more names.</summary>
    public static SchemaFacts Add(SchemaFacts facts, IReadOnlyList<IReadOnlyList<SqlRow>> answers)
    {
        ILookup<long, SqlRow> columns = ByTable(answers[Columns]);
        ILookup<long, SqlRow> constraints = ByTable(answers[Constraints]);
        ILookup<long, SqlRow> indexes = ByTable(answers[Indexes]);
        ILookup<long, SqlRow> dependents = ByTable(answers.Count > Dependents ? answers[Dependents] : []);
        var tables = facts.Tables.ToBuilder();
        var indexTables = facts.Indexes.ToBuilder();
        foreach (SqlRow row in answers[Tables])
        {
            long oid = row.GetInt64(0);
            var parts = new TableParts
            {
                Columns = TableParts.Empty.Columns.AddRange(columns[oid].Select(Column)),
                Constraints = TableParts.Empty.Constraints.AddRange(constraints[oid].Select(Constraint)),
                Indexes = TableParts.Empty.Indexes.AddRange(indexes[oid].Select(Index)),
            };
            TableFacts table = Table(row, parts) with { Dependents = [.. dependents[oid].Select(Dependent)] };
            tables[table.Name] = table;
            foreach (string index in parts.Indexes.Keys)
            {
                indexTables[table.Name with { Name = index }] = table.Name;
            }
        }

        return facts with
        {
            Tables = tables.ToImmutable(),
            Indexes = indexTables.ToImmutable(),
            Enums = answers.Count > Enums ? facts.Enums.SetItems(answers[Enums].Select(Enum)) : facts.Enums,
        };
    }

    private static ILookup<long, SqlRow> ByTable(IReadOnlyList<SqlRow> rows) => rows.ToLookup(row => row.GetInt64(0));

    private static TableFacts Table(SqlRow row, TableParts parts)
    {
        long? bytes = Number(row, 7);
        long? tuples = Number(row, 8);
        return new TableFacts(new ObjectName(row.GetString(1), row.GetString(2)!), parts)
        {
            IsLive = true,
            HasAllColumns = true,
            HasAllConstraints = true,
            Owner = row.GetString(4),
            IsOwned = Truth(row, 5),
            MayDrop = Truth(row, 6),
            Size = row.GetString(3) is "r" or "p" or "m" && (bytes ?? tuples) is not null ? new TableSize(tuples, bytes) : null,
        };
    }

    private static KeyValuePair<string, ColumnFacts> Column(SqlRow row)
    {
        var reader = new StatementReader(row.GetString(2));
        return KeyValuePair.Create(row.GetString(1)!, new ColumnFacts(TypeReader.Read(ref reader), row.GetBoolean(3), row.GetBoolean(4)));
    }

    private static KeyValuePair<string, ConstraintFacts> Constraint(SqlRow row)
    {
        TableConstraintKind kind = row.GetString(2) switch
        {
            "p" => TableConstraintKind.PrimaryKey,
            "u" => TableConstraintKind.Unique,
            "f" => TableConstraintKind.ForeignKey,
            "x" => TableConstraintKind.Exclude,
            "n" => TableConstraintKind.NotNull,
            _ => TableConstraintKind.Check,
        };
        IReadOnlyList<string> notNull = row.GetString(5) is { } expression ? NotNullProof.ColumnsOf(expression) : [];
        return KeyValuePair.Create(row.GetString(1)!, new ConstraintFacts(kind, LiveFactsReader.List(row.GetString(4)), row.GetBoolean(3), notNull));
    }

    private static KeyValuePair<string, IndexFacts> Index(SqlRow row) =>
        KeyValuePair.Create(row.GetString(1)!, new IndexFacts(LiveFactsReader.List(row.GetString(5)), row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4)));

    private static DependentFacts Dependent(SqlRow row) =>
        new(row.GetString(1), row.GetString(2)!, row.GetString(4) is { } owner ? new ObjectName(row.GetString(3), owner) : null, row.GetString(5));

    private static KeyValuePair<ObjectName, ImmutableHashSet<string>> Enum(SqlRow row) =>
        KeyValuePair.Create(new ObjectName(row.GetString(0), row.GetString(1)!), LiveFactsReader.List(row.GetString(2)).ToImmutableHashSet(StringComparer.Ordinal));

    private static long? Number(SqlRow row, int column) => row.Values[column] is null ? null : row.GetInt64(column);

    private static bool? Truth(SqlRow row, int column) => row.Values[column] is null ? null : row.GetBoolean(column);
}
