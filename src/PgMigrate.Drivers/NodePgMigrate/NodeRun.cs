using System.Text.Json;
using System.Text.Json.Nodes;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Scripting;

namespace PgMigrate.Drivers.NodePgMigrate;

/// <summary>One conversation with the child process: what to do, the outcomes, and what scripts ask the database.</summary>
internal sealed class NodeRun(
    NodeProcess process, ScriptRequest request, ScriptResults results, NodeScriptOptions options, NodeProgram program, string folder)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, string> _given = [];
    private string? _file;
    private bool _up;
    private bool _loading;

    public async Task<IReadOnlyList<ScriptRendering>> RunAsync(CancellationToken cancellationToken)
    {
        await process.SendAsync(Request().ToJsonString(), cancellationToken).ConfigureAwait(false);

        // The clocks of scripts start with the first of them: a busy machine may take its time to start a process.
        using var start = new RunClock(StartLimit);
        using var total = new RunClock(options.TotalTimeout);
        using var script = new RunClock(options.ScriptTimeout);
        total.Pause();
        script.Pause();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, start.Token, total.Token, script.Token);
        while (true)
        {
            JsonDocument? message;
            try
            {
                message = await process.ReceiveAsync(Log, limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(Overrun(start.IsOver ? StartLimit : total.IsOver ? options.TotalTimeout : options.ScriptTimeout)
                    + (total.IsOver ? " for all scripts together" : ""));
                message = null;
            }

            if (message is null)
            {
                return await EndedAsync().ConfigureAwait(false);
            }

            using (message)
            {
                JsonElement root = message.RootElement;
                switch (root.GetProperty("kind").GetString())
                {
                    case "begin":
                        start.Pause();
                        total.Resume();
                        (_file, _loading, _up) = (PathOf(root), Stage(root) == "load", Stage(root) == "up");
                        script.Restart();
                        break;
                    case "log":
                        Log(root.GetProperty("text").GetString()!);
                        break;
                    case "rendered":
                        results.Set(PathOf(root), Stage(root) == "up", ScriptMessages.Outcome(root));
                        break;
                    case "failed":
                        Failed(root);
                        break;
                    case "query":
                        total.Pause();
                        script.Pause();
                        await AnswerAsync(root, cancellationToken).ConfigureAwait(false);
                        total.Resume();
                        script.Resume();
                        break;
                    case "end":
                        return results.Gather("The run ended before it.");
                    default:
                        return results.Gather($"The script host failed: {root.GetProperty("message").GetString()}");
                }
            }
        }
    }

    private static string Overrun(TimeSpan limit) => FormattableString.Invariant($"more than {limit.TotalSeconds:0.###} s");

    private static string? Stage(JsonElement root) => root.GetProperty("stage").GetString();

    /// <summary>The path as the caller knows it: the child has the real one.</summary>
    private string PathOf(JsonElement root) => _given[root.GetProperty("file").GetString()!];

    private JsonObject Request()
    {
        var files = new JsonArray();
        foreach (string file in request.Files)
        {
            if (file.EndsWith("ts", StringComparison.Ordinal) && !program.StripsTypes)
            {
                results.NotLoaded(file, new ScriptFailure(
                    ScriptFailureKind.NoHost, $"It is written in TypeScript, which {program} cannot run: that needs 22.6 or newer."));
                continue;
            }

            string real = Path.Combine(folder, Path.GetRelativePath(request.Folder, file));
            _given[real] = file;
            files.Add(real);
        }

        return new JsonObject
        {
            ["mark"] = process.Mark,
            ["files"] = files,
            ["render"] = request.Only is null ? null : new JsonArray(Path.Combine(folder, Path.GetRelativePath(request.Folder, request.Only))),
            ["directions"] = request.Database is null ? new JsonArray("up", "down") : new JsonArray("up"),
            ["session"] = request.Database is not null,
            ["decamelize"] = options.Decamelize,
        };
    }

    private void Log(string text)
    {
        string from = _file is null ? "" : Path.GetFileName(_file) + ": ";
        request.Log?.Invoke(from + text);
    }

    private void Failed(JsonElement root)
    {
        ScriptFailure failure = ScriptMessages.Failure(root);
        if (Stage(root) == "load")
        {
            results.NotLoaded(PathOf(root), failure);
        }
        else
        {
            results.Set(PathOf(root), Stage(root) == "up", new ScriptOutcome { Failure = failure });
        }
    }

    private async Task AnswerAsync(JsonElement root, CancellationToken cancellationToken)
    {
        JsonObject answer;
        try
        {
            IReadOnlyList<string> rows = await request.Database!.QueryAsync(
                root.GetProperty("text").GetString()!, ScriptMessages.Values(root.GetProperty("values")), cancellationToken).ConfigureAwait(false);
            answer = ScriptMessages.Rows(rows);
        }
        catch (SqlFailureException error)
        {
            answer = ScriptMessages.Refusal(error.Failure);
        }

        await process.SendAsync(answer.ToJsonString(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The process is gone before its last word: the script that was running is to blame, and those after it were not reached.</summary>
    private async Task<IReadOnlyList<ScriptRendering>> EndedAsync()
    {
        bool limited = process.Killed is not null;
        string how = process.Killed is { } killed ? $"it took {killed}" : await process.EndAsync().ConfigureAwait(false);
        if (_file is not { } file)
        {
            return results.Gather($"Node.js did not start as it should: {how}.");
        }

        bool isLimit = limited || how.StartsWith("it wants", StringComparison.Ordinal);
        var failure = new ScriptFailure(isLimit ? ScriptFailureKind.Limit : ScriptFailureKind.Error, $"The script was ended: {how}.");
        if (_loading)
        {
            results.NotLoaded(file, failure);
        }
        else
        {
            results.Set(file, _up, new ScriptOutcome { Failure = failure });
        }

        return results.Gather($"It was not reached: {Path.GetFileName(file)} was ended first, because {how}.");
    }
}
