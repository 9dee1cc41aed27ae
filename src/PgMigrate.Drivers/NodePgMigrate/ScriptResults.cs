using PgMigrate.Engine.Scripting;

namespace PgMigrate.Drivers.NodePgMigrate;

/// <summary>Gathers what becomes of each script and direction.</summary>
internal sealed class ScriptResults(ScriptRequest request)
{
    private readonly Dictionary<(string File, bool Up), ScriptOutcome> _outcomes = [];
    private string? _firstNotLoaded;

    /// <summary>The scripts that are wanted, in order.</summary>
    public IEnumerable<string> Wanted => request.Files.Where(file => request.Only is null || request.Only == file);

    /// <summary>The same failure for all.</summary>
    public IReadOnlyList<ScriptRendering> All(ScriptFailure failure)
    {
        var outcome = new ScriptOutcome { Failure = failure };
        return [.. Wanted.Select(file => new ScriptRendering(file, outcome, outcome))];
    }

    public void Set(string file, bool up, ScriptOutcome outcome) => _outcomes[(file, up)] = outcome;

    /// <summary>A script that cannot be loaded says nothing, and those after it may lack what it defines.</summary>
    public void NotLoaded(string file, ScriptFailure failure)
    {
        Set(file, true, new ScriptOutcome { Failure = failure });
        Set(file, false, new ScriptOutcome { Failure = failure });
        _firstNotLoaded ??= file;
    }

    /// <summary>What was gathered; a script that was not reached has a failure that says why.</summary>
    /// <param name="missing">Why scripts have no outcome.</param>
    public IReadOnlyList<ScriptRendering> Gather(string missing) =>
        [.. Wanted.Select(file => new ScriptRendering(file, OutcomeOf(file, true, missing), OutcomeOf(file, false, missing)))];

    private ScriptOutcome OutcomeOf(string file, bool up, string missing)
    {
        if (_firstNotLoaded is { } broken && IsAfter(file, broken))
        {
            return Failed($"It comes after {Path.GetFileName(broken)}, which cannot be loaded, so the type shorthands it may use are not known.");
        }

        return _outcomes.TryGetValue((file, up), out ScriptOutcome? outcome) ? outcome : Failed(missing);
    }

    private bool IsAfter(string file, string other) =>
        request.Files.TakeWhile(name => name != file).Contains(other, StringComparer.Ordinal);

    private static ScriptOutcome Failed(string message) => new() { Failure = new ScriptFailure(ScriptFailureKind.NotReached, message) };
}
