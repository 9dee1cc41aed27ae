using PgMigrate.Engine.History.Repairs;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.History.Formats;

/// <summary>How one tool keeps its history: told by its columns, read, and matched with files.</summary>
internal abstract class HistoryFormat
{
    /// <summary>Its name, as users write it.</summary>
    public abstract string Name { get; }

    /// <summary>Where the tool keeps it unless told otherwise.</summary>
    public abstract HistoryTableName UsualTable { get; }

    /// <summary>True when a table has the columns of this format; extra ones do no harm.</summary>
    /// <param name="relation">The table.</param>
    /// <param name="neighbours">All tables that may be a history.</param>
    public abstract bool Matches(HistoryRelation relation, IReadOnlyList<HistoryRelation> neighbours);

    /// <summary>The columns to read, as SQL, and what follows FROM and the table.</summary>
    public abstract (string Columns, string OrderBy) Select(HistoryRelation relation);

    /// <summary>Turns a row into a record.</summary>
    /// <exception cref="HistoryUnusableException">It has no version.</exception>
    public abstract HistoryRecord Read(SqlRow row, HistoryRelation relation);

    /// <summary>Drops rows that later ones make void.</summary>
    public virtual IReadOnlyList<HistoryRecord> Fold(IReadOnlyList<HistoryRecord> records) => records;

    /// <summary>What the tool would know the migration by, the surest first; null where it has no such key.</summary>
    public abstract IReadOnlyList<string?> KeysOf(Migration migration);

    /// <summary>What the tool makes of a file for which there is no row.</summary>
    public virtual HistoryStanding Unrecorded(Migration migration, IReadOnlyList<HistoryRecord> records) => HistoryStanding.Pending;

    /// <summary>False when the tool's checksum is of another text; null when it stores none, or never compares it.</summary>
    public virtual bool? Verify(HistoryRecord record, Migration migration) => null;

    /// <summary>Key of the advisory lock the tool holds while it migrates, or null when it holds none.</summary>
    public virtual long? LockKey(string database, HistoryTableName table) => null;

    /// <summary>True when rows can be written so that the tool accepts them.</summary>
    public virtual bool CanWrite => false;

    /// <summary>The commands that make the table as the tool makes it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="layout">The folder's layout, where it tells the tool's version.</param>
    public virtual IReadOnlyList<string> Create(HistoryTableName table, string layout) => throw new NotSupportedException();

    /// <summary>The command that records a migration as the tool does.</summary>
    public virtual SqlCommand Insert(HistoryTableName table, Migration migration) => throw new NotSupportedException();

    /// <summary>True when a migration can be recorded as taken back so that the tool accepts it.</summary>
    public virtual bool CanRemove => false;

    /// <summary>The command that records a migration as taken back, as the tool's own down does. It must not begin with WITH.</summary>
    /// <param name="table">The table.</param>
    /// <param name="migration">It.</param>
    /// <param name="previous">The file before it in the tool's order, or null.</param>
    public virtual SqlCommand Remove(HistoryTableName table, Migration migration, Migration? previous) => throw new NotSupportedException();

    /// <summary>What can be repaired so that the tool accepts it.</summary>
    public virtual IReadOnlyList<RepairKind> Repairs => [];

    /// <summary>The command that repairs a row. It must not begin with WITH.</summary>
    /// <param name="table">The table.</param>
    /// <param name="kind">One of <see cref="Repairs"/>.</param>
    /// <param name="record">The row.</param>
    /// <param name="migration">Its file; null when there is none.</param>
    public virtual SqlCommand Repair(HistoryTableName table, RepairKind kind, HistoryRecord record, Migration? migration) => throw new NotSupportedException();

    /// <summary>The command that removes the rows that have a text in a column.</summary>
    protected static SqlCommand Delete(HistoryTableName table, string column, string? value) =>
        new($"DELETE FROM {table.ToSql()} WHERE {column}::text OPERATOR(pg_catalog.=) $1", SqlParameter.Text(value));

    /// <summary>A text that a row must have.</summary>
    protected static string Required(SqlRow row, int column, string name, HistoryRelation relation) =>
        row.GetString(column) ?? throw HistoryUnusableException.NoValue(relation.Name, name);

    /// <summary>The name without <c>.sql</c>, and without <c>.up</c> where it is one of a pair.</summary>
    protected static string StemOf(Migration migration)
    {
        string name = migration.FileName[(migration.FileName.LastIndexOf('/') + 1)..];
        string stem = migration.IsScripted ? Path.GetFileNameWithoutExtension(name)
            : name.EndsWith(".sql", StringComparison.OrdinalIgnoreCase) ? name[..^".sql".Length] : name;
        return stem.EndsWith(".up", StringComparison.Ordinal) ? stem[..^".up".Length] : stem;
    }

    /// <summary>The digits a file name starts with, as written; null when it starts with none.</summary>
    protected static string? DigitsOf(Migration migration)
    {
        string stem = StemOf(migration);
        int digits = stem.TakeWhile(char.IsAsciiDigit).Count();
        return digits == 0 ? null : stem[..digits];
    }

    /// <summary>The digits as a number; null when there are none.</summary>
    protected static string? NumberOf(Migration migration) => DigitsOf(migration) is { } digits ? MigrationVersion.Normalize(digits) : null;

    /// <summary>The number as <c>bigint</c>.</summary>
    /// <exception cref="HistoryUnusableException">It has none, or one that is too large for the column.</exception>
    protected static long BigIntOf(Migration migration, HistoryTableName table) =>
        long.TryParse(NumberOf(migration), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number)
            ? number : throw HistoryUnusableException.NoIdentity(table, migration.FileName);

    /// <summary>The bytes of the file, as they were read.</summary>
    protected static byte[] BytesOf(Migration migration)
    {
        SourceText whole = migration.UpScript.WholeFile;
        byte[] text = System.Text.Encoding.UTF8.GetBytes(whole.Text.ToArray());
        return whole.HasByteOrderMark ? [.. System.Text.Encoding.UTF8.Preamble, .. text] : text;
    }
}
