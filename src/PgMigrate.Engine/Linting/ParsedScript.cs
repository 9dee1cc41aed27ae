using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>A script cut into statements as far as it can be read, with the suppressions in its comments.</summary>
internal sealed class ParsedScript
{
    private ParsedScript(SourceText source, bool isUndo, IReadOnlyList<LintStatement> statements, SqlSyntaxException? error)
    {
        Source = source;
        IsUndo = isUndo;
        Statements = statements;
        Error = error;
        Suppressions = new SuppressionSet(SuppressionReader.Read(source, statements));
    }

    public SourceText Source { get; }

    public bool IsUndo { get; }

    public IReadOnlyList<LintStatement> Statements { get; }

    public SqlSyntaxException? Error { get; }

    public SuppressionSet Suppressions { get; }

    public static ParsedScript Read(SourceText source, bool isUndo, CancellationToken cancellationToken)
    {
        var statements = new List<LintStatement>();
        try
        {
            foreach (SqlStatement statement in StatementSplitter.Split(source))
            {
                cancellationToken.ThrowIfCancellationRequested();
                statements.Add(new LintStatement(statement, statements.Count));
            }
        }
        catch (SqlSyntaxException error)
        {
            // Not lost: the rule unterminated-input tells it.
            return new ParsedScript(source, isUndo, statements, error);
        }

        return new ParsedScript(source, isUndo, statements, null);
    }

    /// <summary>The last statement that starts at or before an offset, or null.</summary>
    public LintStatement? StatementAt(int offset)
    {
        int low = 0;
        int high = Statements.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (Statements[middle].Statement.Start <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high < 0 ? null : Statements[high];
    }
}
