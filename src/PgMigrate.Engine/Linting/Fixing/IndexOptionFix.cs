using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Fixing;

/// <summary>Takes out what Aurora DSQL knows no words for, where an index without it serves as well.</summary>
internal static class IndexOptionFix
{
    /// <summary>USING btree is what every index is; other methods have no like.</summary>
    public static LintFix? WithoutMethod(LintStatement statement, CreateIndexStatement index)
    {
        StatementReader reader = statement.Read();
        if (index.Method != "btree" || !reader.SkipTo("USING"))
        {
            return null;
        }

        int start = reader.Current.Start;
        reader.Advance();
        reader.Advance();
        return new StatementEdits(statement).Remove(new TextSpan(start, reader.PreviousEnd)).Build("Remove USING btree", FixSafety.Safe);
    }

    /// <summary>
    /// Without ASC nothing changes. Without DESC the index is read backwards, and NULLS FIRST turns with it; of several columns in
    /// different orders, that serves one order only. Null when there is a collation or an operator class as well.
    /// </summary>
    public static LintFix? WithoutOrder(LintStatement statement, CreateIndexStatement index)
    {
        var edits = new StatementEdits(statement);
        bool descends = false;
        StatementReader reader = statement.ReadFrom(index.KeyList.Start + 1);
        while (!reader.AtEnd && reader.PreviousEnd < index.KeyList.End)
        {
            if (!reader.SkipParentheses() && ObjectName.TryRead(ref reader, out _))
            {
                reader.SkipParentheses();
            }

            int start = reader.Current.Start;
            bool descending = reader.Accept("DESC");
            if (descending || reader.Accept("ASC"))
            {
                edits.Remove(new TextSpan(start, reader.PreviousEnd));
            }

            if (reader.Accept("NULLS") && descending)
            {
                edits.Replace(new TextSpan(reader.Current.Start, reader.Current.End), reader.Is("FIRST") ? "LAST" : "FIRST");
            }

            _ = reader.Accept("FIRST") || reader.Accept("LAST");
            descends |= descending;
            if (!reader.Accept(SqlTokenKind.Comma))
            {
                break;
            }
        }

        return reader.Current.Kind != SqlTokenKind.RightParenthesis || edits.IsEmpty ? null
            : descends ? edits.Build("Remove the sort order: the index is read backwards for DESC", FixSafety.ReviewNeeded)
            : edits.Build("Remove ASC, which is the default", FixSafety.Safe);
    }
}
