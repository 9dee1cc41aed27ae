using System.Text;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>A file with its fixes made, not yet written.</summary>
public sealed class FixedFile
{
    private readonly SourceText _before;
    private readonly SourceText _after;

    internal FixedFile(SourceText before, SourceText after, IReadOnlyList<AppliedFix> fixes) =>
        (_before, _after, Fixes) = (before, after, fixes);

    /// <summary>Its full path, or null for a text that came from none.</summary>
    public string? Path => _before.Path;

    /// <summary>The fixes made in it.</summary>
    public IReadOnlyList<AppliedFix> Fixes { get; }

    /// <summary>Its text before; a BOM is not part of it.</summary>
    public string OldText => _before.ToString();

    /// <summary>Its text with the fixes; a BOM is not part of it.</summary>
    public string NewText => _after.ToString();

    /// <summary>What changes, as a unified diff that <c>git apply</c> and <c>patch</c> take.</summary>
    public string Diff => UnifiedDiff.Write(Name, OldText, NewText);

    /// <summary>What changes, for people: secrets and control characters taken out.</summary>
    public string Preview => UnifiedDiff.Write(Name, Shown(OldText), Shown(NewText));

    private string Name => System.IO.Path.GetFileName(Path) ?? "sql";

    /// <summary>
    /// Writes the file: its text with the fixes, its BOM and its mode as they were. The file is replaced whole, so that a crash leaves the
    /// old or the new one; behind a link, what the link points to.
    /// </summary>
    /// <exception cref="InvalidOperationException">The text came from no file.</exception>
    /// <exception cref="IOException">It cannot be written, or it has changed since it was read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write()
    {
        string path = Path ?? throw new InvalidOperationException("The text came from no file.");
        path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        byte[] old = ReadForWriting(path);
        ReadOnlySpan<byte> mark = old.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble : [];
        if (!old.AsSpan(mark.Length).SequenceEqual(Encoding.UTF8.GetBytes(OldText)))
        {
            throw new IOException($"{path} has changed since it was read.");
        }

        string temporary = $"{path}.{Guid.NewGuid():n}.new";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(mark);
                stream.Write(Encoding.UTF8.GetBytes(NewText));
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Opened for writing too: replacing a file asks the folder for the right, and the file's own must count.</summary>
    private static byte[] ReadForWriting(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Shown(string text) =>
        string.Concat(SecretRedactor.Redact(text).ReplaceLineEndings("\n").Select(c => char.IsControl(c) && c is not '\n' and not '\t' ? '\uFFFD' : c));
}
