using System.Globalization;
using System.Text.Json;
using PgMigrate.Engine.Migrations;

namespace PgMigrate.Engine.Layouts;

/// <summary>Reads the JSON file that rules a folder: a manifest, a journal.</summary>
internal static class ManifestJson
{
    /// <summary>What the file says; null when it cannot be used, with the problem noted.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="options">What its JSON may have beyond the standard.</param>
    /// <param name="problems">Where problems go.</param>
    /// <param name="read">Makes sense of it; throws <see cref="FormatException"/> when there is none.</param>
    public static T? Read<T>(string path, JsonDocumentOptions options, List<MigrationProblem> problems, Func<JsonElement, T> read)
        where T : class
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(BoundedFile.ReadText(path), options);
            return read(document.RootElement);
        }
        catch (JsonException error)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"line {error.LineNumber + 1}, column {error.BytePositionInLine + 1}");
            problems.Add(LayoutProblems.InvalidManifest(path, $"no valid JSON at {place}."));
        }
        catch (Exception error) when (error is FormatException or InvalidDataException)
        {
            problems.Add(LayoutProblems.InvalidManifest(path, error.Message));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(LayoutProblems.Unreadable(path, error));
        }

        return null;
    }
}
