namespace PgMigrate.Engine.Parsing;

/// <summary><c>ALTER TABLE</c>, also <c>ALTER FOREIGN TABLE</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Actions">What is done to it, in order.</param>
public sealed record AlterTableStatement(TableReference Table, IReadOnlyList<AlterAction> Actions) : ParsedStatement
{
    /// <summary>True for <c>ALTER TABLE ASYNC</c> of Aurora DSQL.</summary>
    public bool IsAsync { get; init; }

    /// <summary>True with <c>IF EXISTS</c>.</summary>
    public bool IfExists { get; init; }
}
