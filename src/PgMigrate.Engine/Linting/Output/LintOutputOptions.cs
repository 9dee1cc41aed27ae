namespace PgMigrate.Engine.Linting.Output;

/// <summary>What the forms need to know.</summary>
public sealed record LintOutputOptions
{
    /// <summary>The folder, usually the repository, that paths are shown from; null shows them whole.</summary>
    public string? BasePath { get; init; }

    /// <summary>A finding this severe makes its file fail; default: an error.</summary>
    public LintSeverity FailOn { get; init; } = LintSeverity.Error;

    /// <summary>Version of the tool, three numbers.</summary>
    public string ToolVersion { get; init; } = "0.0.0";

    /// <summary>Address of the folder on the web that holds <c>docs/rules</c>; null when there is none.</summary>
    public Uri? DocumentationAddress { get; init; }

    /// <summary>Where the rules' pages are.</summary>
    internal RulePages Pages => new(DocumentationAddress);

    /// <summary>A path as the forms want it: from the base, with slashes; <c>sql</c> for a bare text.</summary>
    internal string Show(string? path)
    {
        if (path is null)
        {
            return "sql";
        }

        string shown = BasePath is null ? path : Path.GetRelativePath(BasePath, path);
        return (shown.StartsWith("..", StringComparison.Ordinal) ? path : shown).Replace('\\', '/');
    }
}
