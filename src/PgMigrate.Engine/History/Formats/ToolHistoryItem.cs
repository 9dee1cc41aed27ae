using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.History.Formats;

/// <summary>A file and what another tool's history says of it.</summary>
/// <param name="Migration">The file.</param>
/// <param name="Standing">What it says.</param>
/// <param name="Record">The row, if there is one.</param>
internal sealed record ToolHistoryItem(Migration Migration, HistoryStanding Standing, HistoryRecord? Record);
