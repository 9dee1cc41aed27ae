using System.Collections.Immutable;
using PgMigrate.Engine.Parsing;
using PgMigrate.Engine.Running;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Linting.Facts;

/// <summary>
/// Reads from a database what scripts speak of: seven questions of the catalog in one batch for every 400 names. Reads no user's table, and changes
/// nothing.
/// </summary>
public static class LiveFactsReader
{
    /// <summary>The oldest server whose catalog the questions fit; of an older one the version is all that is learned.</summary>
    private const int OldestServer = 120000;

    /// <summary>Names in one question: their text stays far below what the RDS Data API takes in a call.</summary>
    private const int MostNames = 400;

    /// <summary>Asking for the size of a table that is locked against readers would wait as they do.</summary>
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Asks.</summary>
    /// <param name="session">A session of the database; not in a transaction.</param>
    /// <param name="scripts">The scripts that will be checked, and those that would run before them.</param>
    /// <param name="options">The run's settings: its search path says which tables bare names mean.</param>
    /// <param name="cancellationToken">Stops between statements, and cancels a question.</param>
    /// <exception cref="SqlFailureException">The database refused to answer.</exception>
    public static async Task<SchemaFacts> ReadAsync(
        ISqlSession session, IEnumerable<SourceText> scripts, RunOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(scripts);
        ArgumentNullException.ThrowIfNull(options);
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (SourceText script in scripts)
        {
            names.UnionWith(NamedObjects.Of(script, cancellationToken).Select(name => name.Name).Where(name => name.Length > 0));
        }

        IReadOnlyList<SqlCommand> settings = SessionSettings.From(options with { LockTimeout = LockTimeout }).Commands;
        SqlRow server = (await AskAsync(session, settings, [new SqlCommand(CatalogQueries.Server)], cancellationToken).ConfigureAwait(false))[0][0];
        string[] path = List(server.GetString(2));
        var facts = new SchemaFacts { IsLive = true, ServerVersion = (int)server.GetInt64(0), User = server.GetString(1), Path = path, StartPath = path, Asked = names };
        if (facts.ServerVersion < OldestServer)
        {
            return facts with { IsCertain = false };
        }

        foreach (string[] some in names.Order(StringComparer.Ordinal).Chunk(MostNames))
        {
            facts = LiveFactsBuilder.Add(facts, await AskAsync(session, settings, some, cancellationToken).ConfigureAwait(false));
        }

        return facts;
    }

    private static async Task<IReadOnlyList<IReadOnlyList<SqlRow>>> AskAsync(
        ISqlSession session, IReadOnlyList<SqlCommand> settings, string[] names, CancellationToken cancellationToken)
    {
        bool isDsql = session.Target == SqlTarget.AuroraDsql;
        try
        {
            return await AskAsync(session, settings, Questions(isPatient: true), cancellationToken).ConfigureAwait(false);
        }
        catch (SqlFailureException error) when (error.Failure.SqlState == "55P03" && !isDsql)
        {
            // Somebody holds one of the tables: what the catalog remembers has to do.
            await session.RollbackAsync(cancellationToken).ConfigureAwait(false);
            return await AskAsync(session, settings, Questions(isPatient: false), cancellationToken).ConfigureAwait(false);
        }

        SqlCommand[] Questions(bool isPatient)
        {
            SqlParameter list = SqlParameter.Text(string.Join(CatalogQueries.Separator, names));
            string[] texts = isDsql
                ? [CatalogQueries.TablesOfDsql, CatalogQueries.Columns, CatalogQueries.Constraints(expressions: false), CatalogQueries.Indexes]
                : [CatalogQueries.Tables(isPatient), CatalogQueries.Columns, CatalogQueries.Constraints(isPatient), CatalogQueries.Indexes, CatalogQueries.Dependents, CatalogQueries.Enums];
            return [.. texts.Select(text => new SqlCommand(text, list))];
        }
    }

    /// <summary>In one transaction, so that the settings hold and the answers are of one moment; Aurora DSQL takes neither together.</summary>
    private static async Task<IReadOnlyList<IReadOnlyList<SqlRow>>> AskAsync(
        ISqlSession session, IReadOnlyList<SqlCommand> settings, SqlCommand[] questions, CancellationToken cancellationToken)
    {
        bool together = session.Target != SqlTarget.AuroraDsql;
        var batch = new SqlBatch(together ? [.. settings, .. questions] : questions) { IsRepeatable = true, Begin = together, Commit = together };
        IReadOnlyList<IReadOnlyList<SqlRow>> answers = await session.QueryAsync(batch, cancellationToken).ConfigureAwait(false);
        return [.. answers.Skip(answers.Count - questions.Length)];
    }

    /// <summary>The elements of a list in an answer.</summary>
    internal static string[] List(string? text) => string.IsNullOrEmpty(text) ? [] : text.Split(CatalogQueries.Separator);
}
