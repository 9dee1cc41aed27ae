using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting;

/// <summary>A statement of the script being checked.</summary>
public sealed class LintStatement
{
    private ParsedStatement? _parsed;
    private string? _firstLine;
    private bool? _holdsSecret;
    private StatementTraits? _traits;
    private IReadOnlyList<ColumnDefinition>? _columns;

    /// <summary>Wraps a statement.</summary>
    /// <param name="statement">It.</param>
    /// <param name="index">Its place in the script, from 0.</param>
    internal LintStatement(SqlStatement statement, int index)
    {
        Statement = statement;
        Index = index;
    }

    /// <summary>The statement as the splitter cut it.</summary>
    public SqlStatement Statement { get; }

    /// <summary>What it says.</summary>
    public ParsedStatement Parsed => _parsed ??= StatementParser.Parse(Statement);

    /// <summary>Its place in the script, from 0.</summary>
    public int Index { get; }

    /// <summary>True for a statement in the code of a DO block, a function or a procedure.</summary>
    public bool IsInBody { get; init; }

    /// <summary>Its first line as a report shows it.</summary>
    internal string FirstLine => _firstLine ??= Statement.FirstLine;

    /// <summary>True when a secret stands in it, which no report may show.</summary>
    internal bool HoldsSecret => _holdsSecret ??= Statement.Source.MayHoldSecret && SecretRedactor.HoldsSecret(Statement.Text.Span);

    /// <summary>What matters of it for transactions, read by itself.</summary>
    internal StatementTraits Traits => _traits ??= StatementTraits.Of(Statement);

    /// <summary>The columns it defines or gives another type; those of temporary tables left out.</summary>
    internal IReadOnlyList<ColumnDefinition> Columns => _columns ??= Parsed switch
    {
        CreateTableStatement { IsTemporary: false } table => table.Columns,
        AlterTableStatement alter => alter.Actions.Select(ColumnOf).OfType<ColumnDefinition>().ToArray(),
        _ => [],
    };

    /// <summary>Offset in the script just after it, COPY data included.</summary>
    internal int End => Statement.End + (Statement.CopyData?.Text.Length ?? 0);

    /// <summary>Starts reading its tokens; their offsets count from the statement's start.</summary>
    public StatementReader Read() => new(Statement);

    /// <summary>Starts reading at the first token that starts at an offset or after it.</summary>
    /// <param name="offset">Offset in the statement.</param>
    internal StatementReader ReadFrom(int offset)
    {
        StatementReader reader = Read();
        while (!reader.AtEnd && reader.Current.Start < offset)
        {
            reader.Advance();
        }

        return reader;
    }

    /// <summary>The text of a part, for a message.</summary>
    /// <param name="span">The part.</param>
    public string Words(TextSpan span) => Statement.Text.Span[span.Start..span.End].ToString();

    /// <inheritdoc/>
    public override string ToString() => Statement.FirstLine;

    /// <summary>A changed type counts like that of a new column.</summary>
    private static ColumnDefinition? ColumnOf(AlterAction action) =>
        action is { Kind: AlterActionKind.AlterType, Type: { } type } ? new ColumnDefinition(action.Name, type, [], action.Span) : action.Column;
}
