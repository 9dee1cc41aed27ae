namespace PgMigrate.Sandbox.RdsDataApi.Wire;

/// <summary>A value in text form.</summary>
/// <param name="TypeOid">Its type; 0 lets the server choose.</param>
/// <param name="Text">The value, or null for NULL.</param>
internal readonly record struct WireParameter(uint TypeOid, string? Text);
