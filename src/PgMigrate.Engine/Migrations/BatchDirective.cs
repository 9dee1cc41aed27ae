namespace PgMigrate.Engine.Migrations;

/// <summary>
/// What <c>-- @batch: 1000 by id</c> asks for: the UPDATE or DELETE after it is run in ranges of a key, each in a transaction of
/// its own.
/// </summary>
/// <param name="Rows">Rows of the table in a range, at least 1. Rows that do not meet the statement's condition count too.</param>
/// <param name="Key">Columns of a primary key or another unique index without NULLs, as the catalog has them.</param>
public sealed record BatchDirective(int Rows, IReadOnlyList<string> Key)
{
    /// <summary>Most rows of a range on Aurora DSQL: 3,000 a transaction, less the two by which the progress is recorded.</summary>
    public const int MostRowsOnDsql = 2_998;

    /// <summary>Rows of a range that are proposed to those who have none.</summary>
    public const int UsualRows = 1_000;

    /// <summary>The directive as it is written in a file.</summary>
    public override string ToString() => FormattableString.Invariant($"-- @batch: {Rows} by {string.Join(", ", Key.Select(Sql.SqlIdentifier.Shown))}");
}
