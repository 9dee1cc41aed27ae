namespace PgMigrate.Bench.Measuring;

/// <summary>One way to do a piece of work.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Run">The work that is timed.</param>
internal sealed record Contender(string Name, Func<Task> Run)
{
    /// <summary>Makes ready for one run; not timed.</summary>
    public Func<Task> Prepare { get; init; } = () => Task.CompletedTask;

    /// <summary>Throws when the run did not do its work; not timed. Without it a peer that fails fast would win.</summary>
    public Func<Task> Check { get; init; } = () => Task.CompletedTask;

    /// <summary>What is worth a word in the table, asked after the last run.</summary>
    public Func<string> Note { get; init; } = () => "";

    /// <summary>Why it cannot be measured here, or null.</summary>
    public string? SkipReason { get; init; }

    /// <summary>A contender that is not there.</summary>
    public static Contender Absent(string name, string reason) => new(name, () => Task.CompletedTask) { SkipReason = reason };
}
