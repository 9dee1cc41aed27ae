using PgMigrate.Engine.History;
using PgMigrate.Engine.Running;

namespace PgMigrate.Testing.Contracts;

/// <summary>What every <see cref="IHistoryStore"/> of the native format must do, whatever its target.</summary>
public abstract class HistoryStoreContract : IAsyncLifetime
{
    private const int Racers = 8;

    private ISqlSessionFactory? _factory;

    /// <summary>The database under test.</summary>
    protected ISqlSessionFactory Factory => _factory ?? throw new InvalidOperationException("Not initialized.");

    public async Task InitializeAsync() => _factory = await CreateFactoryAsync();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Sessions on an empty database of this test's own.</summary>
    protected abstract Task<ISqlSessionFactory> CreateFactoryAsync();

    /// <summary>The store under test.</summary>
    protected virtual IHistoryStore CreateStore(HistoryTableName table) => new MigrationLogStore(table);

    [PostgresTheory]
    [InlineData("migration_log")]
    [InlineData("public.migration_log")]
    [InlineData("nowhere.migration_log")]
    public async Task No_table_is_no_history(string name)
    {
        await using ISqlSession session = await Factory.OpenAsync();
        Assert.Null(await CreateStore(HistoryTableName.Parse(name)).ReadAsync(session));
        Assert.False(session.InTransaction);
    }

    [PostgresFact]
    public async Task Creates_its_table_once_and_keeps_the_rows()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        await store.EnsureAsync(session);
        HistorySnapshot empty = (await store.ReadAsync(session))!;
        Assert.Empty(empty.Entries);
        Assert.True(empty.IsCurrent);
        Assert.Equal(1, empty.NextStepNumber);

        await InsertAsync(session, store, Entry("0001_a.sql", 1));
        await store.EnsureAsync(session);
        Assert.Equal("0001_a.sql", Assert.Single((await store.ReadAsync(session))!.Entries).FileName);
    }

    [PostgresFact]
    public async Task Eight_at_once_create_one_table()
    {
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        var start = new StartLine(Racers);
        await Task.WhenAll(Enumerable.Range(0, Racers).Select(number => Task.Run(async () =>
        {
            await using ISqlSession session = await Factory.OpenAsync();
            await start.WaitAsync();
            await store.EnsureAsync(session);
            await InsertAsync(session, store, Entry($"{number}.sql", number));
        })));
        await using ISqlSession reader = await Factory.OpenAsync();
        HistorySnapshot history = (await store.ReadAsync(reader))!;
        Assert.Equal(Enumerable.Range(0, Racers).Select(number => $"{number}.sql"), history.Entries.Select(entry => entry.FileName).Order(StringComparer.Ordinal));
        Assert.Equal(Racers, history.Entries.Select(entry => entry.Id).Distinct().Count());
    }

    [PostgresFact]
    public async Task Eight_at_once_upgrade_one_older_table()
    {
        await CreateOlderTableAsync();
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        var start = new StartLine(Racers);
        await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => Task.Run(async () =>
        {
            await using ISqlSession session = await Factory.OpenAsync();
            await start.WaitAsync();
            await store.EnsureAsync(session);
        })));
        await using ISqlSession reader = await Factory.OpenAsync();
        Assert.True((await store.ReadAsync(reader))!.IsCurrent);
    }

    [PostgresFact]
    public async Task Every_field_comes_back()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        await store.EnsureAsync(session);
        MigrationLogEntry written = Entry("0007_it's; \"odd\" $$ :x ${y}\\n 🐘.sql", 12) with
        {
            Version = "0007",
            Status = MigrationLogStatus.Partial,
            StatusText = "partial",
            StatementsApplied = 2,
            StatementsTotal = 5,
            Checksum = new string('a', 64),
            AppliedBy = "o'neill@host",
            RunId = Guid.Parse("0123abcd-4567-89ef-0123-456789abcdef"),
            ToolVersion = "1.2.3",
            ErrorMessage = "bad 'thing'\nat \\ line; 2",
            SqlExecuted = "SELECT ';' -- '",
            Duration = TimeSpan.FromMilliseconds(1234),
        };
        long id = await InsertAsync(session, store, written);
        MigrationLogEntry read = Assert.Single((await store.ReadAsync(session))!.Entries);
        Assert.NotNull(read.ExecutedAt);
        Assert.InRange(read.ExecutedAt!.Value, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));

        // The text of the file may be long and is not read back.
        Assert.Equal(written with { Id = id, ExecutedAt = read.ExecutedAt, SqlExecuted = null }, read);
        var text = await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT sql_executed FROM migration_log")));
        Assert.Equal(written.SqlExecuted, text[0][0].GetString(0));
    }

    [PostgresFact]
    public async Task Fields_may_be_missing_and_the_server_measures_the_time()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        await store.EnsureAsync(session);
        await InsertAsync(session, store, Entry("0001_a.sql", 1));
        MigrationLogEntry read = Assert.Single((await store.ReadAsync(session))!.Entries);
        Assert.Equal((null, null, null, null, null, null, null), (read.Version, read.Checksum, read.RunId, read.StatementsApplied, read.ErrorMessage, read.AppliedBy, read.ToolVersion));
        Assert.True(read.Duration >= TimeSpan.Zero);
    }

    [PostgresFact]
    public async Task An_update_changes_its_row_and_no_other()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        await store.EnsureAsync(session);
        long first = await InsertAsync(session, store, Entry("0001_a.sql", 1) with { Status = MigrationLogStatus.Running, StatusText = "running" });
        long second = await InsertAsync(session, store, Entry("0001_a.sql", 2) with { Status = MigrationLogStatus.Running, StatusText = "running" });
        await session.ExecuteAsync(new SqlBatch(store.Update(Entry("0001_a.sql", 2) with
        {
            Id = second,
            Status = MigrationLogStatus.Failed,
            StatusText = "failed",
            StatementsApplied = 3,
            StatementsTotal = 4,
            ErrorMessage = "no",
            Duration = TimeSpan.FromSeconds(2),
        })));
        IReadOnlyList<MigrationLogEntry> entries = (await store.ReadAsync(session))!.Entries;
        Assert.Equal([first, second], entries.Select(entry => entry.Id));
        Assert.Equal([MigrationLogStatus.Running, MigrationLogStatus.Failed], entries.Select(entry => entry.Status));
        Assert.Equal((3, 4, "no", TimeSpan.FromSeconds(2)),
            (entries[1].StatementsApplied, entries[1].StatementsTotal, entries[1].ErrorMessage, entries[1].Duration));
    }

    [PostgresFact]
    public async Task Rows_come_in_the_order_they_were_written_and_number_on()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        await store.EnsureAsync(session);
        foreach ((string name, int step) in new[] { ("b.sql", 9), ("a.sql", 3), ("c.sql", 3) })
        {
            await InsertAsync(session, store, Entry(name, step));
        }

        HistorySnapshot history = (await store.ReadAsync(session))!;
        Assert.Equal(["b.sql", "a.sql", "c.sql"], history.Entries.Select(entry => entry.FileName));
        Assert.Equal(10, history.NextStepNumber);
    }

    [PostgresFact]
    public async Task A_row_of_a_rolled_back_transaction_is_not_there()
    {
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        await store.EnsureAsync(session);
        await session.ExecuteAsync(new SqlBatch(store.Insert(Entry("a.sql", 1))) { Begin = true });
        await session.RollbackAsync();
        Assert.Empty((await store.ReadAsync(session))!.Entries);
    }

    [PostgresFact]
    public async Task An_older_table_is_read_as_it_is_then_adopted_without_losing_a_row()
    {
        await CreateOlderTableAsync();
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        HistorySnapshot before = (await store.ReadAsync(session))!;
        Assert.False(before.IsCurrent);
        Assert.Equal(0, await CountColumnsAsync(session, "checksum"));
        await store.EnsureAsync(session);
        HistorySnapshot after = (await store.ReadAsync(session))!;
        Assert.True(after.IsCurrent);
        Assert.Equal(before.Entries, after.Entries);
        Assert.Equal(
            ["001-first.sql completed", "002-second.sql failed", "002-second.sql completed", "003-third.sql pending", "004-fourth.sql half-done"],
            after.Entries.Select(entry => entry.ToString()));
        Assert.Equal(
            [MigrationLogStatus.Completed, MigrationLogStatus.Failed, MigrationLogStatus.Completed, MigrationLogStatus.Unknown, MigrationLogStatus.Unknown],
            after.Entries.Select(entry => entry.Status));
        Assert.Equal("no such table", after.Entries[1].ErrorMessage);
        Assert.Equal(new DateTimeOffset(2023, 5, 6, 7, 8, 9, TimeSpan.Zero), after.Entries[0].ExecutedAt);
        Assert.Null(after.Entries[3].ExecutedAt);
        Assert.Equal(5, after.NextStepNumber);

        // Ours goes in beside theirs, numbered by their sequence.
        await InsertAsync(session, store, Entry("005_fifth.sql", after.NextStepNumber) with { Version = "005" });
        Assert.Equal("005", (await store.ReadAsync(session))!.Entries[^1].Version);
        var kept = await session.QueryAsync(new SqlBatch(new SqlCommand("SELECT sql_executed FROM migration_log ORDER BY id LIMIT 1")));
        Assert.Equal("Migration file executed", kept[0][0].GetString(0));
    }

    [PostgresFact]
    public async Task An_older_table_without_the_optional_columns_is_adopted_too()
    {
        await RunAsync(
            "CREATE TABLE migration_log (id int PRIMARY KEY, step_number int, description varchar(100), status text, executed_at timestamptz)",
            "INSERT INTO migration_log VALUES (1, NULL, 'a.sql', NULL, NULL), (2, 1, NULL, 'completed', now())");
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        HistorySnapshot history = (await store.ReadAsync(session))!;
        Assert.False(history.IsCurrent);
        Assert.Equal(["a.sql pending", " completed"], history.Entries.Select(entry => entry.ToString()));
        await store.EnsureAsync(session);
        Assert.True((await store.ReadAsync(session))!.IsCurrent);
    }

    [PostgresFact]
    public async Task An_older_table_with_types_of_its_own_can_be_read()
    {
        await RunAsync(
            "CREATE TYPE log_state AS ENUM ('completed', 'failed')",
            "CREATE DOMAIN file_name AS varchar(200)",
            "CREATE TABLE migration_log (id smallint, step_number bigint, description file_name, status log_state, error_message varchar(10), "
            + "executed_at timestamptz)",
            "INSERT INTO migration_log VALUES (1, 1, 'a.sql', 'completed', 'x', now())");
        await using ISqlSession session = await Factory.OpenAsync();
        MigrationLogEntry entry = Assert.Single((await CreateStore(HistoryTableName.Default).ReadAsync(session))!.Entries);
        Assert.Equal(("a.sql", MigrationLogStatus.Completed, "x"), (entry.FileName, entry.Status, entry.ErrorMessage));
    }

    [PostgresFact]
    public async Task A_table_of_something_else_is_refused_and_left_alone()
    {
        await RunAsync("CREATE TABLE migration_log (id int, note text)", "INSERT INTO migration_log VALUES (1, 'mine')");
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(HistoryTableName.Default);
        var error = await Assert.ThrowsAsync<UnknownHistoryTableException>(() => store.ReadAsync(session));
        Assert.Contains("step_number, description, status, executed_at", error.Message, StringComparison.Ordinal);
        Assert.Contains("-HistoryTable", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await CountColumnsAsync(session, "checksum"));
        Assert.False(session.InTransaction);
    }

    [PostgresTheory]
    [InlineData("Log; DROP TABLE x --", "plain")]
    [InlineData("it's \"quoted\" \\ 🐘", "Sch\"ema'; --")]
    [InlineData("select", "table")]
    [InlineData("${x} :y $1", "a.b")]
    public async Task Hostile_names_are_only_names(string table, string schema)
    {
        var name = new HistoryTableName(schema, table);
        await RunAsync($"CREATE SCHEMA \"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(name);
        Assert.Null(await store.ReadAsync(session));
        await store.EnsureAsync(session);
        long id = await InsertAsync(session, store, Entry("a.sql", 1));
        await session.ExecuteAsync(new SqlBatch(store.Update(Entry("a.sql", 1) with { Id = id, StatusText = "undone", Status = MigrationLogStatus.Undone })));
        Assert.Equal(MigrationLogStatus.Undone, Assert.Single((await store.ReadAsync(session))!.Entries).Status);
        var found = await session.QueryAsync(new SqlBatch(new SqlCommand(
            "SELECT count(*) FROM pg_tables WHERE schemaname = $1 AND tablename = $2", SqlParameter.Text(schema), SqlParameter.Text(table))));
        Assert.Equal(1, found[0][0].GetInt64(0));
        Assert.Equal(name, store.Table);
    }

    [PostgresFact]
    public async Task A_schema_in_the_name_wins_over_the_search_path()
    {
        await RunAsync("CREATE SCHEMA ops", "CREATE SCHEMA other");
        await using ISqlSession session = await Factory.OpenAsync();
        IHistoryStore store = CreateStore(new HistoryTableName("ops", "migration_log"));
        await store.EnsureAsync(session);
        await session.ExecuteAsync(new SqlBatch(new SqlCommand("SET search_path = other")));
        await InsertAsync(session, store, Entry("a.sql", 1));
        Assert.Single((await store.ReadAsync(session))!.Entries);
        Assert.Null(await CreateStore(new HistoryTableName("public", "migration_log")).ReadAsync(session));
        Assert.Null(await CreateStore(HistoryTableName.Default).ReadAsync(session));
    }

    /// <summary>A row with as little as a row may have.</summary>
    protected static MigrationLogEntry Entry(string fileName, int step) => new()
    {
        FileName = fileName,
        StepNumber = step,
        Status = MigrationLogStatus.Completed,
        StatusText = "completed",
    };

    /// <summary>Writes a row and gives its id.</summary>
    protected static async Task<long> InsertAsync(ISqlSession session, IHistoryStore store, MigrationLogEntry entry) =>
        (await session.QueryAsync(new SqlBatch(store.Insert(entry)) { Begin = true, Commit = true }))[0][0].GetInt64(0);

    /// <summary>Runs statements, each by itself.</summary>
    protected async Task RunAsync(params string[] statements)
    {
        await using ISqlSession session = await Factory.OpenAsync();
        foreach (string statement in statements)
        {
            await session.ExecuteAsync(new SqlBatch(new SqlCommand(statement)));
        }
    }

    /// <summary>The table that many users have under this name, with rows of every kind.</summary>
    protected virtual Task CreateOlderTableAsync() => RunAsync(
        """
        CREATE TABLE migration_log (
            id SERIAL PRIMARY KEY,
            step_number INTEGER NOT NULL,
            description TEXT NOT NULL,
            sql_executed TEXT,
            status VARCHAR(20) DEFAULT 'pending',
            error_message TEXT,
            executed_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)
        """,
        """
        INSERT INTO migration_log (step_number, description, sql_executed, status, error_message, executed_at) VALUES
            (1, '001-first.sql', 'Migration file executed', 'completed', NULL, '2023-05-06 07:08:09'),
            (2, '002-second.sql', 'Migration file executed', 'failed', 'no such table', '2023-05-06 07:08:10'),
            (3, '002-second.sql', 'Migration file executed', 'completed', NULL, '2023-05-06 07:08:11'),
            (4, '003-third.sql', NULL, 'pending', NULL, NULL),
            (4, '004-fourth.sql', NULL, 'half-done', NULL, NULL)
        """);

    private static async Task<long> CountColumnsAsync(ISqlSession session, string column) =>
        (await session.QueryAsync(new SqlBatch(new SqlCommand(
            "SELECT count(*) FROM information_schema.columns WHERE table_name = 'migration_log' AND column_name = $1", SqlParameter.Text(column)))))[0][0].GetInt64(0);
}
