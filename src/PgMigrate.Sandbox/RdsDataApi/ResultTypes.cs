using System.Globalization;
using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>Knows the types of columns: the server's own by number, others from its catalog.</summary>
internal static class ResultTypes
{
    private const int Unlimited = int.MaxValue;

    private static readonly Dictionary<uint, ResultType> BuiltIn = new()
    {
        [16] = new(FieldKind.Boolean, -7, "bool", 1, 0),
        [17] = new(FieldKind.Blob, -2, "bytea", Unlimited, 0),
        [18] = new(FieldKind.Text, 1, "char", 1, 0),
        [19] = new(FieldKind.Text, 12, "name", Unlimited, 0),
        [20] = new(FieldKind.Long, -5, "int8", 19, 0),
        [21] = new(FieldKind.Long, 5, "int2", 5, 0),
        [23] = new(FieldKind.Long, 4, "int4", 10, 0),
        [25] = new(FieldKind.Text, 12, "text", Unlimited, 0),
        [26] = new(FieldKind.Long, -5, "oid", 10, 0),
        [114] = new(FieldKind.Text, 1111, "json", Unlimited, 0),
        [142] = new(FieldKind.Text, 2009, "xml", Unlimited, 0),
        [700] = new(FieldKind.Double, 7, "float4", 8, 8),
        [701] = new(FieldKind.Double, 8, "float8", 17, 17),
        [705] = new(FieldKind.Text, 12, "text", Unlimited, 0),
        [1042] = new(FieldKind.Text, 1, "bpchar", -1, 0),
        [1043] = new(FieldKind.Text, 12, "varchar", -1, 0),
        [1082] = new(FieldKind.Text, 91, "date", 13, 0),
        [1083] = new(FieldKind.Text, 92, "time", 15, 6),
        [1114] = new(FieldKind.Text, 93, "timestamp", 29, 6),
        [1184] = new(FieldKind.TimestampTz, 93, "timestamptz", 35, 6),
        [1186] = new(FieldKind.Text, 1111, "interval", 49, 6),
        [1266] = new(FieldKind.Text, 92, "timetz", 21, 6),
        [1560] = new(FieldKind.Boolean, -7, "bit", 1, 0),
        [1562] = new(FieldKind.Text, 1111, "varbit", -1, 0),
        [1700] = new(FieldKind.Decimal, 2, "numeric", -1, -1),
        [2278] = new(FieldKind.Text, 1111, "void", Unlimited, 0),
        [2950] = new(FieldKind.Text, 1111, "uuid", Unlimited, 0),
        [3802] = new(FieldKind.Text, 1111, "jsonb", Unlimited, 0),
    };

    /// <summary>Geometry and money: the service says that it does not return them.</summary>
    private static readonly HashSet<uint> Unsupported = [600, 601, 602, 603, 604, 628, 718, 790];

    public static async Task<ResultType> FindAsync(WireConnection connection, uint oid)
    {
        if (BuiltIn.TryGetValue(oid, out ResultType? known))
        {
            return known;
        }

        WireResult result = await connection.ExecuteAsync(
            "SELECT typname::text, typtype::text, typcategory::text, typelem, typbasetype FROM pg_catalog.pg_type WHERE oid = $1",
            [new WireParameter(26, oid.ToString(CultureInfo.InvariantCulture))],
            1 << 16).ConfigureAwait(false);
        if (result.Rows is not [{ } row])
        {
            return new ResultType(FieldKind.Unsupported, 1111, "unknown", 0, 0);
        }

        string name = row[0]!;
        uint element = uint.Parse(row[3]!, CultureInfo.InvariantCulture);
        uint baseType = uint.Parse(row[4]!, CultureInfo.InvariantCulture);
        return Unsupported.Contains(oid) ? new ResultType(FieldKind.Unsupported, 1111, name, 0, 0)
            : baseType != 0 ? await FindAsync(connection, baseType).ConfigureAwait(false) with { Name = name }
            : row[2] == "A" ? ArrayOf(name, await FindAsync(connection, element).ConfigureAwait(false))
            : row[1] is "c" or "p" or "r" or "m" ? new ResultType(FieldKind.Unsupported, 1111, name, 0, 0)
            : new ResultType(FieldKind.Text, row[1] == "e" ? 12 : 1111, name, Unlimited, 0);
    }

    private static ResultType ArrayOf(string name, ResultType element) =>
        new(element.Kind is FieldKind.Unsupported or FieldKind.Array or FieldKind.Blob ? FieldKind.Unsupported : FieldKind.Array, 2003, name, element.Precision, 0)
        {
            Element = element,
        };
}
