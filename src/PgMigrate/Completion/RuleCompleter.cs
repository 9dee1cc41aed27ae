using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using PgMigrate.Engine.Linting;

namespace PgMigrate.Completion;

/// <summary>Completes the ids of lint rules.</summary>
public sealed class RuleCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        RuleCatalog.All.Select(rule => rule.Metadata)
            .Where(rule => rule.Id.Contains(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(rule => rule.Id.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(rule => new CompletionResult(rule.Id, rule.Id, CompletionResultType.ParameterValue, rule.Title));
}
