namespace PgMigrate.Engine.Scripting;

/// <summary>
/// Runs migrations that are written in a programming language and gives the SQL they ask for. The engine starts no process and
/// loads no language itself: who uses it hands a host over, or none.
/// </summary>
public interface IMigrationScriptHost
{
    /// <summary>
    /// Runs scripts in order. What goes wrong in a script, in its limits or in the host itself is in the outcomes, never an
    /// exception.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>An outcome for each script that was to be rendered, in the request's order.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<IReadOnlyList<ScriptRendering>> RenderAsync(ScriptRequest request, CancellationToken cancellationToken = default);
}
