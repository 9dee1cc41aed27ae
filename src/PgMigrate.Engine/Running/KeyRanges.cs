using System.Globalization;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// The SQL by which a statement is run in ranges of a key. Keys travel as texts and are cast to their columns' types by the
/// server, so that every type that an index can hold does, on every driver.
/// </summary>
internal sealed class KeyRanges(RangedStatement statement, BatchDirective batch, TableKeys table)
{
    private const string CountStart = "WITH pgmigrate_range AS (";

    private readonly string[] _columns = [.. batch.Key.Select(column => $"{statement.Qualifier}.{SqlIdentifier.Quote(column)}")];

    /// <summary>The highest key.</summary>
    public SqlCommand Last() => new($"SELECT {Texts()} {From()} ORDER BY {string.Join(", ", _columns.Select(column => column + " DESC"))} LIMIT 1");

    /// <summary>The key that ends the next range, or no row when what is left is less than a range.</summary>
    public SqlCommand End(IReadOnlyList<string>? after, IReadOnlyList<string> last, int rows) => new(
        string.Create(CultureInfo.InvariantCulture,
            $"SELECT {Texts()} {From()} WHERE {Range(after)} ORDER BY {string.Join(", ", _columns)} OFFSET {rows - 1} LIMIT 1"),
        Parameters(after, last));

    /// <summary>The statement for one range; gives the number of rows.</summary>
    public SqlCommand Change(IReadOnlyList<string>? after, IReadOnlyList<string> end) => new(
        $"{CountStart}{statement.With(Range(after))} RETURNING 1) SELECT pg_catalog.count(*) FROM pgmigrate_range", Parameters(after, end));

    /// <summary>The place in the file's statement of a place in <see cref="Change"/>; null outside it.</summary>
    public int? MapPosition(int? position) => position - CountStart.Length is int at and > 0 ? statement.MapPosition(at) : null;

    /// <summary><c>key &gt; after AND key &lt;= end</c>; the parameters of <see cref="Parameters"/>.</summary>
    private string Range(IReadOnlyList<string>? after)
    {
        int first = after is null ? 0 : _columns.Length;
        string end = $"{Tuple(_columns)} <= {Values(first)}";
        return after is null ? end : $"{Tuple(_columns)} > {Values(0)} AND {end}";
    }

    private static SqlParameter[] Parameters(IReadOnlyList<string>? after, IReadOnlyList<string> end) =>
        [.. (after ?? []).Concat(end).Select(SqlParameter.Text)];

    private string Values(int start) => Tuple(
        [.. batch.Key.Select((column, at) => string.Create(CultureInfo.InvariantCulture, $"CAST(${start + at + 1} AS {table.Columns[column].Type})"))]);

    private static string Tuple(string[] items) => items.Length == 1 ? items[0] : $"({string.Join(", ", items)})";

    private string Texts() => string.Join(", ", _columns.Select(column => $"CAST({column} AS text)"));

    private string From() => $"FROM {(statement.Only ? "ONLY " : "")}{statement.QuotedTable} AS {statement.Qualifier}";
}
