using PgMigrate.Engine.History;
using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Running;

/// <summary>
/// Lets a migration that stopped part-way go on although its file has changed, when its statements are the same word by word and
/// only comments and blanks are not: <c>@batch</c>, which the advice after a refusal tells to write, is a comment.
/// </summary>
internal static class CommentChanges
{
    /// <summary>The history with the file's present checksum where that is so.</summary>
    public static async Task<HistorySnapshot?> AcceptAsync(
        HistorySnapshot? history, MigrationSet set, IHistoryStore store, ISqlSession session, CancellationToken cancellationToken)
    {
        var accepted = new Dictionary<long, string>();
        MigrationLogEntry[] partial = store.KeepsProgress && history is { IsCurrent: true } ? [.. history.Entries.Where(MigrationStates.IsPartial)] : [];
        ILookup<string, Migration> files = (partial.Length == 0 ? [] : set.Migrations).ToLookup(migration => migration.FileName, StringComparer.Ordinal);
        foreach (MigrationLogEntry row in partial)
        {
            if (files[row.FileName].FirstOrDefault() is { } migration && row.Checksum is not null
                && !row.Checksum.Equals(migration.Checksum, StringComparison.OrdinalIgnoreCase)
                && await ReadAsync(row, store, session, cancellationToken).ConfigureAwait(false) is { } before
                && IsSame(before, ExecutedSql.Of(migration.UpScript, HistoryWriter.MaxSqlLength)))
            {
                accepted.Add(row.Id, migration.Checksum);
            }
        }

        return accepted.Count == 0 ? history : history! with
        {
            Entries = [.. history.Entries.Select(row => accepted.TryGetValue(row.Id, out string? checksum) ? row with { Checksum = checksum } : row)],
        };
    }

    /// <summary>Both texts are as the history keeps them: secrets taken out, and cut where they are long; of a cut one the rest is not known.</summary>
    internal static bool IsSame(string before, string now)
    {
        if (before.Length >= HistoryWriter.MaxSqlLength || now.Length >= HistoryWriter.MaxSqlLength)
        {
            return false;
        }

        try
        {
            SourceText earlier = SourceText.FromString(before);
            SqlStatement[] then = [.. StatementSplitter.Split(earlier)];
            SqlStatement[] later = [.. StatementSplitter.Split(SourceText.FromString(now))];
            return then.Length == later.Length && then.Zip(later).All(pair => IsSame(pair.First, pair.Second))
                && HeaderReader.Read(MigrationSections.Read(earlier), []).Transaction == HeaderReader.Read(MigrationSections.Read(SourceText.FromString(now)), []).Transaction;
        }
        catch (SqlSyntaxException)
        {
            // What cannot be read is not known to be the same; the file's own fault is told by the planner.
            return false;
        }
    }

    private static bool IsSame(SqlStatement before, SqlStatement now)
    {
        var earlier = new StatementReader(before);
        var later = new StatementReader(now);
        while (earlier.Current.Kind == later.Current.Kind && earlier.CurrentText.SequenceEqual(later.CurrentText))
        {
            if (earlier.AtEnd)
            {
                return before.CopyData?.ToString() == now.CopyData?.ToString();
            }

            earlier.Advance();
            later.Advance();
        }

        return false;
    }

    private static async Task<string?> ReadAsync(MigrationLogEntry row, IHistoryStore store, ISqlSession session, CancellationToken cancellationToken)
    {
        var question = new SqlCommand($"SELECT sql_executed FROM {store.Table.ToSql()} WHERE id OPERATOR(pg_catalog.=) $1", SqlParameter.BigInt(row.Id));
        var results = await session.QueryAsync(new SqlBatch(question) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        return results[0] is [SqlRow found, ..] ? found.GetString(0) : null;
    }
}
