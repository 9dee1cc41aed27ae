using System.Text;

namespace PgMigrate.Engine.Tests.Linting.Differential;

/// <summary>
/// The differences from squawk that are meant: <c>Fixtures/corpus/squawk-differences.txt</c>. A block is a line
/// <c># rule: squawk alone</c> or <c># rule: ours alone</c>, a line <c>&gt; reason</c>, and the cases. A rule may have several blocks.
/// </summary>
internal static class AcceptedDifferences
{
    public static readonly string Path = Corpus.At("squawk-differences.txt");

    public static IReadOnlyList<Block> Read() => Parse(File.Exists(Path) ? File.ReadAllLines(Path) : []);

    /// <summary>The file again, with what is found now: cases gone are left out, new ones stand in a block without a reason.</summary>
    public static string Write(IEnumerable<Block> accepted, IReadOnlyCollection<(string Heading, string Case)> found)
    {
        var left = new HashSet<(string, string)>(found);
        var text = new StringBuilder();
        foreach (Block block in accepted)
        {
            Append(text, block with { Cases = [.. block.Cases.Where(item => left.Remove((block.Heading, item)))] });
        }

        foreach (IGrouping<string, (string Heading, string Case)> group in found.Where(left.Contains).GroupBy(item => item.Heading))
        {
            Append(text, new Block(group.Key, "", [.. group.Select(item => item.Case)]));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Block block)
    {
        if (block.Cases.Count > 0)
        {
            text.Append("# ").Append(block.Heading).Append("\n> ").Append(block.Reason).Append('\n').AppendJoin('\n', block.Cases).Append("\n\n");
        }
    }

    private static List<Block> Parse(string[] lines)
    {
        var blocks = new List<Block>();
        foreach (string line in lines)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                blocks.Add(new Block(line[2..], "", []));
            }
            else if (line.StartsWith('>'))
            {
                blocks[^1] = blocks[^1] with { Reason = line[1..].Trim() };
            }
            else if (line.Length > 0)
            {
                blocks[^1].Cases.Add(line);
            }
        }

        return blocks;
    }

    /// <summary>Some cases that differ for one reason.</summary>
    internal sealed record Block(string Heading, string Reason, List<string> Cases);
}
