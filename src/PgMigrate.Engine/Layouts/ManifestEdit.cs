using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PgMigrate.Engine.Layouts;

/// <summary>Adds a name to <c>migrationFiles</c> of a manifest and leaves every other byte as it is.</summary>
internal sealed class ManifestEdit
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly byte[] _bytes;
    private readonly int _insertAt;
    private readonly string _before;

    private ManifestEdit(string path, byte[] bytes, int insertAt, string before) =>
        (_path, _bytes, _insertAt, _before) = (path, bytes, insertAt, before);

    /// <exception cref="InvalidDataException">The manifest cannot be read or has no such list.</exception>
    public static ManifestEdit Open(string path)
    {
        byte[] bytes = BoundedFile.ReadBytes(path);
        int mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var reader = new Utf8JsonReader(bytes.AsSpan(mark), new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("migrationFiles"))
                {
                    return AtEndOfList(path, bytes, mark, ref reader);
                }
            }
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"migrations.json is no valid JSON: {error.Message}");
        }

        throw new InvalidDataException("migrations.json has no list \"migrationFiles\".");
    }

    /// <summary>Writes the name; the file is replaced whole, so that a crash leaves the old or the new one.</summary>
    public void Append(string name)
    {
        byte[] added = Encoding.UTF8.GetBytes(_before + JsonSerializer.Serialize(name, Json));
        string temporary = _path + ".new";
        File.WriteAllBytes(temporary, [.. _bytes[.._insertAt], .. added, .. _bytes[_insertAt..]]);
        File.Move(temporary, _path, overwrite: true);
    }

    private static ManifestEdit AtEndOfList(string path, byte[] bytes, int mark, ref Utf8JsonReader reader)
    {
        reader.Read();
        Require(reader.TokenType == JsonTokenType.StartArray);
        int lastStart = -1;
        int insertAt = mark + (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(reader.TokenType == JsonTokenType.String);
            lastStart = mark + (int)reader.TokenStartIndex;
            insertAt = mark + (int)reader.BytesConsumed;
        }

        if (lastStart < 0)
        {
            return new ManifestEdit(path, bytes, insertAt, "");
        }

        // The new entry stands under the last one, indented as that is; a trailing comma keeps its place.
        int line = lastStart;
        while (line > 0 && bytes[line - 1] is (byte)' ' or (byte)'\t')
        {
            line--;
        }

        bool ownLine = line > 0 && bytes[line - 1] == (byte)'\n';
        string newLine = line > 1 && bytes[line - 2] == (byte)'\r' ? "\r\n" : "\n";
        return new ManifestEdit(path, bytes, insertAt, ownLine ? $",{newLine}{Encoding.UTF8.GetString(bytes[line..lastStart])}" : ", ");
    }

    private static void Require(bool isListOfNames)
    {
        if (!isListOfNames)
        {
            throw new InvalidDataException("migrations.json: \"migrationFiles\" must be a list of file names.");
        }
    }
}
