namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>How a type of the database is returned and described.</summary>
/// <param name="Kind">The member it is returned in.</param>
/// <param name="JdbcType">Its number in <c>java.sql.Types</c>, as the JDBC driver of PostgreSQL has it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Precision">Digits or characters; -1 when it comes from the column's modifier.</param>
/// <param name="Scale">Digits after the point; -1 when it comes from the modifier.</param>
internal sealed record ResultType(FieldKind Kind, int JdbcType, string Name, int Precision, int Scale)
{
    /// <summary>Of an array, the type of its elements.</summary>
    public ResultType? Element { get; init; }

    public bool IsSigned => Kind is FieldKind.Long or FieldKind.Double or FieldKind.Decimal && Name != "oid";

    public bool IsCaseSensitive => JdbcType is 12 or 1 or 2009 || Kind == FieldKind.Text && JdbcType == 1111;
}
