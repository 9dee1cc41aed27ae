namespace PgMigrate.Engine.Linting.Output;

/// <summary>The forms in which findings can be written.</summary>
public enum LintOutputFormat
{
    /// <summary>For people: source lines with marks.</summary>
    Text,

    /// <summary>One JSON document of our own, version 1.</summary>
    Json,

    /// <summary>SARIF 2.1.0, which GitHub code scanning, Azure DevOps and editors read.</summary>
    Sarif,

    /// <summary>GitHub Actions' workflow commands, shown beside the lines of a pull request.</summary>
    GitHub,

    /// <summary>Azure DevOps' logging commands, shown as issues of the run.</summary>
    AzureDevOps,

    /// <summary>JUnit XML: a test case for each file, a failure for each that did not pass.</summary>
    JUnit,
}
