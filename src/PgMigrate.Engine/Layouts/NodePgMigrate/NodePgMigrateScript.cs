using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.NodePgMigrate;

/// <summary>
/// The parts of a node-pg-migrate SQL file. Its markers are <c>^\s*--[\s-]*up\s+migration</c> and the same with <c>down</c>, in any case;
/// without one the whole file is what applies it.
/// </summary>
internal static class NodePgMigrateScript
{
    /// <summary>True for a marker line.</summary>
    public static bool IsMarker(ReadOnlySpan<char> line, string direction)
    {
        ReadOnlySpan<char> words = line.TrimStart();
        if (!words.StartsWith("--"))
        {
            return false;
        }

        words = words[2..];
        while (words.Length > 0 && (words[0] == '-' || char.IsWhiteSpace(words[0])))
        {
            words = words[1..];
        }

        if (!words.StartsWith(direction, StringComparison.OrdinalIgnoreCase) || words.Length <= direction.Length || !char.IsWhiteSpace(words[direction.Length]))
        {
            return false;
        }

        return words[direction.Length..].TrimStart().StartsWith("migration", StringComparison.OrdinalIgnoreCase);
    }

    public static MigrationParts Cut(SourceText text, MigrationFile file)
    {
        int up = -1;
        int down = -1;
        foreach (TextLine line in TextLine.Of(text))
        {
            up = up < 0 && IsMarker(line.In(text), "up") ? line.Start : up;
            down = down < 0 && IsMarker(line.In(text), "down") ? line.Start : down;
        }

        SourceText Part(int start, int other) => text.Slice(start, (other > start ? other : text.Text.Length) - start);
        if (up < 0 && down < 0)
        {
            return MigrationParts.Whole(text, file);
        }

        // With a down marker alone, what stands before it applies the migration.
        SourceText applies = up >= 0 ? Part(up, down) : text.Slice(0, down);
        return MigrationParts.Of(text, applies, down < 0 ? null : Part(down, up), file.Transaction);
    }
}
