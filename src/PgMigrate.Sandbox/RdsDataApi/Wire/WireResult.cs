namespace PgMigrate.Sandbox.RdsDataApi.Wire;

/// <summary>What one statement gave.</summary>
internal sealed class WireResult
{
    /// <summary>The columns; null when the statement returns no rows.</summary>
    public IReadOnlyList<WireColumn>? Columns { get; set; }

    /// <summary>The rows, values as text; not kept beyond the size limit.</summary>
    public List<string?[]> Rows { get; } = [];

    /// <summary>Bytes of all values.</summary>
    public long Bytes { get; set; }

    /// <summary>Bytes of the largest row.</summary>
    public long LargestRow { get; set; }

    /// <summary>The command tag, for example <c>INSERT 0 1</c>.</summary>
    public string Tag { get; set; } = "";

    /// <summary>What went wrong, or null.</summary>
    public WireError? Error { get; set; }

    /// <summary>Rows written, by the tag.</summary>
    public long RowsWritten
    {
        get
        {
            string[] words = Tag.Split(' ');
            return words[0] is "INSERT" or "UPDATE" or "DELETE" or "MERGE" && long.TryParse(words[^1], out long rows) ? rows : 0;
        }
    }
}
