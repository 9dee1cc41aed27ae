using System.Text;
using System.Text.RegularExpressions;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Fixes of one text that can be made together.</summary>
internal sealed partial class EditSelection
{
    private List<SourceEdit> _edits = [];

    /// <summary>The edits in rising order.</summary>
    public IReadOnlyList<SourceEdit> Edits => _edits;

    /// <summary>
    /// Takes a fix unless one of its edits touches another's: two insertions at one place have no order, so the second waits for the
    /// next round, where it is worked out anew.
    /// </summary>
    public bool TryAdd(LintFix fix)
    {
        if (fix.Edits.Any(edit => _edits.Exists(other => edit.Start <= other.End && other.Start <= edit.End)))
        {
            return false;
        }

        // Edits of one fix may touch, and stay in their order.
        _edits = [.. _edits.Concat(fix.Edits).OrderBy(edit => edit.Start)];
        return true;
    }

    /// <summary>Makes the edits; new lines in them become those of the place.</summary>
    public string Apply(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder(text.Length + _edits.Sum(edit => edit.Text.Length));
        int at = 0;
        foreach (SourceEdit edit in _edits)
        {
            result.Append(text[at..edit.Start]);
            result.Append(InLineEndsOf(text, edit));
            at = edit.End;
        }

        return result.Append(text[at..]).ToString();
    }

    /// <summary>
    /// Where an offset of the old text is in the new one. What is inserted right there comes after it at the start of a part
    /// (<paramref name="after"/> false) and before it at a part's end.
    /// </summary>
    public int Move(int offset, ReadOnlySpan<char> text, bool after)
    {
        int moved = offset;
        foreach (SourceEdit edit in _edits)
        {
            moved += edit.End < offset || (edit.End == offset && after) ? InLineEndsOf(text, edit).Length - edit.Length : 0;
        }

        return moved;
    }

    /// <summary>The line end that follows the place, else the last before it, else LF.</summary>
    private static string InLineEndsOf(ReadOnlySpan<char> text, SourceEdit edit)
    {
        if (!edit.Text.Contains('\n', StringComparison.Ordinal))
        {
            return edit.Text;
        }

        int next = text[edit.End..].IndexOfAny('\r', '\n');
        int end = next >= 0 ? edit.End + next : text[..edit.Start].LastIndexOfAny('\r', '\n');
        string found = end < 0 || (text[end] == '\n' && (end == 0 || text[end - 1] != '\r')) ? "\n"
            : text[end] == '\n' || (end + 1 < text.Length && text[end + 1] == '\n') ? "\r\n"
            : "\r";

        // What an edit repeats of the text has its own line ends.
        return found == "\n" ? edit.Text : LoneLineFeed().Replace(edit.Text, found);
    }

    [GeneratedRegex("(?<!\r)\n")]
    private static partial Regex LoneLineFeed();
}
