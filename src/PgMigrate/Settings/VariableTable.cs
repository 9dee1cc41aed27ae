using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace PgMigrate.Settings;

/// <summary>Joins variables from the settings with those of a parameter, which win.</summary>
internal static class VariableTable
{
    public static IReadOnlyDictionary<string, string> Merge(IReadOnlyDictionary<string, string> settings, Hashtable? given)
    {
        var merged = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        foreach (DictionaryEntry entry in given ?? [])
        {
            merged[Text(entry.Key)] = Text(entry.Value);
        }

        return merged;
    }

    private static string Text(object? value) =>
        Convert.ToString(value is PSObject wrapped ? wrapped.BaseObject : value, CultureInfo.InvariantCulture) ?? "";
}
