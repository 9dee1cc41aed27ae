using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;

namespace PgMigrate.Engine.Running;

/// <summary>Chooses the table that a run keeps.</summary>
internal static class HistoryStores
{
    /// <summary>The options with the table that a format means, so that lock and store go by one name.</summary>
    public static RunOptions Named(RunOptions options) =>
        !HistoryFormats.IsNative(options.HistoryFormat) && options.HistoryTable == HistoryTableName.Default
            ? options with { HistoryTable = HistoryFormats.Find(options.HistoryFormat!).UsualTable } : options;

    /// <summary>The store of a run.</summary>
    /// <exception cref="HistoryUnusableException">The format is read only.</exception>
    public static IHistoryStore For(RunOptions options, DatabaseFacts facts, MigrationSet set) =>
        HistoryFormats.IsNative(options.HistoryFormat)
            ? new MigrationLogStore(options.HistoryTable with { Schema = options.HistoryTable.Schema ?? facts.Schema })
            : new ToolHistoryStore(options.HistoryFormat!, options.HistoryTable, facts.Schema, set);
}
