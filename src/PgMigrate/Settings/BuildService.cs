using PgMigrate.Engine.Linting.Output;

namespace PgMigrate.Settings;

/// <summary>Tells which build service a command runs in, by the variables the services set for that.</summary>
internal static class BuildService
{
    /// <summary>The form in which the service shows findings; text where there is none.</summary>
    /// <param name="environment">Reads an environment variable.</param>
    public static LintOutputFormat FormatOf(Func<string, string?> environment) =>
        IsTrue(environment("GITHUB_ACTIONS")) ? LintOutputFormat.GitHub
        : IsTrue(environment("TF_BUILD")) ? LintOutputFormat.AzureDevOps
        : LintOutputFormat.Text;

    private static bool IsTrue(string? value) => string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
