using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PgMigrate.Engine.History;

namespace PgMigrate.Completion;

/// <summary>Completes the names of history formats: all where one is read, the writable ones where one is kept.</summary>
public sealed class HistoryFormatCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        bool reads = parameterName == "FromHistory" || commandName is "Get-MigrationLog" or "Compare-MigrationHistory";
        IEnumerable<string> names = reads ? HistoryFormats.Names.Prepend(HistoryFormats.Auto) : HistoryFormats.Writable;
        return names.Where(name => name.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)).Select(name => new CompletionResult(name));
    }
}
