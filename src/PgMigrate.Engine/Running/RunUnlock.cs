namespace PgMigrate.Engine.Running;

/// <summary>What became of a lock that was to be freed.</summary>
/// <param name="Holder">Who held it.</param>
/// <param name="Freed">True when nobody of those holds it any more.</param>
/// <param name="Message">What was done.</param>
public sealed record RunUnlock(RunLockHolder Holder, bool Freed, string Message)
{
    /// <summary>The kind of lock.</summary>
    public RunLockMode Kind => Holder.Kind;

    /// <inheritdoc/>
    public override string ToString() => Message;
}
