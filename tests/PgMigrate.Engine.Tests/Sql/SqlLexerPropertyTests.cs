using System.Text;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

/// <summary>What must hold for every text. A failure prints the seed and the text.</summary>
public sealed class SqlLexerPropertyTests
{
    private const int Texts = 1_000;

    private static readonly Dictionary<string, string> Values = new() { ["name"] = "va lue" };

    public static TheoryData<int> Seeds => [1, 2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Tokens_tile_the_text(int seed) => ForEach(seed, generator => generator.Sql(), text =>
    {
        int at = 0;
        var lexer = new SqlLexer(text);
        try
        {
            while (lexer.Next() is { Kind: not SqlTokenKind.End } token)
            {
                Assert.Equal(at, token.Start);
                Assert.True(token.Length > 0, "a token has text");
                at = token.End;
                Assert.Equal(at, lexer.Offset);
            }
        }
        catch (SqlSyntaxException error)
        {
            // The broken token starts where the last whole one ended, or has a NUL or the like in it.
            Assert.InRange(error.Offset, at, text.Length);
            return false;
        }

        Assert.Equal(text.Length, at);
        Assert.Equal(new SqlToken(SqlTokenKind.End, text.Length, 0), lexer.Next());
        return true;
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_token_is_in_one_statement_or_ends_one(int seed) => ForEach(seed, generator => generator.Sql(), text =>
    {
        if (TrySplit(text) is not { } statements)
        {
            return false;
        }

        var expected = new List<SqlToken>();
        var skipper = new CopySkipper(text);
        while (skipper.Next() is { Kind: not SqlTokenKind.End } token)
        {
            if (!token.IsTrivia)
            {
                expected.Add(token);
            }
        }

        var inStatements = new HashSet<SqlToken>();
        foreach (SqlStatement statement in statements)
        {
            // Read by itself, a statement gives the tokens it gave as a part of the script.
            var lexer = new SqlLexer(statement.Text.Span);
            while (lexer.NextSignificant() is { Kind: not SqlTokenKind.End } token)
            {
                Assert.True(inStatements.Add(token with { Start = token.Start + statement.Start }), "no token is in two statements");
            }
        }

        Assert.All(expected.Where(token => !inStatements.Contains(token)), token => Assert.Equal(SqlTokenKind.Semicolon, token.Kind));
        Assert.Empty(inStatements.Except(expected));
        return true;
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Joined_statements_split_into_themselves(int seed) => ForEach(seed, generator => generator.Sql(), text =>
    {
        if (TrySplit(text) is not { } statements)
        {
            return false;
        }

        string joined = string.Concat(statements.Select(statement => $"{statement};\n{(statement.CopyData is { } data ? $"{data}\\.\n" : "")}"));
        var again = TrySplit(joined);
        Assert.NotNull(again);
        Assert.Equal(statements.Select(statement => (statement.ToString(), statement.CopyData?.ToString())), again.Select(statement => (statement.ToString(), statement.CopyData?.ToString())));
        return true;
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Places_are_those_a_reader_counts(int seed) => ForEach(seed, generator => generator.BrokenSql(), text =>
    {
        SourceText source = SourceText.FromString(text);
        for (int offset = 0; offset <= text.Length; offset++)
        {
            Assert.Equal(CountedPosition(text, offset), source.GetPosition(offset));
        }

        // Asked out of order, the index cannot go on from its last answer.
        for (int offset = text.Length; offset >= 0; offset -= 7)
        {
            Assert.Equal(CountedPosition(text, offset), source.GetPosition(offset));
        }

        return true;
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Broken_texts_are_read_or_named(int seed) => ForEach(seed, generator => generator.BrokenSql(), text =>
    {
        SourceText source = SourceText.FromString(text);
        MigrationSections sections = MigrationSections.Read(source);
        HeaderReader.Read(sections, []);
        SecretRedactor.Redact(text);
        Assert.Equal(64, Checksum.Of(text).Length);
        try
        {
            foreach (SqlStatement statement in StatementSplitter.Split(VariableExpander.Expand(source, Values).Script))
            {
                StatementTraits.Of(statement);
                Assert.InRange(statement.FirstLine.Length, 0, 120);
            }
        }
        catch (SqlSyntaxException error)
        {
            Assert.NotNull(error.Position);
            Assert.InRange(error.Position.Value.Offset, 0, text.Length);
            Assert.Equal(CountedPosition(text, error.Position.Value.Offset), error.Position.Value);
        }

        return true;
    });

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Random_bytes_are_text_or_named(int seed)
    {
        var generator = new SqlGenerator(seed);
        int refused = 0;
        for (int count = 0; count < Texts; count++)
        {
            byte[] bytes = generator.Bytes();
            string? expected = StrictlyDecoded(bytes);
            try
            {
                Assert.Equal(expected, SourceText.Read(new MemoryStream(bytes)).ToString());
            }
            catch (SqlSyntaxException error)
            {
                refused++;
                Assert.True(expected is null, $"seed {seed}: {Convert.ToHexString(bytes)} is UTF-8");
                Assert.Equal(SqlSyntaxError.InvalidEncoding, error.Error);
                Assert.NotNull(error.Position);
            }
        }

        Assert.InRange(refused, Texts / 2, Texts);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Filling_in_keeps_the_places_of_all_else(int seed) => ForEach(seed, generator => generator.Sql(), text =>
    {
        SourceText source = SourceText.FromString(text);
        ExpandedScript expanded;
        try
        {
            expanded = VariableExpander.Expand(source, Values);
        }
        catch (SqlSyntaxException)
        {
            return false;
        }

        if (expanded.Script.Original is null)
        {
            Assert.Same(source, expanded.Script);
            return true;
        }

        // Every character of the new text is either one of the old, at its own place, or stands at the start of a variable.
        string filled = expanded.Script.ToString();
        for (int offset = 0; offset < filled.Length; offset++)
        {
            int original = expanded.Script.GetPosition(offset).Offset;
            bool variable = text[original] is ':' or '$';
            Assert.True(variable || text[original] == filled[offset], $"offset {offset} maps to {original}");
        }

        Assert.Equal(text.Length, expanded.Script.GetPosition(filled.Length).Offset);
        return true;
    });

    /// <summary>Checks many texts; at least a fifth of them must have been readable, else the property shows nothing.</summary>
    private static void ForEach(int seed, Func<SqlGenerator, string> make, Func<string, bool> check)
    {
        var generator = new SqlGenerator(seed);
        int checkedTexts = 0;
        for (int count = 0; count < Texts; count++)
        {
            string text = make(generator);
            try
            {
                checkedTexts += check(text) ? 1 : 0;
            }
            catch (Exception error)
            {
                Assert.Fail($"Seed {seed}, text {count}: «{text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal)}»\n{error}");
            }
        }

        Assert.True(checkedTexts > Texts / 5, $"seed {seed}: only {checkedTexts} texts could be read");
    }

    private static List<SqlStatement>? TrySplit(string text)
    {
        try
        {
            return [.. StatementSplitter.Split(SourceText.FromString(text))];
        }
        catch (SqlSyntaxException)
        {
            return null;
        }
    }

    /// <summary>Counted the slow way, from the start.</summary>
    private static SourcePosition CountedPosition(string text, int offset)
    {
        (int line, int column) = (1, 1);
        for (int at = 0; at < offset; at++)
        {
            char c = text[at];
            bool lineEnd = c == '\n' || (c == '\r' && !(at + 1 < text.Length && text[at + 1] == '\n'));
            (line, column) = lineEnd ? (line + 1, 1) : (line, char.IsLowSurrogate(c) ? column : column + 1);
        }

        return new SourcePosition(offset, line, column);
    }

    private static string? StrictlyDecoded(byte[] bytes)
    {
        try
        {
            string text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
