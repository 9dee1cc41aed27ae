namespace PgMigrate.Engine.Sql;

/// <summary>
/// Fills in <c>:name</c> and <c>${name}</c> (the value as it is), <c>:'name'</c> (a literal), <c>:"name"</c> (a quoted name) and
/// <c>:{?name}</c> (TRUE or FALSE), where psql would: never inside literals, quoted names, dollar-quoted bodies or comments. The
/// text is filled in first and read as SQL afterwards, so a value may hold several tokens.
/// </summary>
public static class VariableExpander
{
    /// <summary>Fills in the variables of a script.</summary>
    /// <param name="source">The script.</param>
    /// <param name="variables">Values by name; names are case-sensitive.</param>
    /// <exception cref="SqlSyntaxException">The script cannot be read, or a value holds a NUL.</exception>
    public static ExpandedScript Expand(SourceText source, IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(variables);
        try
        {
            return new Expansion(source, variables).Run();
        }
        catch (SqlSyntaxException error) when (error.Position is null)
        {
            throw error.In(source);
        }
    }

    private sealed class Expansion(SourceText source, IReadOnlyDictionary<string, string> variables)
    {
        private readonly List<VariableUse> _unset = [];
        private readonly List<VariableUse> _notFilled = [];
        private readonly List<SourceEdit> _edits = [];

        public ExpandedScript Run()
        {
            ReadOnlySpan<char> text = source.Span;
            var splitter = new CopySkipper(text);
            int brackets = 0;
            while (splitter.Next() is { Kind: not SqlTokenKind.End } token)
            {
                switch (token.Kind)
                {
                    case SqlTokenKind.LeftBracket:
                        brackets++;
                        break;
                    case SqlTokenKind.RightBracket:
                        brackets = Math.Max(brackets - 1, 0);
                        break;
                    case SqlTokenKind.Semicolon:
                        brackets = 0;
                        break;
                    case SqlTokenKind.Variable or SqlTokenKind.TemplateVariable:
                        Fill(token, insideBrackets: brackets > 0);
                        break;
                    case SqlTokenKind.StringConstant or SqlTokenKind.EscapeString or SqlTokenKind.UnicodeString or SqlTokenKind.DollarString
                        or SqlTokenKind.QuotedIdentifier or SqlTokenKind.UnicodeIdentifier or SqlTokenKind.LineComment or SqlTokenKind.BlockComment:
                        NoteTemplates(token);
                        break;
                }
            }

            return new ExpandedScript(_edits.Count == 0 ? source : source.WithEdits(_edits), _unset, _notFilled);
        }

        private void Fill(SqlToken token, bool insideBrackets)
        {
            string written = token.Of(source.Span).ToString();
            char open = written[1];
            string name = written.StartsWith('$') || written.StartsWith(":{", StringComparison.Ordinal)
                ? written[(written[0] == '$' ? 2 : 3)..^1]
                : open is '\'' or '"' ? written[2..^1] : written[1..];
            if (open == '{' && written[0] == ':')
            {
                Replace(token, variables.ContainsKey(name) ? "TRUE" : "FALSE");
                return;
            }

            if (!variables.TryGetValue(name, out string? value))
            {
                // a[lo:hi] is an array slice; psql leaves a name without a value as it is.
                bool slice = insideBrackets && written[0] == ':' && open is not ('\'' or '"');
                if (!slice && !char.IsAsciiDigit(name[0]))
                {
                    _unset.Add(new VariableUse(name, written, source.GetPosition(token.Start)));
                }

                return;
            }

            if (value.Contains('\0', StringComparison.Ordinal))
            {
                throw new SqlSyntaxException(SqlSyntaxError.NulCharacter, $"The value of the variable '{name}' has a NUL character.", token.Start);
            }

            Replace(token, written[0] == ':' && open == '\'' ? SqlIdentifier.Literal(value)
                : written[0] == ':' && open == '"' ? SqlIdentifier.Quote(value) : value);
        }

        private void Replace(SqlToken token, string value) => _edits.Add(new SourceEdit(token.Start, token.Length, value));

        private void NoteTemplates(SqlToken token)
        {
            ReadOnlySpan<char> text = token.Of(source.Span);
            int at = 0;
            while (variables.Count > 0 && text[at..].IndexOf("${", StringComparison.Ordinal) is var next and >= 0)
            {
                at += next;
                int length = VariableSyntax.TemplateLength(text[at..]);
                string name = length > 0 ? text.Slice(at + 2, length - 3).ToString() : "";
                if (variables.ContainsKey(name))
                {
                    _notFilled.Add(new VariableUse(name, $"${{{name}}}", source.GetPosition(token.Start + at)));
                }

                at += 2;
            }
        }
    }
}
