using System.Globalization;

namespace PgMigrate.Chaos.Campaigns;

/// <summary>
/// The seed of a run. <c>PGMIGRATE_CHAOS_SEED=S</c> repeats the choices of a run that printed S, <c>PGMIGRATE_CHAOS_SEED=S/R</c> those of
/// its round R alone. The choices are repeated to the letter; the moments at which a process is killed follow the machine's pace.
/// </summary>
internal sealed record Seed(int Value, int? Only)
{
    /// <summary>The tests' seed: always the same unless asked for another, so that a run that is red is red again.</summary>
    public static Seed Current { get; } = Read() ?? new Seed(20261121, null);

    /// <summary>The full run's seed: a new one each time unless asked for one.</summary>
    public static Seed Drawn { get; } = Read() ?? new Seed(Random.Shared.Next(1_000_000), null);

    /// <summary>What chance decides in a round.</summary>
    public Random For(string campaign, int round) => new(HashOf($"{Value} {campaign} {round}"));

    /// <summary>The rounds to do, of so many.</summary>
    public IEnumerable<int> Rounds(int count) => Only is { } only ? [only] : Enumerable.Range(0, count);

    /// <summary>Rounds asked for by <c>PGMIGRATE_CHAOS_ROUNDS</c>, else the default.</summary>
    public static int RoundsOr(int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("PGMIGRATE_CHAOS_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) ? rounds : otherwise;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"PGMIGRATE_CHAOS_SEED={Value}");

    private static Seed? Read()
    {
        string[] parts = (Environment.GetEnvironmentVariable("PGMIGRATE_CHAOS_SEED") ?? "").Split('/');
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? new Seed(value, parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : null) : null;
    }

    /// <summary>FNV-1a: the same in every process, which string.GetHashCode is not.</summary>
    private static int HashOf(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return (int)hash;
    }
}
