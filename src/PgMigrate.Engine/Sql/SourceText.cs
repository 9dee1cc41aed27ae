namespace PgMigrate.Engine.Sql;

/// <summary>
/// A decoded text and where it came from. Offsets into <see cref="Text"/> map back to exact places in the file,
/// also for a part of a file (<see cref="Slice"/>).
/// </summary>
public sealed class SourceText
{
    private readonly SourceText _root;
    private readonly int _start;
    private readonly OffsetMap? _map;
    private readonly bool _hasMark;
    private readonly IReadOnlyList<SourcePosition>? _places;
    private LineIndex? _lines;
    private SecretSuspicion _suspicion;
    private NameTable? _names;

    private SourceText(ReadOnlyMemory<char> text, string? path, bool hasMark = false)
    {
        Text = text;
        _hasMark = hasMark;
        Path = path;
        _root = this;
    }

    private SourceText(SourceText root, int start, int length)
    {
        _root = root;
        _start = start;
        Text = root.Text.Slice(start, length);
        Path = root.Path;
    }

    private SourceText(ReadOnlyMemory<char> text, SourceText original, OffsetMap map)
    {
        Text = text;
        Path = original.Path;
        _root = this;
        Original = original;
        _map = map;
    }

    private SourceText(ReadOnlyMemory<char> text, string path, IReadOnlyList<SourcePosition> places)
        : this(text, path) => _places = places;

    /// <summary>The text before variables were filled in, or null when this is it.</summary>
    public SourceText? Original { get; }

    /// <summary>The text this is a part of, or itself.</summary>
    internal SourceText Whole => _root;

    /// <summary>Where it starts in <see cref="Whole"/>.</summary>
    internal int StartInWhole => _start;

    /// <summary>The text; a BOM is not part of it.</summary>
    public ReadOnlyMemory<char> Text { get; }

    /// <summary>The text as a span.</summary>
    public ReadOnlySpan<char> Span => Text.Span;

    /// <summary>Full path of the file, or null for text that came from none.</summary>
    public string? Path { get; }

    /// <summary>True when the file starts with a byte order mark, which other tools count as part of the text they hash.</summary>
    public bool HasByteOrderMark => WholeFile._hasMark;

    /// <summary>The whole text of the file that this is a part of, as it was before any edit.</summary>
    internal SourceText WholeFile => _root.Original is { } original ? original.WholeFile : _root;

    /// <summary>The names met in it.</summary>
    internal NameTable Names => _root._names ??= new NameTable(_root.Text.Length);

    /// <summary>False when no part of the text can hold a secret; a cheap first look that is made once for all of its statements.</summary>
    internal bool MayHoldSecret
    {
        get
        {
            if (_suspicion == SecretSuspicion.Unknown)
            {
                _suspicion = SecretRedactor.MayHoldSecret(Span) ? SecretSuspicion.Some : SecretSuspicion.None;
            }

            return _suspicion == SecretSuspicion.Some;
        }
    }

    /// <summary>Wraps a string.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Where it came from, for messages.</param>
    public static SourceText FromString(string text, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new SourceText(text.AsMemory(), path);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">Full path; UTF-8, with or without a BOM.</param>
    /// <exception cref="SqlSyntaxException">It is not UTF-8.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SourceText Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        return Utf8Reader.Read(stream, path);
    }

    /// <summary>Reads a stream to its end; holds the decoded text and a small buffer, nothing else.</summary>
    /// <param name="stream">UTF-8, with or without a BOM.</param>
    /// <param name="path">Where it came from, for messages.</param>
    /// <exception cref="SqlSyntaxException">It is not UTF-8.</exception>
    public static SourceText Read(Stream stream, string? path = null) => Utf8Reader.Read(stream, path);

    /// <summary>Wraps a decoded text.</summary>
    internal static SourceText FromMemory(ReadOnlyMemory<char> text, string? path, bool hasMark = false) => new(text, path, hasMark);

    /// <summary>Wraps a text that a program made.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The program's file.</param>
    /// <param name="places">Where in that file the pieces of the text come from: each holds from its offset to the next one's. In rising order, the first at 0.</param>
    internal static SourceText FromGenerated(string text, string path, IReadOnlyList<SourcePosition> places) => new(text.AsMemory(), path, places);

    /// <summary>A part of this text that keeps its places in the file.</summary>
    /// <param name="start">Offset of the part.</param>
    /// <param name="length">Its length.</param>
    public SourceText Slice(int start, int length) => new(_root, _start + start, length);

    /// <summary>The place in the file of an offset into <see cref="Text"/>.</summary>
    /// <param name="offset">From 0 to the length of the text.</param>
    public SourcePosition GetPosition(int offset)
    {
        int at = _start + offset;
        if (_root._places is { } places)
        {
            return PlaceOf(places, at);
        }

        return _root._map is { } map
            ? _root.Original!.GetPosition(map.ToOriginal(at))
            : (_root._lines ??= new LineIndex(_root.Text)).PositionOf(at);
    }

    /// <summary>This text with pieces replaced; positions stay those of the file.</summary>
    /// <param name="edits">Replacements in the order of their offsets, not overlapping.</param>
    internal SourceText WithEdits(IReadOnlyList<SourceEdit> edits)
    {
        var builder = new System.Text.StringBuilder(Text.Length + edits.Sum(edit => edit.Text.Length - edit.Length));
        var map = new OffsetMap();
        int at = 0;
        foreach (SourceEdit edit in edits)
        {
            builder.Append(Span[at..edit.Start]);
            map.Add(builder.Length, edit);
            builder.Append(edit.Text);
            at = edit.Start + edit.Length;
        }

        builder.Append(Span[at..]);
        return new SourceText(builder.ToString().AsMemory(), this, map);
    }

    /// <inheritdoc/>
    public override string ToString() => Text.ToString();

    private enum SecretSuspicion : byte
    {
        Unknown,
        None,
        Some,
    }

    private static SourcePosition PlaceOf(IReadOnlyList<SourcePosition> places, int offset)
    {
        (int low, int high) = (0, places.Count - 1);
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = places[middle].Offset <= offset ? (middle, high) : (low, middle - 1);
        }

        return places[low];
    }
}
