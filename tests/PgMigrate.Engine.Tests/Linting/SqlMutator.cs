namespace PgMigrate.Engine.Tests.Linting;

/// <summary>Damages SQL as people and bad tools do; the same seed gives the same texts.</summary>
internal sealed class SqlMutator(int seed, IReadOnlyList<string> originals)
{
    private static readonly string[] Pieces =
    [
        "'", "\"", "$$", "$a$", "/*", "*/", "--", "\n", ";", "(", ")", "[", "]", ",", ".", "::", ":=", "@ignore: drop-table x", "-- @undo\n", "-- squawk-ignore\n", "\\", "\\.\n", "\0",
        "CREATE", "ALTER TABLE", "ADD", "COLUMN", "CONSTRAINT", "CHECK", "FOREIGN KEY", "REFERENCES", "NOT", "NULL", "DEFAULT", "PRIMARY KEY", "IF NOT EXISTS", "CONCURRENTLY", "USING INDEX",
        "BEGIN", "COMMIT", "BEGIN ATOMIC", "END", "COPY t FROM STDIN;\n", "SET", "ON", "AS", "WITH", "INSERT INTO", "VALUES", "SELECT", "PARTITION OF", "TYPE", "ENUM", "ADD VALUE",
        "E'\\", "U&\"", "é", "\ud83c\udf89", "\ud83c", "\u0001", "1e", "0x", "$1", "a.b.c.d.", "\"\"", "''", "PASSWORD 'x'", ":name", "${name}",
    ];

    private readonly Random _random = new(seed);

    /// <summary>Some statements, with up to six damages.</summary>
    public string Next()
    {
        string text = string.Join(_random.Next(4) == 0 ? " " : ";\n", Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Any(originals)));
        for (int damages = _random.Next(7); damages > 0; damages--)
        {
            int at = _random.Next(text.Length + 1);
            int length = Math.Min(_random.Next(30), text.Length - at);
            text = _random.Next(6) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, text.Substring(at, length)),
                2 => text[..at],
                3 => text.Insert(at, Cut(Any(originals))),
                _ => text.Insert(at, Any(Pieces)),
            };
        }

        return text;
    }

    private string Cut(string text)
    {
        int from = _random.Next(text.Length);
        return text.Substring(from, _random.Next(text.Length - from + 1));
    }

    private string Any(IReadOnlyList<string> texts)
    {
        string text = texts[_random.Next(texts.Count)];
        return text.Length > 0 ? text : " ";
    }
}
