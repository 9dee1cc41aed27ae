namespace PgMigrate.Engine.Sql;

/// <summary>Reads the tokens of a script and steps over COPY data, which is no SQL.</summary>
internal ref struct CopySkipper
{
    private readonly ReadOnlySpan<char> _text;
    private SqlLexer _lexer;
    private StatementShape _shape;
    private int _start = -1;

    public CopySkipper(ReadOnlySpan<char> text)
    {
        _text = text;
        _lexer = new SqlLexer(text);
        _shape = new StatementShape(text);
    }

    public SqlToken Next()
    {
        SqlToken token = _lexer.Next();
        if (token.Kind == SqlTokenKind.Semicolon && _shape.IsAtTopLevel)
        {
            if (_shape.IsCopyFromStdin)
            {
                int at = token.End;
                CopyData.Skip(_text, _start, ref at);
                _lexer = new SqlLexer(_text, at);
            }

            _shape = new StatementShape(_text);
            _start = -1;
        }
        else if (!token.IsTrivia)
        {
            _start = _start < 0 ? token.Start : _start;
            _shape.Add(token);
        }

        return token;
    }
}
