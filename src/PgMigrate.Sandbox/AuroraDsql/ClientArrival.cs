using PgMigrate.Sandbox.AuroraDsql.Wire;

namespace PgMigrate.Sandbox.AuroraDsql;

/// <summary>A client whose token was good.</summary>
/// <param name="Stream">Its messages.</param>
/// <param name="User">Its role.</param>
/// <param name="Settings">Settings of its startup packet.</param>
internal sealed record ClientArrival(WireStream Stream, string User, IReadOnlyDictionary<string, string> Settings);
