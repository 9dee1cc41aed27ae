namespace PgMigrate.Engine.Running;

/// <summary>Thrown by every <see cref="ISqlSession"/> in place of its driver's exceptions.</summary>
public sealed class SqlFailureException : Exception
{
    /// <summary>Wraps a failure.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="inner">The driver's exception, for debugging.</param>
    public SqlFailureException(SqlFailure failure, Exception? inner = null)
        : base(failure.Message, inner) => Failure = failure;

    /// <summary>What happened.</summary>
    public SqlFailure Failure { get; }
}
