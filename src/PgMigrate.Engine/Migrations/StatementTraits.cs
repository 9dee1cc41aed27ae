using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Migrations;

/// <summary>What matters of a statement for transactions, read from its tokens.</summary>
public sealed record StatementTraits
{
    private static readonly StatementTraits Ordinary = new();

    /// <summary>False for statements that PostgreSQL refuses inside a transaction block.</summary>
    public bool CanRunInTransaction => Reason is null;

    /// <summary>Why it cannot run in a transaction, or null when it can.</summary>
    public string? Reason { get; init; }

    /// <summary>What it does to its transaction.</summary>
    public TransactionControl Control { get; init; }

    /// <summary>True for a BEGIN with an isolation level or other modes.</summary>
    public bool HasTransactionOptions { get; init; }

    /// <summary>True for CALL and DO, whose code may commit when it runs outside a transaction block.</summary>
    public bool MayCommitInside { get; init; }

    /// <summary>Reads one statement by itself.</summary>
    /// <param name="statement">It.</param>
    public static StatementTraits Of(SqlStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var reader = new StatementReader(statement);
        if (TransactionStatements.Read(reader) is { } control)
        {
            return control;
        }

        return NonTransactionalStatements.ReasonOf(reader) is { } reason ? new StatementTraits { Reason = reason }
            : reader.Is("CALL") || reader.Is("DO") ? new StatementTraits { MayCommitInside = true }
            : Ordinary;
    }

    /// <summary>
    /// Reads the statements of a script together: a value that ALTER TYPE … ADD VALUE adds cannot be used before its
    /// transaction ends (error 55P04), so a file that adds and uses one is not one transaction.
    /// </summary>
    /// <param name="statements">The script's statements in order.</param>
    public static StatementTraits[] OfScript(IReadOnlyList<SqlStatement> statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        StatementTraits[] traits = [.. statements.Select(Of)];
        var values = new EnumValueUses(statements);
        for (int at = 0; at < traits.Length; at++)
        {
            if (values.AddedBy(at) is { } value && values.FirstUseAfter(value, at) >= 0)
            {
                traits[at] = new StatementTraits { Reason = $"the enum value '{value}' is added and used in one file" };
            }
        }

        return traits;
    }
}
