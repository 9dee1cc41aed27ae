using System.Globalization;

namespace PgMigrate.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    public const string Usage = "Usage: PgMigrate.Bench [--quick] [--rounds N] [--only WORDS]...   (comparisons whose title has the words)";

    /// <summary>Rounds that are counted.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>A tenth of the work, to see that it runs; its numbers mean little.</summary>
    public bool Quick { get; init; }

    /// <summary>Words of titles of the comparisons to run; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Number of small migrations.</summary>
    public int Migrations => Quick ? 100 : 1_000;

    /// <summary>Size of the big migration, 10^6 bytes.</summary>
    public int BigFileMegabytes => Quick ? 2 : 20;

    /// <summary>Size of the texts that are split, 10^6 bytes.</summary>
    public int SplitMegabytes => Quick ? 5 : 50;

    /// <summary>Size of the texts that are checked against the rules, 10^6 bytes.</summary>
    public int LintMegabytes => Quick ? 1 : 10;

    /// <exception cref="FormatException">The arguments are not understood.</exception>
    public static BenchOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new BenchOptions();
        for (int at = 0; at < arguments.Length; at++)
        {
            string? value = at + 1 < arguments.Length ? arguments[at + 1] : null;
            switch (arguments[at])
            {
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--rounds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) && rounds > 0:
                    options = options with { Rounds = rounds };
                    at++;
                    break;
                case "--only" when value is not null:
                    options = options with { Only = [.. options.Only, value] };
                    at++;
                    break;
                default:
                    throw new FormatException($"'{arguments[at]}' is not understood. {Usage}");
            }
        }

        return options;
    }

    /// <summary>True when the comparison of this title was asked for.</summary>
    public bool Runs(string title) => Only.Count == 0 || Only.Any(words => title.Contains(words, StringComparison.OrdinalIgnoreCase));
}
