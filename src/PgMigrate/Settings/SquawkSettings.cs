using PgMigrate.Engine.Linting;

namespace PgMigrate.Settings;

/// <summary>What squawk's <c>.squawk.toml</c> says that means something here.</summary>
internal sealed record SquawkSettings
{
    public const string Name = ".squawk.toml";

    /// <summary>Full path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>Its <c>excluded_rules</c> that are names of rules here, as they are written there.</summary>
    public IReadOnlyList<string> ExcludedRules { get; init; } = [];

    /// <summary>Its <c>excluded_paths</c>, as they are written there.</summary>
    public IReadOnlyList<string> ExcludedPaths { get; init; } = [];

    /// <summary>Its <c>pg_version</c>.</summary>
    public ServerVersion? MinimumServerVersion { get; init; }

    /// <summary>What in it has no meaning here, each with the reason.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>The nearest one, upward from a folder as far as the repository goes; null when there is none.</summary>
    public static SquawkSettings? FindAbove(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            string path = System.IO.Path.Combine(at.FullName, Name);
            if (File.Exists(path))
            {
                return Read(path);
            }

            if (System.IO.Path.Exists(System.IO.Path.Combine(at.FullName, ".git")))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>What it says for the files of its <c>excluded_paths</c>, which count from its folder: that no rule holds.</summary>
    public IEnumerable<RuleOverride> Overrides => ExcludedPaths.Count == 0 ? [] :
    [
        new RuleOverride
        {
            Patterns = [.. ExcludedPaths.Select(path => PathPattern.OfSquawk(path, System.IO.Path.GetDirectoryName(Path)!)).OfType<PathPattern>()],
            ExcludedRules = [LintOptions.AllRules],
        },
    ];

    /// <summary>This without what the settings of this tool say already; null when nothing remains.</summary>
    public SquawkSettings? Without(bool excludedRules, bool version, bool overrides)
    {
        SquawkSettings rest = this with
        {
            ExcludedRules = excludedRules ? [] : ExcludedRules,
            MinimumServerVersion = version ? null : MinimumServerVersion,
            ExcludedPaths = overrides ? [] : ExcludedPaths,
        };
        return excludedRules && version && rest.ExcludedPaths.Count == 0 ? null : rest;
    }

    /// <summary>One line: what of it counts, and how to say the same here.</summary>
    public override string ToString()
    {
        string[] words =
        [
            .. ExcludedRules.Count > 0 ? [$"ExcludeRule = {string.Join(", ", ExcludedRules.Select(rule => $"'{rule}'"))}"] : Array.Empty<string>(),
            .. MinimumServerVersion is { } version ? [$"MinimumServerVersion = '{version}'"] : Array.Empty<string>(),
        ];
        string[] paths = [.. ExcludedPaths.Select(path => $"'{path}'")];
        string taken = words.Length > 0 ? $"taken as {string.Join("; ", words)}; write that into {SettingsFile.Name} to have it there" : paths.Length > 0 ? "" : "nothing of it is taken";
        string skipped = paths.Length > 0 ? $"what fits {string.Join(" or ", paths)} is not checked" : "";
        return $"{Path}: {string.Join("; ", new[] { skipped, taken }.Where(part => part.Length > 0))}.{string.Concat(Left.Select(left => $" Not taken: {left}."))}";
    }

    private static SquawkSettings Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SettingsException.Unreadable(path, error.Message);
        }

        var left = new List<string>();
        string[] excluded = [];
        string[] paths = [];
        ServerVersion? version = null;
        foreach ((string key, IReadOnlyList<string> values) in TomlReader.Read(text))
        {
            switch (key)
            {
                case "excluded_rules":
                    excluded = [.. values.Where(name => RuleCatalog.Find(name).Any())];
                    left.AddRange(values.Except(excluded).Select(name => $"the rule {name}, which is not here"));
                    break;
                case "pg_version" when values.Count == 1 && ServerVersion.TryParse(values[0], out ServerVersion found):
                    // squawk wants a minor version where people mean none.
                    version = found.Minor == 0 ? new ServerVersion(found.Major) : found;
                    break;
                case "assume_in_transaction" when values is ["true"]:
                    break;
                case "assume_in_transaction":
                    left.Add("assume_in_transaction, for a migration is one transaction unless its head says -- @transaction: none");
                    break;
                case "excluded_paths":
                    paths = [.. values.Where(pattern => SquawkGlob.Translate(pattern) is not null)];
                    left.AddRange(values.Except(paths).Select(pattern => $"the path {pattern}, which is no pattern"));
                    break;
                default:
                    left.Add(key);
                    break;
            }
        }

        return new SquawkSettings { Path = path, ExcludedRules = excluded, ExcludedPaths = paths, MinimumServerVersion = version, Left = left };
    }
}
