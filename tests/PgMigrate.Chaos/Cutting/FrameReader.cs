namespace PgMigrate.Chaos.Cutting;

/// <summary>Reads exact numbers of bytes.</summary>
internal static class FrameReader
{
    /// <summary>The bytes, or null when the stream ends before all of them.</summary>
    public static async Task<byte[]?> ReadAsync(Stream from, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        int read = await from.ReadAtLeastAsync(bytes, count, throwOnEndOfStream: false, cancellationToken);
        return read == count ? bytes : null;
    }

    /// <summary>A head and the rest whose length it tells, as one.</summary>
    public static async Task<byte[]?> ReadAsync(Stream from, int head, Func<byte[], int> restOf, CancellationToken cancellationToken)
    {
        if (await ReadAsync(from, head, cancellationToken) is not { } first)
        {
            return null;
        }

        byte[]? rest = await ReadAsync(from, restOf(first), cancellationToken);
        return rest is null ? null : [.. first, .. rest];
    }
}
