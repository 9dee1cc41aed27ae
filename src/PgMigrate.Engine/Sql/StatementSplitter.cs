namespace PgMigrate.Engine.Sql;

/// <summary>
/// Cuts a script into statements as psql does: at semicolons outside parentheses and outside <c>BEGIN ATOMIC … END</c> bodies;
/// data lines after <c>COPY … FROM STDIN</c> go with their statement.
/// </summary>
public static class StatementSplitter
{
    /// <summary>The statements, read one at a time; empty ones are left out.</summary>
    /// <param name="source">The script.</param>
    /// <exception cref="SqlSyntaxException">The script cannot be read; its position is filled in.</exception>
    public static IEnumerable<SqlStatement> Split(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        int at = 0;
        while (ReadNext(source, ref at) is { } statement)
        {
            yield return statement;
        }
    }

    private static SqlStatement? ReadNext(SourceText source, ref int at)
    {
        try
        {
            return ReadStatement(source, ref at);
        }
        catch (SqlSyntaxException error) when (error.Position is null)
        {
            throw error.In(source);
        }
    }

    private static SqlStatement? ReadStatement(SourceText source, ref int at)
    {
        ReadOnlySpan<char> text = source.Span;
        var lexer = new SqlLexer(text, at);
        int start = -1;
        int end = -1;
        int longest = 0;
        var shape = new StatementShape(text);
        while (true)
        {
            SqlToken token = lexer.NextSignificant();
            switch (token.Kind)
            {
                case SqlTokenKind.End:
                    at = text.Length;
                    shape.RequireComplete();
                    return start < 0 ? null
                        : shape.IsCopyFromStdin ? throw CopyData.Missing(start)
                        : new SqlStatement(source, start, end - start) { LongestName = longest };
                case SqlTokenKind.Semicolon when shape.IsAtTopLevel && start < 0:
                    continue;
                case SqlTokenKind.Semicolon when shape.IsAtTopLevel:
                    at = token.End;
                    SourceText? data = shape.IsCopyFromStdin ? CopyData.Read(source, start, ref at) : null;
                    return new SqlStatement(source, start, end - start, data) { LongestName = longest };
            }

            if (start < 0)
            {
                start = token.Start;
            }

            if (token.Length > longest && token.Kind is (SqlTokenKind.Word or SqlTokenKind.QuotedIdentifier))
            {
                longest = token.Length;
            }

            shape.Add(token);
            end = token.End;
        }
    }
}
