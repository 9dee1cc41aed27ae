namespace PgMigrate.Chaos;

/// <summary>The promise was broken: something twice, lost or false.</summary>
internal sealed class ChaosException(string message) : Exception(message);
