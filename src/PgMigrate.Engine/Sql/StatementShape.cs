namespace PgMigrate.Engine.Sql;

/// <summary>Follows the nesting of one statement while its tokens are read, to know which semicolons end it.</summary>
internal ref struct StatementShape(ReadOnlySpan<char> text)
{
    private enum Routine : byte
    {
        /// <summary>Nothing but trivia so far.</summary>
        Start,

        /// <summary>After CREATE.</summary>
        Create,

        /// <summary>After CREATE OR.</summary>
        Or,

        /// <summary>After CREATE OR REPLACE.</summary>
        Replace,

        /// <summary>A CREATE FUNCTION or PROCEDURE, which may have a body.</summary>
        Yes,

        /// <summary>Any other statement.</summary>
        No,
    }

    private readonly ReadOnlySpan<char> _text = text;
    private SqlToken _previous;
    private int _parentheses;
    private int _firstOpen;
    private int _bodyDepth;
    private int _bodyStart;
    private Routine _routine;
    private bool _isCopy;

    /// <summary>True for <c>COPY … FROM STDIN</c>.</summary>
    public bool IsCopyFromStdin { get; private set; }

    /// <summary>True outside parentheses and bodies.</summary>
    public readonly bool IsAtTopLevel => _parentheses == 0 && _bodyDepth == 0;

    /// <summary>Takes the next token that is not trivia.</summary>
    public void Add(SqlToken token)
    {
        switch (token.Kind)
        {
            case SqlTokenKind.LeftParenthesis:
                if (_parentheses++ == 0)
                {
                    _firstOpen = token.Start;
                }

                break;
            case SqlTokenKind.RightParenthesis:
                _parentheses = Math.Max(_parentheses - 1, 0);
                break;
            case SqlTokenKind.Word when _parentheses == 0 && _previous.Kind != SqlTokenKind.Dot:
                AddWord(token);
                break;
        }

        if (_routine < Routine.Yes && token.Kind != SqlTokenKind.Word)
        {
            _routine = Routine.No;
        }

        _previous = token;
    }

    /// <exception cref="SqlSyntaxException">Something is still open.</exception>
    public readonly void RequireComplete()
    {
        if (_parentheses > 0)
        {
            throw new SqlSyntaxException(SqlSyntaxError.UnbalancedParenthesis, "This parenthesis is not closed.", _firstOpen);
        }

        if (_bodyDepth > 0)
        {
            throw new SqlSyntaxException(SqlSyntaxError.UnterminatedAtomicBody, "This BEGIN ATOMIC body is not closed; its end is END.", _bodyStart);
        }
    }

    private void AddWord(SqlToken token)
    {
        if (_bodyDepth > 0)
        {
            // "SELECT 1 AS end" is a name.
            _bodyDepth += _previous.Is(_text, "AS") ? 0 : token.Is(_text, "CASE") ? 1 : token.Is(_text, "END") ? -1 : 0;
        }
        else if (_routine == Routine.Yes)
        {
            if (token.Is(_text, "ATOMIC") && _previous.Is(_text, "BEGIN"))
            {
                _bodyDepth = 1;
                _bodyStart = _previous.Start;
            }
        }
        else if (_routine == Routine.No)
        {
            IsCopyFromStdin |= _isCopy && token.Is(_text, "STDIN") && _previous.Is(_text, "FROM");
        }
        else
        {
            FollowHead(token);
        }
    }

    private void FollowHead(SqlToken token)
    {
        _isCopy |= _routine == Routine.Start && token.Is(_text, "COPY");
        _routine = _routine switch
        {
            Routine.Start when token.Is(_text, "CREATE") => Routine.Create,
            Routine.Create when token.Is(_text, "OR") => Routine.Or,
            Routine.Or when token.Is(_text, "REPLACE") => Routine.Replace,
            Routine.Create or Routine.Replace when token.Is(_text, "FUNCTION") || token.Is(_text, "PROCEDURE") => Routine.Yes,
            _ => Routine.No,
        };
    }
}
