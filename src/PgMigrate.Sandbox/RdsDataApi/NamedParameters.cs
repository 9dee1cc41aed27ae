using System.Globalization;
using System.Text;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>
/// Finds the <c>:name</c> parameters of a statement. Quoted text of every kind and comments have none, <c>::</c> is a cast and
/// <c>:=</c> an assignment. A reading of its own, so that the engine's can be checked against it.
/// </summary>
internal sealed class NamedParameters
{
    private readonly string _sql;
    private readonly StringBuilder _text = new();
    private readonly List<string> _names = [];
    private int _at;

    private NamedParameters(string sql) => _sql = sql;

    /// <summary>The statement with <c>$1</c>, <c>$2</c>, … and the names in that order.</summary>
    public static (string Text, IReadOnlyList<string> Names) Read(string sql)
    {
        var reader = new NamedParameters(sql);
        while (reader._at < sql.Length)
        {
            reader.Step();
        }

        return (reader._text.ToString(), reader._names);
    }

    private void Step()
    {
        char c = _sql[_at];
        int end = c switch
        {
            '\'' => Quoted('\'', _at > 0 && _sql[_at - 1] is 'E' or 'e' && !(_at > 1 && IsName(_sql[_at - 2]))),
            '"' => Quoted('"', false),
            '-' when Next(1) == '-' => LineEnd(),
            '/' when Next(1) == '*' => CommentEnd(),
            '$' when _at == 0 || !IsName(_sql[_at - 1]) => DollarEnd(),
            ':' when Next(1) is ':' or '=' => _at + 2,
            _ => _at + 1,
        };
        if (c == ':' && end == _at + 1 && (char.IsAsciiLetter(Next(1)) || Next(1) == '_'))
        {
            end = _at + 1;
            while (end < _sql.Length && IsName(_sql[end]))
            {
                end++;
            }

            string name = _sql[(_at + 1)..end];
            int number = _names.IndexOf(name);
            if (number < 0)
            {
                number = _names.Count;
                _names.Add(name);
            }

            _text.Append('$').Append((number + 1).ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            _text.Append(_sql, _at, end - _at);
        }

        _at = end;
    }

    private char Next(int ahead) => _at + ahead < _sql.Length ? _sql[_at + ahead] : '\0';

    private static bool IsName(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c >= '\u0080';

    private int Quoted(char quote, bool escapes)
    {
        for (int at = _at + 1; at < _sql.Length; at++)
        {
            if (escapes && _sql[at] == '\\')
            {
                at++;
            }
            else if (_sql[at] == quote && at + 1 < _sql.Length && _sql[at + 1] == quote)
            {
                at++;
            }
            else if (_sql[at] == quote)
            {
                return at + 1;
            }
        }

        return _sql.Length;
    }

    private int LineEnd()
    {
        int end = _sql.IndexOfAny(['\n', '\r'], _at);
        return end < 0 ? _sql.Length : end;
    }

    private int CommentEnd()
    {
        int depth = 0;
        for (int at = _at; at < _sql.Length - 1; at++)
        {
            if (_sql[at] == '/' && _sql[at + 1] == '*')
            {
                depth++;
                at++;
            }
            else if (_sql[at] == '*' && _sql[at + 1] == '/')
            {
                at++;
                if (--depth == 0)
                {
                    return at + 1;
                }
            }
        }

        return _sql.Length;
    }

    private int DollarEnd()
    {
        int tag = _at + 1;
        while (tag < _sql.Length && IsName(_sql[tag]))
        {
            tag++;
        }

        if (tag >= _sql.Length || _sql[tag] != '$' || char.IsAsciiDigit(Next(1)))
        {
            return _at + 1;
        }

        string quote = _sql[_at..(tag + 1)];
        int end = _sql.IndexOf(quote, tag + 1, StringComparison.Ordinal);
        return end < 0 ? _sql.Length : end + quote.Length;
    }
}
