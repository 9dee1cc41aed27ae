using System.Globalization;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Parsing;

/// <summary>Reads the CACHE option of sequences and identity columns.</summary>
public static class CacheOption
{
    /// <summary>The number after CACHE; null when there is none.</summary>
    /// <param name="reader">Stands before the options; afterwards, behind the number or at the end.</param>
    public static long? Read(ref StatementReader reader)
    {
        while (!reader.AtEnd)
        {
            if (reader.Accept("CACHE"))
            {
                return long.TryParse(reader.CurrentText, NumberStyles.None, CultureInfo.InvariantCulture, out long size) ? size : null;
            }

            reader.Advance();
        }

        return null;
    }
}
