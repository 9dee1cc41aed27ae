using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Drizzle;

/// <summary>A text of drizzle: its statements end at <c>--&gt; statement-breakpoint</c>, whether they have a semicolon or not.</summary>
internal static class DrizzleScript
{
    private const string Mark = "--> statement-breakpoint";

    public static MigrationParts Cut(SourceText text, MigrationFile file)
    {
        var ends = new List<int>();
        for (int at = 0; text.Span[at..].IndexOf(Mark, StringComparison.Ordinal) is var next and >= 0; at += next + Mark.Length)
        {
            ends.Add(at + next);
        }

        return MigrationParts.Of(text, StatementEnds.Close(text, ends), null, file.Transaction);
    }
}
