namespace PgMigrate.Engine.Sql;

/// <summary>Maps offsets of an edited text back to those of the text before.</summary>
internal sealed class OffsetMap
{
    private readonly List<(int Start, int Length, int OriginalStart, int OriginalLength)> _edits = [];

    /// <summary>Notes an edit; edits come in order.</summary>
    /// <param name="start">Where its text starts in the edited text.</param>
    /// <param name="edit">It.</param>
    public void Add(int start, SourceEdit edit) => _edits.Add((start, edit.Text.Length, edit.Start, edit.Length));

    /// <summary>The offset before the edits; inside a replacement, the start of what it replaced.</summary>
    public int ToOriginal(int offset)
    {
        int low = 0;
        int high = _edits.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_edits[middle].Start <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        if (low == 0)
        {
            return offset;
        }

        (int start, int length, int originalStart, int originalLength) = _edits[low - 1];
        return offset < start + length ? originalStart : offset - start - length + originalStart + originalLength;
    }
}
