using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PgMigrate.Engine.Layouts;

namespace PgMigrate.Completion;

/// <summary>Completes the names of layouts.</summary>
public sealed class LayoutCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        MigrationFolder.LayoutNames.Where(name => name.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal).Select(name => new CompletionResult(name));
}
