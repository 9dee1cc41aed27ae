using PgMigrate.Engine.Running;

namespace PgMigrate;

/// <summary>A migration failed and ended its run; <see cref="Result"/> has all that is known.</summary>
public sealed class MigrationFailedException : Exception
{
    internal MigrationFailedException(MigrationResult result, string message)
        : base(message) => Result = result;

    /// <summary>How the migration ended.</summary>
    public MigrationResult Result { get; }
}
