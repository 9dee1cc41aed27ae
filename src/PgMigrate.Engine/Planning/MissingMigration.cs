using PgMigrate.Engine.History;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Planning;

/// <summary>Makes a migration out of a history row whose file is gone.</summary>
internal static class MissingMigration
{
    public static Migration From(MigrationLogEntry row)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(row.FileName);
        string digits = new([.. name.TakeWhile(char.IsAsciiDigit)]);
        return new Migration
        {
            Version = row.Version ?? (digits.Length > 0 ? digits : name),
            Name = name[digits.Length..].TrimStart('_', '-'),
            FileName = row.FileName,
            Path = "",
            Layout = "History",
            Ordinal = -1,
            UpScript = SourceText.FromString(""),
            Checksum = row.Checksum ?? "",
            State = MigrationState.Missing,
            AppliedAt = row.ExecutedAt,
        };
    }
}
