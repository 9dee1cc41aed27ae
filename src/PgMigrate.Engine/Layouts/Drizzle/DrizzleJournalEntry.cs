namespace PgMigrate.Engine.Layouts.Drizzle;

/// <summary>An entry of a journal.</summary>
/// <param name="Tag">File name without <c>.sql</c>.</param>
/// <param name="When">Milliseconds since 1970, UTC.</param>
internal sealed record DrizzleJournalEntry(string Tag, long When);
