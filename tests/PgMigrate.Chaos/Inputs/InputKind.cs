namespace PgMigrate.Chaos.Inputs;

/// <summary>A reader that is given damaged inputs.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Originals">Good inputs, which are damaged.</param>
/// <param name="Take">Reads one; throws nothing but what it is documented to throw, which is caught inside.</param>
internal sealed record InputKind(string Name, IReadOnlyList<string> Originals, Action<string> Take);
