using System.Globalization;
using System.Text.Json;

namespace PgMigrate.Engine.Tests.Linting.Differential;

/// <summary>Runs squawk.</summary>
internal static class Squawk
{
    /// <summary>As pinned in <c>tests/Shared/npm</c>.</summary>
    public const string Version = "2.66.0";

    /// <summary>Its rules (crates/squawk_linter/src/rules of 2.66.0), and the finding of its parser.</summary>
    public static readonly string[] Rules =
    [
        "adding-field-with-default", "adding-foreign-key-constraint", "adding-not-nullable-field", "adding-required-field", "adding-serial-primary-key-field",
        "ban-alter-domain-with-add-constraint", "ban-char-field", "ban-concurrent-index-creation-in-transaction", "ban-create-domain-with-constraint", "ban-drop-column",
        "ban-drop-database", "ban-drop-not-null", "ban-drop-table", "ban-duplicate-column-assignments", "ban-truncate-cascade", "ban-uncommitted-transaction", "changing-column-type",
        "constraint-missing-not-valid", "disallowed-unique-constraint", "identifier-too-long", "prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-identity",
        "prefer-repack", "prefer-robust-stmts", "prefer-text-field", "prefer-timestamp-tz", "renaming-column", "renaming-table", "require-concurrent-index-creation",
        "require-concurrent-index-deletion", "require-concurrent-partition-detach", "require-concurrent-reindex", "require-enum-value-ordering", "require-lock-timeout",
        "require-statement-timeout", "require-table-schema", "syntax-error", "transaction-nesting", "unused-ignore",
    ];

    /// <summary>The names of the rules that find something in each case; the opt-in rule is not asked.</summary>
    public static HashSet<string>[] Check(IReadOnlyList<LintCase> cases)
    {
        HashSet<string>[] found = [.. cases.Select(_ => new HashSet<string>())];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pgmigrate-squawk-");
        try
        {
            string[] files = [.. Enumerable.Range(0, cases.Count).Select(at => string.Create(CultureInfo.InvariantCulture, $"{at:0000}.sql"))];
            for (int at = 0; at < files.Length; at++)
            {
                File.WriteAllText(Path.Combine(folder.FullName, files[at]), cases[at].Text);
            }

            string output = NpmPeers.Run(NpmPeers.Squawk, ["--reporter", "json", .. files], folder.FullName, 0, 1);
            foreach (JsonElement item in JsonDocument.Parse(output).RootElement.EnumerateArray())
            {
                int at = int.Parse(Path.GetFileNameWithoutExtension(item.GetProperty("file").GetString()!), CultureInfo.InvariantCulture);
                found[at].Add(item.GetProperty("rule_name").GetString()!);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return found;
    }
}
