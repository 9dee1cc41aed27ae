using System.Text.Json;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts;

/// <summary>What a <c>migrations.json</c> says.</summary>
/// <param name="SchemaDirectory">Folder of the files, relative to the manifest; null for its own.</param>
/// <param name="Files">File names in run order, initial ones first.</param>
internal sealed record MigrationManifest(string? SchemaDirectory, IReadOnlyList<(string Name, bool IsInitial)> Files)
{
    private static readonly JsonDocumentOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads a manifest; null when it cannot be used, with the problem noted.</summary>
    public static MigrationManifest? Read(string path, List<MigrationProblem> problems) =>
        ManifestJson.Read(path, Tolerant, problems, Read);

    private static MigrationManifest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("migrationFiles", out _))
        {
            throw new FormatException("it must be an object with a list \"migrationFiles\".");
        }

        var files = new List<(string Name, bool IsInitial)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string property, bool initial) in new[] { ("initialSetupFiles", true), ("migrationFiles", false) })
        {
            foreach (string name in Names(root, property))
            {
                RequirePlainName(name);
                if (!seen.Add(name))
                {
                    throw new FormatException($"'{name}' is named twice.");
                }

                files.Add((name, initial));
            }
        }

        return new MigrationManifest(SchemaDirectoryOf(root), files);
    }

    private static IEnumerable<string> Names(JsonElement root, string property)
    {
        if (!root.TryGetProperty(property, out JsonElement list))
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? list.EnumerateArray().Select(item => item.GetString()!)
            : throw new FormatException($"\"{property}\" must be a list of file names.");
    }

    /// <summary>
    /// The directory is meant for whoever deploys the files; it is followed when it leads below the manifest, else the
    /// manifest's own folder is taken.
    /// </summary>
    private static string? SchemaDirectoryOf(JsonElement root)
    {
        if (!root.TryGetProperty("schemaDir", out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        string? directory = value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException("\"schemaDir\" must be a text.");
        bool inside = !Path.IsPathRooted(directory) && !directory!.Split('/', '\\').Contains("..");
        return inside ? directory : throw new FormatException("\"schemaDir\" must lead to a folder below the manifest's own.");
    }

    private static void RequirePlainName(string name)
    {
        if (name.Length == 0 || name is "." or ".." || name.IndexOfAny(['/', '\\', '\0']) >= 0)
        {
            throw new FormatException($"'{name}' is no plain file name; a manifest names files of its own folder only.");
        }
    }
}
