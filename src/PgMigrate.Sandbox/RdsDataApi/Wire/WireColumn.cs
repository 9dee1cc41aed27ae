namespace PgMigrate.Sandbox.RdsDataApi.Wire;

/// <summary>A column as the server describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TableOid">Its table, or 0.</param>
/// <param name="Number">Its number in the table, or 0.</param>
/// <param name="TypeOid">Its type.</param>
/// <param name="TypeModifier">The type's modifier, or -1.</param>
internal readonly record struct WireColumn(string Name, uint TableOid, short Number, uint TypeOid, int TypeModifier);
