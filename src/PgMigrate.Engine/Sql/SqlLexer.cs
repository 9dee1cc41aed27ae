using System.Buffers;

namespace PgMigrate.Engine.Sql;

/// <summary>
/// Reads PostgreSQL's lexical elements (manual, 4.1) one at a time, in one pass, without copying or recursion.
/// <c>standard_conforming_strings</c> is taken to be on, its default since PostgreSQL 9.1.
/// </summary>
public ref struct SqlLexer
{
    private const string OperatorCharacters = "+-*/<>=~!@#%^&|`?";

    private static readonly SearchValues<char> CommentMarks = SearchValues.Create("*/\0");
    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n\0");
    private static readonly SearchValues<char> EscapeStops = SearchValues.Create("'\\\0");
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\n\r\f\v");
    private static readonly SearchValues<char> AsciiWord = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$");

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _signsEnd;
    private EscapeContinuation _escape;

    /// <summary>Starts reading.</summary>
    /// <param name="text">The text; a BOM must be gone.</param>
    /// <param name="start">Offset to start at, outside any token.</param>
    public SqlLexer(ReadOnlySpan<char> text, int start = 0)
    {
        _text = text;
        _at = start;
    }

    /// <summary>Offset of the next token.</summary>
    public readonly int Offset => _at;

    /// <summary>The next token, trivia included; of kind <see cref="SqlTokenKind.End"/> at the end, as often as asked.</summary>
    /// <exception cref="SqlSyntaxException">The text is no SQL; the offset is where the broken token starts.</exception>
    public SqlToken Next()
    {
        int start = _at;
        if (start >= _text.Length)
        {
            return new SqlToken(SqlTokenKind.End, _text.Length, 0);
        }

        SqlTokenKind kind = Read(_text[start]);
        _escape.Follow(kind, _text[start.._at]);
        return new SqlToken(kind, start, _at - start);
    }

    /// <summary>The next token that is not trivia.</summary>
    /// <exception cref="SqlSyntaxException">The text is no SQL.</exception>
    public SqlToken NextSignificant()
    {
        SqlToken token;
        do
        {
            token = Next();
        }
        while (token.IsTrivia);
        return token;
    }

    /// <summary>True for characters that can start a name: letters, underscore and everything beyond ASCII.</summary>
    internal static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_' || c >= '\u0080';

    /// <summary>True for characters that can go on a name.</summary>
    internal static bool IsWordPart(char c) => IsWordStart(c) || char.IsAsciiDigit(c) || c == '$';

    /// <summary>The blanks of PostgreSQL's scanner: space, and tab to carriage return (U+0009 to U+000D).</summary>
    private static bool IsBlank(char c) => c is ' ' or (>= '\t' and <= '\r');

    private SqlTokenKind Read(char first)
    {
        switch (first)
        {
            case ' ' or '\t' or '\n' or '\r' or '\f' or '\v':
                return SkipBlanks();
            case ';':
                return Single(SqlTokenKind.Semicolon);
            case '(':
                return Single(SqlTokenKind.LeftParenthesis);
            case ')':
                return Single(SqlTokenKind.RightParenthesis);
            case '[':
                return Single(SqlTokenKind.LeftBracket);
            case ']':
                return Single(SqlTokenKind.RightBracket);
            case ',':
                return Single(SqlTokenKind.Comma);
            case '\'' when _escape.IsOpen:
                return ReadEscapeString(1);
            case '\'':
                return ReadPlainString(_at, 1, SqlTokenKind.StringConstant);
            case '"':
                return ReadQuotedIdentifier(_at, 1, SqlTokenKind.QuotedIdentifier);
            case '-' when Peek(1) == '-':
                return ReadLineComment();
            case '/' when Peek(1) == '*':
                return ReadBlockComment();
            case '$':
                return ReadDollar();
            case '.':
                return ReadDot();
            case ':':
                return ReadColon();
            case >= '0' and <= '9':
                return ReadNumber();
            case '\\':
                throw PsqlCommands.Refuse(_text, _at);
            case '\0':
                throw Nul(_at);
            case '\uFEFF':
                throw new SqlSyntaxException(
                    SqlSyntaxError.UnexpectedCharacter, "A byte order mark stands inside the text; take it out. Were two files joined?", _at);
            default:
                return IsWordStart(first) ? ReadWord(first)
                    : OperatorCharacters.Contains(first, StringComparison.Ordinal) ? ReadOperator()
                    : throw new SqlSyntaxException(
                        SqlSyntaxError.UnexpectedCharacter, $"The character '{first}' (U+{(int)first:X4}) starts no SQL token.", _at);
        }
    }

    private readonly char Peek(int ahead) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private SqlTokenKind Single(SqlTokenKind kind)
    {
        _at++;
        return kind;
    }

    private SqlTokenKind SkipBlanks()
    {
        // Mostly it is one blank between two words, which is not worth the start of a vector search.
        if (!IsBlank(Peek(1)))
        {
            _at++;
            return SqlTokenKind.Whitespace;
        }

        int length = _text[_at..].IndexOfAnyExcept(Blanks);
        _at = length < 0 ? _text.Length : _at + length;
        return SqlTokenKind.Whitespace;
    }

    private SqlTokenKind ReadWord(char first)
    {
        char next = Peek(1);
        if (next == '\'')
        {
            switch (first)
            {
                case 'e' or 'E':
                    return ReadEscapeString(2);
                case 'b' or 'B' or 'x' or 'X':
                    return ReadPlainString(_at, 2, SqlTokenKind.BitString);
                case 'n' or 'N':
                    return ReadPlainString(_at, 2, SqlTokenKind.StringConstant);
            }
        }
        else if (next == '&' && first is 'u' or 'U')
        {
            if (Peek(2) == '\'')
            {
                return ReadPlainString(_at, 3, SqlTokenKind.UnicodeString);
            }

            if (Peek(2) == '"')
            {
                return ReadQuotedIdentifier(_at, 3, SqlTokenKind.UnicodeIdentifier);
            }
        }

        SkipWord();
        return SqlTokenKind.Word;
    }

    private void SkipWord()
    {
        while (true)
        {
            int length = _text[_at..].IndexOfAnyExcept(AsciiWord);
            _at = length < 0 ? _text.Length : _at + length;
            if (_at >= _text.Length || _text[_at] < '\u0080')
            {
                return;
            }

            _at++;
        }
    }

    private SqlTokenKind ReadPlainString(int start, int prefix, SqlTokenKind kind)
    {
        _at += prefix;
        while (true)
        {
            int length = _text[_at..].IndexOfAny('\'', '\0');
            if (length < 0)
            {
                throw Unterminated(SqlSyntaxError.UnterminatedString, "This string is not closed; a quote inside it is written ''.", start);
            }

            _at += length + 1;
            if (_text[_at - 1] == '\0')
            {
                throw Nul(_at - 1);
            }

            if (Peek(0) != '\'')
            {
                return kind;
            }

            _at++;
        }
    }

    private SqlTokenKind ReadEscapeString(int prefix)
    {
        int start = _at;
        _at += prefix;
        while (true)
        {
            int length = _text[_at..].IndexOfAny(EscapeStops);
            if (length < 0)
            {
                throw Unterminated(SqlSyntaxError.UnterminatedString, "This E'' string is not closed; a quote inside it is written '' or \\'.", start);
            }

            _at += length + 1;
            switch (_text[_at - 1])
            {
                case '\0':
                    throw Nul(_at - 1);
                case '\\':
                    if (_at >= _text.Length)
                    {
                        throw Unterminated(SqlSyntaxError.UnterminatedString, "This E'' string is not closed; a quote inside it is written '' or \\'.", start);
                    }

                    if (_text[_at] == '\0')
                    {
                        throw Nul(_at);
                    }

                    _at++;
                    break;
                case '\'' when Peek(0) == '\'':
                    _at++;
                    break;
                default:
                    return SqlTokenKind.EscapeString;
            }
        }
    }

    private SqlTokenKind ReadQuotedIdentifier(int start, int prefix, SqlTokenKind kind)
    {
        _at += prefix;
        while (true)
        {
            int length = _text[_at..].IndexOfAny('"', '\0');
            if (length < 0)
            {
                throw Unterminated(SqlSyntaxError.UnterminatedQuotedIdentifier, "This quoted name is not closed.", start);
            }

            _at += length + 1;
            if (_text[_at - 1] == '\0')
            {
                throw Nul(_at - 1);
            }

            if (Peek(0) != '"')
            {
                return kind;
            }

            _at++;
        }
    }

    private SqlTokenKind ReadLineComment()
    {
        int length = _text[_at..].IndexOfAny(LineEnds);
        _at = length < 0 ? _text.Length : _at + length;
        return Peek(0) == '\0' && _at < _text.Length ? throw Nul(_at) : SqlTokenKind.LineComment;
    }

    /// <summary>Comments nest; a counter, not recursion, keeps the depth.</summary>
    private SqlTokenKind ReadBlockComment()
    {
        int start = _at;
        int depth = 1;
        _at += 2;
        while (depth > 0)
        {
            int length = _text[_at..].IndexOfAny(CommentMarks);
            if (length < 0)
            {
                throw Unterminated(
                    SqlSyntaxError.UnterminatedBlockComment, "This comment is not closed. Comments nest: each /* needs a */ of its own.", start);
            }

            _at += length;
            char mark = _text[_at];
            char next = Peek(1);
            if (mark == '\0')
            {
                throw Nul(_at);
            }

            bool pair = (mark == '/' && next == '*') || (mark == '*' && next == '/');
            depth += !pair ? 0 : mark == '/' ? 1 : -1;
            _at += pair ? 2 : 1;
        }

        return SqlTokenKind.BlockComment;
    }

    private SqlTokenKind ReadDollar()
    {
        char next = Peek(1);
        if (char.IsAsciiDigit(next))
        {
            _at++;
            SkipDigits();
            return SqlTokenKind.Parameter;
        }

        if (next == '{' && VariableSyntax.TemplateLength(_text[_at..]) is var length and > 0)
        {
            _at += length;
            return SqlTokenKind.TemplateVariable;
        }

        int tagEnd = _at + 1;
        if (next != '$')
        {
            if (!IsWordStart(next))
            {
                throw new SqlSyntaxException(SqlSyntaxError.UnexpectedCharacter, "A $ must start a parameter ($1), a dollar quote ($$, $tag$) or a variable (${name}).", _at);
            }

            while (tagEnd < _text.Length && IsWordPart(_text[tagEnd]) && _text[tagEnd] != '$')
            {
                tagEnd++;
            }

            if (tagEnd >= _text.Length || _text[tagEnd] != '$')
            {
                throw new SqlSyntaxException(SqlSyntaxError.UnexpectedCharacter, "A $ must start a parameter ($1), a dollar quote ($$, $tag$) or a variable (${name}).", _at);
            }
        }

        return ReadDollarString(_text[_at..(tagEnd + 1)]);
    }

    private SqlTokenKind ReadDollarString(scoped ReadOnlySpan<char> tag)
    {
        int start = _at;
        int body = _at + tag.Length;
        int length = _text[body..].IndexOf(tag, StringComparison.Ordinal);
        if (length < 0)
        {
            throw Unterminated(SqlSyntaxError.UnterminatedDollarString, $"This dollar-quoted string is not closed; its end is {tag}.", start);
        }

        int nul = _text.Slice(body, length).IndexOf('\0');
        if (nul >= 0)
        {
            throw Nul(body + nul);
        }

        _at = body + length + tag.Length;
        return SqlTokenKind.DollarString;
    }

    private SqlTokenKind ReadDot()
    {
        if (char.IsAsciiDigit(Peek(1)))
        {
            return ReadNumber();
        }

        _at++;
        if (Peek(0) == '.')
        {
            _at++;
            return SqlTokenKind.Operator;
        }

        return SqlTokenKind.Dot;
    }

    private SqlTokenKind ReadColon()
    {
        char next = Peek(1);
        if (next is ':' or '=')
        {
            _at += 2;
            return SqlTokenKind.Operator;
        }

        int length = VariableSyntax.PsqlLength(_text[_at..]);
        _at += Math.Max(length, 1);
        return length > 0 ? SqlTokenKind.Variable : SqlTokenKind.Operator;
    }

    private SqlTokenKind ReadNumber()
    {
        if (_text[_at] == '0' && Peek(1) is 'x' or 'X' or 'o' or 'O' or 'b' or 'B' && char.IsAsciiHexDigit(Peek(2)))
        {
            _at += 2;
            while (char.IsAsciiHexDigit(Peek(0)) || Peek(0) == '_')
            {
                _at++;
            }

            return SqlTokenKind.Number;
        }

        SkipDigits();
        if (Peek(0) == '.' && Peek(1) != '.')
        {
            _at++;
            SkipDigits();
        }

        int sign = Peek(1) is '+' or '-' ? 2 : 1;
        if (Peek(0) is 'e' or 'E' && char.IsAsciiDigit(Peek(sign)))
        {
            _at += sign;
            SkipDigits();
        }

        return SqlTokenKind.Number;
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Peek(0)) || (Peek(0) == '_' && char.IsAsciiDigit(Peek(1))))
        {
            _at++;
        }
    }

    /// <summary>
    /// An operator runs as far as it can, but never into a comment, and ends in + or - only with one of ~ ! @ # % ^ &amp; | ` ?
    /// in it (manual, 4.1.3).
    /// </summary>
    private SqlTokenKind ReadOperator()
    {
        if (_at < _signsEnd)
        {
            return Single(SqlTokenKind.Operator);
        }

        int end = _at;
        while (end < _text.Length && OperatorCharacters.Contains(_text[end], StringComparison.Ordinal))
        {
            if (end > _at && end + 1 < _text.Length
                && ((_text[end] == '-' && _text[end + 1] == '-') || (_text[end] == '/' && _text[end + 1] == '*')))
            {
                break;
            }

            end++;
        }

        ReadOnlySpan<char> text = _text[_at..end];
        if (text.IndexOfAny("~!@#%^&|`?") < 0)
        {
            // What is given back is nothing but signs, an operator each; noted, so that a long run of them is read once.
            _signsEnd = end;
            while (end - _at > 1 && _text[end - 1] is '+' or '-')
            {
                end--;
            }
        }

        _at = end;
        return SqlTokenKind.Operator;
    }

    private static SqlSyntaxException Nul(int offset) => new(
        SqlSyntaxError.NulCharacter, "The text has a NUL character, which PostgreSQL cannot hold. Is the file UTF-16 or binary?", offset);

    private static SqlSyntaxException Unterminated(SqlSyntaxError error, string message, int offset) => new(error, message, offset);
}
