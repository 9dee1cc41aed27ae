using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>How the statements of a migration are grouped.</summary>
internal sealed record UnitPlan
{
    /// <summary>Transactional or None.</summary>
    public TransactionMode Mode { get; init; }

    /// <summary>Why it is None, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>The statements to send; the file's own BEGIN and COMMIT are left out.</summary>
    public IReadOnlyList<SqlStatement> Statements { get; init; } = [];

    /// <summary>The groups.</summary>
    public IReadOnlyList<StatementUnit> Units { get; init; } = [];

    /// <summary>Why it cannot be run at all, or null.</summary>
    public MigrationProblem? Problem { get; init; }
}
