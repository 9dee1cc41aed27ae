using PgMigrate.Engine.Scripting;

namespace PgMigrate.Engine.Tests.Scripting;

/// <summary>A host that gives what a test says, by file name.</summary>
internal sealed class FakeScriptHost(Func<string, (ScriptOutcome Up, ScriptOutcome Undo)> outcomes) : IMigrationScriptHost
{
    public List<ScriptRequest> Requests { get; } = [];

    public static ScriptOutcome Sql(params (string Sql, int Line)[] statements) =>
        new() { Statements = [.. statements.Select(statement => new ScriptStatement(statement.Sql, statement.Line, 3))] };

    public static ScriptOutcome Failed(ScriptFailureKind kind, string message) => new() { Failure = new ScriptFailure(kind, message, 4, 2) };

    public Task<IReadOnlyList<ScriptRendering>> RenderAsync(ScriptRequest request, CancellationToken cancellationToken = default)
    {
        Requests.Add(request);
        IReadOnlyList<ScriptRendering> rendered =
        [
            .. request.Files.Where(file => request.Only is null || request.Only == file).Select(file =>
            {
                (ScriptOutcome up, ScriptOutcome undo) = outcomes(Path.GetFileName(file));
                return new ScriptRendering(file, up, undo);
            }),
        ];
        return Task.FromResult(rendered);
    }
}
