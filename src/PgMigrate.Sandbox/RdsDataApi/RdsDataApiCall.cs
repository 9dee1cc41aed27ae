namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>A call that the emulator answered.</summary>
/// <param name="Operation">What was asked for.</param>
/// <param name="Sql">The statement, if any.</param>
/// <param name="TransactionId">The transaction named in the call, or null.</param>
/// <param name="Error">Name of the error it was answered with, <c>ConnectionCut</c>, or null when it went well.</param>
public sealed record RdsDataApiCall(RdsDataApiOperation Operation, string? Sql, string? TransactionId, string? Error);
