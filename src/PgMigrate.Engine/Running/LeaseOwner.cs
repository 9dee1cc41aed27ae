namespace PgMigrate.Engine.Running;

/// <summary>Who takes a lease.</summary>
/// <param name="RunId">The run.</param>
/// <param name="User">The database user.</param>
/// <param name="Host">The client's machine.</param>
/// <param name="Process">The client's process.</param>
internal sealed record LeaseOwner(Guid RunId, string User, string Host, int Process);
