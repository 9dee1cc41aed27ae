using System.Text;

namespace PgMigrate.Engine.Tests.Sql;

/// <summary>Makes texts out of the pieces on which readers of SQL stumble. The same seed makes the same texts.</summary>
internal sealed class SqlGenerator(int seed)
{
    private static readonly string[] Pieces =
    [
        "SELECT", "a", "_x1", "a$b$", "é", "日本", "😀", "\"q;\"\"n\"", "\"\"", "'s;'", "'it''s'", "''", "E'\\';'", "e'\\\\'", "E''", "U&'\\0061;'", "U&\"n;\"",
        "B'01'", "X'1F'", "N'n;'", "$$;$$", "$t$ $$;'$t$", "$é$;$é$", "1", "1.5e-3", "0xFF", "1_000", ".5", "1..2", "$1", "(", ")", "[", "]", ",", ".", ";", ";", ";",
        "::", ":=", ":", ":name", ":'name'", ":\"name\"", ":{?name}", "${name}", "+", "-", "*", "/", "<=", "@-", "|/", "=-", "@",
        "-- c;\n", "--\r\n", "-- '\r", "/* ; */", "/* /* ' */ \" */", "/**/", " ", " ", " ", "\n", "\r\n", "\r", "\t", "\f",
        "CREATE", "OR", "REPLACE", "FUNCTION", "PROCEDURE", "RULE", "BEGIN", "ATOMIC", "BEGIN ATOMIC", "CASE", "END", "AS", "COPY t FROM STDIN;\n1;'\n\\.\n", "copy t from stdin csv;\r\n\\.\r\n",
    ];

    private static readonly string[] Broken =
    [
        "'", "\"", "E'", "$t$", "$", "/*", "*/", "\\", "\\.", "\0", "{", "}", "\uFEFF", "\u0001", "\uD83D", "\uDE00", "COPY t FROM STDIN;", "COPY t FROM STDIN", "${", ":'", "@undo", "-- @undo\n", "-- @x: y\n",
    ];

    private readonly Random _random = new(seed);

    /// <summary>A text that can be read, most of the time.</summary>
    public string Sql() => Join(Pieces, 0);

    /// <summary>A text that cannot, most of the time.</summary>
    public string BrokenSql() => Join(Pieces, 8);

    /// <summary>Bytes that are no text at all.</summary>
    public byte[] Bytes()
    {
        byte[] bytes = new byte[_random.Next(64)];
        _random.NextBytes(bytes);
        return bytes;
    }

    private string Join(string[] pieces, int brokenPercent)
    {
        var text = new StringBuilder();
        for (int count = _random.Next(1, 30); count > 0; count--)
        {
            string[] from = _random.Next(100) < brokenPercent ? Broken : pieces;
            text.Append(from[_random.Next(from.Length)]);
            text.Append(_random.Next(3) == 0 ? "" : " ");
        }

        return text.ToString();
    }
}
