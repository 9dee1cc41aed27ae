using PgMigrate.Engine.History.Formats;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.History.Repairs;

/// <summary>The words for what stands in the way of a repair.</summary>
internal static class RepairProblems
{
    public static MigrationProblem NoFiles(MigrationSet set) => new(
        MigrationProblemCode.NothingToCompare,
        $"There is no migration in {set.FolderPath}, so every row of the history would count as missing.",
        "Name the folder that the history is of.");

    public static MigrationProblem NotOfTool(ToolHistory history, RepairKind kind) => new(
        MigrationProblemCode.RepairNotSupported,
        $"{history.Table} is kept as {history.Format.Name} does, and rows that are {kind.ToString().ToLowerInvariant()} are not repaired there.",
        history.Format.Repairs.Count == 0
            ? $"Use {history.Format.Name}'s own tool."
            : $"What is repaired there: {string.Join(", ", history.Format.Repairs)}. For the rest use {history.Format.Name}'s own tool.");
}
