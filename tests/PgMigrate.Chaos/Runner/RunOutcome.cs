using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Running;

namespace PgMigrate.Chaos.Runner;

/// <summary>What a runner tells of its run.</summary>
internal sealed record RunOutcome
{
    public bool Succeeded { get; init; }

    /// <summary>The migrations that were started.</summary>
    public IReadOnlyList<FileOutcome> Files { get; init; } = [];

    /// <summary>Why nothing was run.</summary>
    public IReadOnlyList<ProblemOutcome> Problems { get; init; } = [];

    /// <summary>The error that ended the run outside a migration.</summary>
    public string? Error { get; init; }

    public static RunOutcome Of(RunResult result) => new()
    {
        Succeeded = result.Succeeded,
        Files = [.. result.Results.Select(file => new FileOutcome(file.FileName, file.Status, file.StatementsApplied, file.Failure?.ToString()))],
        Problems =
        [
            .. result.Plan.CanRun ? [] : result.Plan.Problems.Where(problem => problem.Severity == ProblemSeverity.Error).Select(problem => new ProblemOutcome(
                problem.Code, Path.GetFileName(problem.Path), problem.InDoubt is StatementInDoubt doubt ? doubt.Index + 1 : 0, problem.Message)),
        ],
    };

    public override string ToString() => Succeeded ? $"succeeded ({string.Join(", ", Files.Select(file => file.File))})" : string.Join(
        "; ",
        Files.Select(file => $"{file.File} {file.Status} {file.Applied} {file.Failure}").Concat(Problems.Select(problem => problem.Message)).Append(Error));
}

/// <summary>How one migration ended.</summary>
internal sealed record FileOutcome(string File, MigrationResultStatus Status, int Applied, string? Failure);

/// <summary>A problem that kept the plan from running; <paramref name="Statement"/> counts from 1 and is 0 where none is in doubt.</summary>
internal sealed record ProblemOutcome(MigrationProblemCode Code, string? File, int Statement, string Message);
