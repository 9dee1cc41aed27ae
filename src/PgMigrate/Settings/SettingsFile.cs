using System.Collections;
using System.Management.Automation.Language;

namespace PgMigrate.Settings;

/// <summary>Finds and reads <c>pgmigrate.psd1</c>. It is data: PowerShell's own safe reader refuses variables and commands.</summary>
internal static class SettingsFile
{
    public const string Name = "pgmigrate.psd1";

    /// <summary>The nearest one, upward from a folder; null when there is none.</summary>
    public static (string Path, Hashtable Values)? FindAbove(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            // Where case does not matter, a module's own PgMigrate.psd1 has the same name; its keys tell it apart.
            string path = Path.Combine(at.FullName, Name);
            if (File.Exists(path) && Read(path) is { } values && !values.ContainsKey("ModuleVersion"))
            {
                return (path, values);
            }
        }

        return null;
    }

    private static Hashtable Read(string path)
    {
        ScriptBlockAst script;
        ParseError[] errors;
        try
        {
            script = Parser.ParseFile(path, out _, out errors);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw SettingsException.Unreadable(path, error.Message);
        }

        if (errors.Length > 0)
        {
            throw SettingsException.Unreadable(path, $"line {errors[0].Extent.StartLineNumber}: {errors[0].Message}");
        }

        if (script.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false) is not HashtableAst table)
        {
            throw SettingsException.Unreadable(path, "it has no @{ … }.");
        }

        try
        {
            return (Hashtable)table.SafeGetValue();
        }
        catch (InvalidOperationException error)
        {
            throw SettingsException.Unreadable(path, error.Message);
        }
    }
}
