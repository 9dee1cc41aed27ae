using System.Globalization;
using System.Text;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Layouts;

/// <summary>Writes the next migration of a folder, numbered and named as the folder already does.</summary>
/// <param name="time">For the date in the header.</param>
public sealed class MigrationWriter(TimeProvider time)
{
    private const int DefaultDigits = 4;
    private const int MaxSlugLength = 50;
    private const int Attempts = 20;

    private const string BuiltIn =
        """
        -- {name}
        -- Created: {date} {author}

        {sql}

        -- @undo
        -- Statements that take this migration back.

        """;

    /// <summary>The path that <see cref="Write"/> would give a new migration now.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <param name="migration">What is to be written.</param>
    /// <exception cref="ArgumentException">The name has no letter or digit, or the SQL has no statement.</exception>
    public static string NextPath(string folder, NewMigration migration) => NextPath(Path.GetFullPath(folder), migration, 1).Path;

    /// <summary>Writes the file; never over another. In a folder with a manifest its name is added there.</summary>
    /// <param name="folder">The folder; made when it is missing.</param>
    /// <param name="migration">What to write.</param>
    /// <returns>The migration, read back.</returns>
    /// <exception cref="ArgumentException">The name has no letter or digit, the SQL has no statement, or the manifest cannot be added to.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public Migration Write(string folder, NewMigration migration)
    {
        ArgumentNullException.ThrowIfNull(migration);
        string full = Path.GetFullPath(folder);
        Directory.CreateDirectory(full);
        string manifest = Path.Combine(full, ManifestLayout.FileName);
        ManifestEdit? edit = File.Exists(manifest) ? ManifestEdit.Open(manifest) : null;
        for (int step = 1; ; step++)
        {
            (string path, string version) = NextPath(full, migration, step);
            try
            {
                using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
                stream.Write(new UTF8Encoding(false).GetBytes(TextOf(migration, version)));
            }
            catch (IOException) when (File.Exists(path) && step < Attempts)
            {
                continue; // Somebody took the number between the look and the write.
            }

            edit?.Append(Path.GetFileName(path));
            return MigrationFolder.ReadFile(path).Migrations[0];
        }
    }

    private static (string Path, string Version) NextPath(string folder, NewMigration migration, int step)
    {
        RequireStatements(migration.Sql);
        NativeName[] names = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder).Where(file => file.EndsWith(".sql", StringComparison.OrdinalIgnoreCase))
                .Select(file => NativeName.Parse(Path.GetFileName(file))).Where(name => name.Version.Length > 0)]
            : [];
        NativeName last = names.OrderBy(name => name.Version, Comparer<string>.Create(MigrationVersion.Compare)).LastOrDefault();
        var highest = System.Numerics.BigInteger.Parse(last.Version is { Length: > 0 } version ? version : "0", CultureInfo.InvariantCulture);
        int digits = last.Version?.Length ?? DefaultDigits;
        char separator = last.Separator is '-' ? '-' : '_';
        string next = (highest + step).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
        return (Path.Combine(folder, $"{next}{separator}{Slug(migration.Name, separator)}.sql"), next);
    }

    private static string Slug(string name, char separator)
    {
        var slug = new StringBuilder();
        foreach (char c in name.Trim().ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != separator)
            {
                slug.Append(separator);
            }
        }

        string text = slug.ToString();
        text = (text.Length > MaxSlugLength ? text[..MaxSlugLength] : text).TrimEnd(separator);
        return text.Length > 0 ? text : throw new ArgumentException("The name needs at least one letter (a-z) or digit.", nameof(name));
    }

    private static void RequireStatements(string? sql)
    {
        if (sql is not null && !StatementSplitter.Split(SourceText.FromString(sql)).Any())
        {
            throw new ArgumentException("The SQL has no statement.", nameof(sql));
        }
    }

    private string TextOf(NewMigration migration, string version) => new StringBuilder(migration.Template ?? BuiltIn.ReplaceLineEndings("\n"))
        .Replace("{name}", migration.Name.ReplaceLineEndings(" ").Trim())
        .Replace("{version}", version)
        .Replace("{date}", time.GetLocalNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
        .Replace("{author}", migration.Author.Length > 0 ? $"by {migration.Author}" : "")
        .Replace("{sql}", migration.Sql?.Trim() ?? "-- Statements that apply it.")
        .ToString();
}
