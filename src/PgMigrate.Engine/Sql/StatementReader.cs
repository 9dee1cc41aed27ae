namespace PgMigrate.Engine.Sql;

/// <summary>Walks over the tokens of one statement that are not trivia.</summary>
public ref struct StatementReader
{
    private readonly ReadOnlySpan<char> _text;
    private readonly NameTable? _names;
    private SqlLexer _lexer;

    /// <summary>Starts at the first token.</summary>
    /// <param name="statement">The statement.</param>
    public StatementReader(SqlStatement statement)
        : this(statement.Text.Span) => _names = statement.Source.Names;

    /// <summary>Starts at the first token of a text.</summary>
    /// <param name="text">A statement's text.</param>
    public StatementReader(ReadOnlySpan<char> text)
    {
        _text = text;
        _lexer = new SqlLexer(text);
        Current = _lexer.NextSignificant();
    }

    /// <summary>The token at hand; of kind <see cref="SqlTokenKind.End"/> after the last.</summary>
    public SqlToken Current { get; private set; }

    /// <summary>Offset just after the token before the one at hand; 0 at the first.</summary>
    public int PreviousEnd { get; private set; }

    /// <summary>Text of the token at hand.</summary>
    public readonly ReadOnlySpan<char> CurrentText => Current.Of(_text);

    /// <summary>The name that the token at hand, a word, means.</summary>
    internal readonly string FoldedText => _names is null ? SqlIdentifier.Fold(CurrentText) : _names.Fold(CurrentText);

    /// <summary>A part of the text.</summary>
    /// <param name="span">Offsets in the statement.</param>
    public readonly ReadOnlySpan<char> TextOf(Parsing.TextSpan span) => _text[span.Start..span.End];

    /// <summary>True after the last token.</summary>
    public readonly bool AtEnd => Current.Kind == SqlTokenKind.End;

    /// <summary>Goes on to the next token.</summary>
    public void Advance()
    {
        PreviousEnd = Current.End;
        Current = _lexer.NextSignificant();
    }

    /// <summary>True when the token at hand is this key word.</summary>
    /// <param name="word">The key word.</param>
    public readonly bool Is(string word) => Current.Is(_text, word);

    /// <summary>Steps over this key word if it is at hand.</summary>
    /// <param name="word">The key word.</param>
    public bool Accept(string word)
    {
        bool found = Is(word);
        if (found)
        {
            Advance();
        }

        return found;
    }

    /// <summary>Steps over these key words if all of them are at hand, else stays.</summary>
    /// <param name="words">Key words in order.</param>
    public bool Accept(params ReadOnlySpan<string> words)
    {
        // Mostly the first is not at hand, which is not worth a copy of the reader.
        if (words.Length > 0 && !Is(words[0]))
        {
            return false;
        }

        StatementReader ahead = this;
        foreach (string word in words)
        {
            if (!ahead.Accept(word))
            {
                return false;
            }
        }

        this = ahead;
        return true;
    }

    /// <summary>Steps over a token of this kind if it is at hand.</summary>
    /// <param name="kind">The kind.</param>
    public bool Accept(SqlTokenKind kind)
    {
        bool found = Current.Kind == kind;
        if (found)
        {
            Advance();
        }

        return found;
    }

    /// <summary>Goes on until one of the key words is at hand outside parentheses; stays at the end when none is.</summary>
    /// <param name="words">Key words.</param>
    public bool SkipTo(params ReadOnlySpan<string> words)
    {
        int depth = 0;
        for (; !AtEnd; Advance())
        {
            depth += Current.Kind == SqlTokenKind.LeftParenthesis ? 1 : Current.Kind == SqlTokenKind.RightParenthesis ? -1 : 0;
            if (depth == 0 && Current.Kind == SqlTokenKind.Word)
            {
                foreach (string word in words)
                {
                    if (Is(word))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>Steps over a group in parentheses if one is at hand.</summary>
    public bool SkipParentheses()
    {
        if (Current.Kind != SqlTokenKind.LeftParenthesis)
        {
            return false;
        }

        int depth = 0;
        do
        {
            depth += Current.Kind == SqlTokenKind.LeftParenthesis ? 1 : Current.Kind == SqlTokenKind.RightParenthesis ? -1 : 0;
            Advance();
        }
        while (depth > 0 && !AtEnd);
        return true;
    }

    /// <summary>Reads a name with its qualifiers as the catalog has it (<c>public.users</c>); null when none is at hand.</summary>
    public string? ReadName()
    {
        string? name = null;
        while (Current.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier)
        {
            string part = Current.Kind == SqlTokenKind.Word
                ? FoldedText
                : SqlIdentifier.Unquote(CurrentText);
            name = name is null ? part : $"{name}.{part}";
            Advance();
            if (!Accept(SqlTokenKind.Dot))
            {
                return name;
            }
        }

        return name;
    }
}
