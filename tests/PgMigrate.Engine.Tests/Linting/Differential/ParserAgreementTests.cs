using System.Text.Json;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Linting.Differential;

/// <summary>Our parser and PostgreSQL's see the same statements in the corpus: as many, at the same places, of the same kind and content.</summary>
public sealed class ParserAgreementTests
{
    [Fact]
    public void The_corpus_is_large() => Assert.True(Ours().Sum(file => file.Length) >= 300);

    [PgParserFact]
    public void Statements_are_as_PostgreSQL_reads_them()
    {
        string[] files = Corpus.Files;
        Described[][] ours = [.. Ours()];
        Described[][] theirs = Theirs(files);
        var differences = new List<string>();
        for (int file = 0; file < files.Length; file++)
        {
            string text = File.ReadAllText(files[file]);
            string name = Path.GetFileName(files[file]);
            if (ours[file].Length != theirs[file].Length)
            {
                differences.Add($"{name}: {ours[file].Length} statements, PostgreSQL has {theirs[file].Length}");
            }

            foreach ((Described our, Described their) in ours[file].Zip(theirs[file]).Where(pair => pair.First != pair.Second))
            {
                differences.Add($"{name}: {text[their.Start..their.End]}\n ours  {our}\n theirs {their}");
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences\n{string.Join("\n\n", differences)}");
    }

    private static IEnumerable<Described[]> Ours() => Corpus.Files.Select(file => (Described[])
    [
        .. StatementSplitter.Split(SourceText.FromString(File.ReadAllText(file)))
            .Select(statement => new Described(statement.Start, statement.End, StatementDescription.Of(StatementParser.Parse(statement)))),
    ]);

    private static Described[][] Theirs(string[] files) => JsonSerializer.Deserialize<Described[][]>(
        NpmPeers.Run("node", [Corpus.At("describe.mjs"), NpmPeers.Folder, .. files], Repository.Root, 0), JsonSerializerOptions.Web)!;

    private sealed record Described(int Start, int End, string Text);
}
