using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts.Dbmate;

/// <summary>
/// The blocks of a dbmate file. A marker starts in the first column: <c>(?m)^--\s*migrate:up(\s*$|\s+\S+)</c>, likewise
/// <c>down</c>; <c>key:value</c> options may follow, of which <c>transaction:false</c> is the only one that says something.
/// </summary>
internal static class DbmateScript
{
    /// <summary>True for a marker line.</summary>
    public static bool IsMarker(ReadOnlySpan<char> line, string direction) => Options(line, direction, out _);

    public static MigrationParts Cut(SourceText text, MigrationFile file, List<MigrationProblem> problems)
    {
        List<Block> blocks = Blocks(text);
        if (Fault(text, blocks) is { } fault)
        {
            problems.Add(LayoutProblems.Invalid(file.Path, $"'{file.FileName}': {fault}.", "Start it with -- migrate:up, and what takes it back with -- migrate:down."));
        }

        Block up = blocks.FirstOrDefault(block => block.IsUp);
        Block down = blocks.FirstOrDefault(block => !block.IsUp && block.End > 0);
        return MigrationParts.Of(text, Part(text, up), down.End == 0 ? null : Part(text, down), ModeOf(up)) with { UndoTransaction = ModeOf(down) };
    }

    private static SourceText Part(SourceText text, Block block) => text.Slice(block.Start, block.End - block.Start);

    private static TransactionMode ModeOf(Block block) => block.End > 0 && !block.InTransaction ? TransactionMode.None : TransactionMode.Auto;

    private static List<Block> Blocks(SourceText text)
    {
        var blocks = new List<Block>();
        foreach (TextLine line in TextLine.Of(text))
        {
            bool up = Options(line.In(text), "up", out bool inTransaction);
            if (up || Options(line.In(text), "down", out inTransaction))
            {
                if (blocks.Count > 0)
                {
                    blocks[^1] = blocks[^1] with { End = line.Start };
                }

                blocks.Add(new Block(up, inTransaction, line.Next, text.Text.Length));
            }
        }

        return blocks;
    }

    private static string? Fault(SourceText text, List<Block> blocks)
    {
        if (!blocks.Any(block => block.IsUp))
        {
            return "it has no line -- migrate:up";
        }

        if (!blocks[0].IsUp)
        {
            return "its -- migrate:down stands before -- migrate:up";
        }

        // dbmate runs each block and records the file after each, which the primary key of its table refuses.
        if (blocks.Count(block => block.IsUp) > 1)
        {
            return "it has more than one -- migrate:up, and dbmate fails after the first";
        }

        foreach (TextLine line in TextLine.Of(text).TakeWhile(line => line.Next < blocks[0].Start))
        {
            ReadOnlySpan<char> words = line.In(text).Trim();
            if (words.Length > 0 && !words.StartsWith("--"))
            {
                return "something other than comments stands before -- migrate:up";
            }
        }

        return null;
    }

    private static bool Options(ReadOnlySpan<char> line, string direction, out bool inTransaction)
    {
        inTransaction = true;
        ReadOnlySpan<char> rest = line.StartsWith("--") ? line[2..].TrimStart() : default;
        if (!rest.StartsWith("migrate:") || !rest["migrate:".Length..].StartsWith(direction))
        {
            return false;
        }

        rest = rest[("migrate:".Length + direction.Length)..];
        inTransaction = !rest.ToString().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Contains("transaction:false", StringComparer.Ordinal);
        return rest.IsEmpty || char.IsWhiteSpace(rest[0]);
    }

    private readonly record struct Block(bool IsUp, bool InTransaction, int Start, int End);
}
