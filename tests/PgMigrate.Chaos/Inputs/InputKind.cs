namespace PgMigrate.Chaos.Inputs;

/// <summary>Readers that are given damaged inputs, each by itself.</summary>
/// <param name="Name">What they read.</param>
/// <param name="Originals">Good inputs, which are damaged.</param>
/// <param name="Readers">Each reads one; throws nothing but what it is documented to throw, which is caught inside.</param>
internal sealed record InputKind(string Name, IReadOnlyList<string> Originals, params Action<string>[] Readers);
