using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>A statement of which an earlier run did not record whether it was applied.</summary>
/// <param name="Step">Its migration, as it would go on.</param>
/// <param name="Index">Its index in the step.</param>
internal sealed record StatementInDoubt(PlanStep Step, int Index)
{
    /// <summary>True when statements after it may have been applied too, of which the catalog tells.</summary>
    public bool TellsByCatalog { get; init; }

    /// <summary>The statement.</summary>
    public SqlStatement Statement => Step.Statements[Index];

    /// <summary>True when names in it may mean something else than in a fresh session.</summary>
    public bool FollowsSetting => Step.Statements.Take(Index).Any(statement => SessionStatements.ChangesSession(statement.Text.Span));
}
