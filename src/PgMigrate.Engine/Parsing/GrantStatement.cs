namespace PgMigrate.Engine.Parsing;

/// <summary><c>GRANT</c> or <c>REVOKE</c>.</summary>
/// <param name="IsRevoke">True for <c>REVOKE</c>.</param>
public sealed record GrantStatement(bool IsRevoke) : ParsedStatement
{
    /// <summary>True when <c>ALL</c> privileges are given.</summary>
    public bool IsAll { get; init; }

    /// <summary>Where <c>PUBLIC</c> stands among the roles, or null.</summary>
    public TextSpan? Public { get; init; }

    /// <summary>True with <c>WITH GRANT OPTION</c> or <c>WITH ADMIN OPTION</c>.</summary>
    public bool MayPassOn { get; init; }
}
