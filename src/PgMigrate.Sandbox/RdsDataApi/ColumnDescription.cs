using System.Globalization;
using System.Text.Json;
using PgMigrate.Sandbox.RdsDataApi.Wire;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>A column and what is told of it.</summary>
internal sealed record ColumnDescription(WireColumn Column, ResultType Type)
{
    private string Table { get; init; } = "";

    private string Name { get; init; } = "";

    private int Nullable { get; init; } = 2;

    private bool IsAutoIncrement { get; init; }

    /// <summary>Adds what the catalog knows of a table's column.</summary>
    public static async Task<ColumnDescription> ReadAsync(WireConnection connection, WireColumn column, ResultType type)
    {
        var plain = new ColumnDescription(column, type) { Name = column.Name };
        if (column.TableOid == 0 || column.Number <= 0)
        {
            return plain;
        }

        WireResult result = await connection.ExecuteAsync(
            """
            SELECT c.relname::text, a.attname::text, a.attnotnull,
                a.attidentity <> '' OR COALESCE(pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%', false)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
            LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE c.oid = $1 AND a.attnum = $2
            """,
            [
                new WireParameter(26, column.TableOid.ToString(CultureInfo.InvariantCulture)),
                new WireParameter(21, column.Number.ToString(CultureInfo.InvariantCulture)),
            ],
            1 << 16).ConfigureAwait(false);
        return result.Rows is [{ } row]
            ? plain with { Table = row[0]!, Name = row[1]!, Nullable = row[2] == "t" ? 0 : 1, IsAutoIncrement = row[3] == "t" }
            : plain;
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("arrayBaseColumnType", Type.Element?.JdbcType ?? 0);
        json.WriteBoolean("isAutoIncrement", IsAutoIncrement);
        json.WriteBoolean("isCaseSensitive", Type.IsCaseSensitive);
        json.WriteBoolean("isCurrency", false);
        json.WriteBoolean("isSigned", Type.IsSigned);
        json.WriteString("label", Column.Name);
        json.WriteString("name", Name);
        json.WriteNumber("nullable", Nullable);
        json.WriteNumber("precision", Precision());
        json.WriteNumber("scale", Scale());
        json.WriteString("schemaName", "");
        json.WriteString("tableName", Table);
        json.WriteNumber("type", Type.JdbcType);
        json.WriteString("typeName", IsAutoIncrement ? SerialName() : Type.Name);
        json.WriteEndObject();
    }

    /// <summary>The JDBC driver calls a column of integers that numbers itself by its pseudo-type.</summary>
    private string SerialName() => Type.Name switch
    {
        "int2" => "smallserial",
        "int4" => "serial",
        "int8" => "bigserial",
        var other => other,
    };

    private int Precision() =>
        Type.Precision >= 0 ? Type.Precision
        : Column.TypeModifier < 4 ? (Type.Name == "numeric" ? 0 : int.MaxValue)
        : Type.Name == "numeric" ? ((Column.TypeModifier - 4) >> 16) & 0xffff
        : Column.TypeModifier - 4;

    private int Scale() => Type.Scale >= 0 ? Type.Scale : Column.TypeModifier < 4 ? 0 : (Column.TypeModifier - 4) & 0x7ff;
}
