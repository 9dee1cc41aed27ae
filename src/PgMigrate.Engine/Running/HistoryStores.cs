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
    /// <exception cref="HistoryUnusableException">The format is read only, or the table carries somebody's code.</exception>
    public static IHistoryStore For(RunOptions options, DatabaseFacts facts, MigrationSet set)
    {
        RefusePlanted(options.HistoryTable, facts);
        return HistoryFormats.IsNative(options.HistoryFormat)
            ? new MigrationLogStore(options.HistoryTable with { Schema = options.HistoryTable.Schema ?? facts.Schema })
            : new ToolHistoryStore(options.HistoryFormat!, options.HistoryTable, facts.Schema, set);
    }

    /// <summary>Keeps a run from reading or writing what would run another's code with its own rights.</summary>
    /// <exception cref="HistoryUnusableException">It would.</exception>
    public static void RefusePlanted(HistoryTableName table, DatabaseFacts facts)
    {
        if (facts.Planted is { } planted)
        {
            throw HistoryUnusableException.Planted(table, planted);
        }
    }
}
