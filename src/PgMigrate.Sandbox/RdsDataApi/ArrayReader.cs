using System.Text;

namespace PgMigrate.Sandbox.RdsDataApi;

/// <summary>Reads the text form of an array of one dimension.</summary>
internal static class ArrayReader
{
    /// <summary>The elements, null for NULL; null as a whole when the array has several dimensions or bounds of its own.</summary>
    public static List<string?>? Read(string text)
    {
        if (text.Length < 2 || text[0] != '{')
        {
            return null;
        }

        var items = new List<string?>();
        int at = 1;
        while (text[at] != '}')
        {
            if (text[at] == '{')
            {
                return null;
            }

            bool quoted = text[at] == '"';
            var item = new StringBuilder();
            for (at += quoted ? 1 : 0; quoted ? text[at] != '"' : text[at] is not (',' or '}'); at++)
            {
                at += text[at] == '\\' ? 1 : 0;
                item.Append(text[at]);
            }

            at += quoted ? 1 : 0;
            items.Add(!quoted && item.ToString() == "NULL" ? null : item.ToString());
            at += text[at] == ',' ? 1 : 0;
        }

        return items;
    }
}
