namespace PgMigrate.Engine.Migrations;

/// <summary>The directives in the comments at the head of a file (<c>-- @transaction: none</c>).</summary>
public sealed record MigrationHeader
{
    /// <summary>A head that says nothing.</summary>
    public static MigrationHeader Empty { get; } = new();

    /// <summary>First comment line that is no directive, as a one-line description.</summary>
    public string? Description { get; init; }

    /// <summary><c>@transaction</c>.</summary>
    public TransactionMode Transaction { get; init; }

    /// <summary><c>@target</c>, as written; null means every target.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary><c>@timeout</c>: statement timeout for this migration; null means the run's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Everything else, by lower-case name.</summary>
    public IReadOnlyDictionary<string, string> Other { get; init; } = new Dictionary<string, string>();
}
