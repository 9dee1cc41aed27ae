using PgMigrate.Engine.Running;

namespace PgMigrate.Engine.Scripting;

/// <summary>What a script that asks the database gets its answers from.</summary>
public interface IScriptDatabase
{
    /// <summary>Runs one statement.</summary>
    /// <param name="text">The statement; parameters are <c>$1</c>, <c>$2</c>, ….</param>
    /// <param name="parameters">Their values: string, long, double, bool or null.</param>
    /// <param name="cancellationToken">Cancels it on the server.</param>
    /// <returns>The rows, each a JSON object of column names and values; none for a statement that gives no rows.</returns>
    /// <exception cref="SqlFailureException">The database refused.</exception>
    Task<IReadOnlyList<string>> QueryAsync(string text, IReadOnlyList<object?> parameters, CancellationToken cancellationToken = default);
}
