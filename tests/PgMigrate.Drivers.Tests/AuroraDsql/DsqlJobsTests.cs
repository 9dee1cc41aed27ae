using PgMigrate.Drivers.AuroraDsql;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.AuroraDsql;

/// <summary>What becomes of an index whose job was waited for when the wait is cancelled, by a user or because the run's lock was lost.</summary>
public sealed class DsqlJobsTests
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _dropped = [];
    private bool _isValid;

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task An_index_that_was_finished_meanwhile_stays()
    {
        // The process stood still while the job ended; another run may have taken the index for done since.
        await WaitAsync(becomesValid: true);

        Assert.Empty(_dropped);
    }

    [Fact(Timeout = TestLimit.Milliseconds)]
    public async Task An_index_that_is_being_built_is_dropped()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WaitAsync(becomesValid: false));

        Assert.Equal(["DROP INDEX IF EXISTS \"public\".\"i\""], _dropped);
    }

    private Task WaitAsync(bool becomesValid)
    {
        var jobs = new DsqlJobs(AskAsync, _ => { }, TimeProvider.System);
        return jobs.WaitAsync(new AsyncDefinition(AsyncDefinitionKind.Index, "t", "i"), "job", _stop.Token);

        Task<IReadOnlyList<SqlRow>> AskAsync(SqlCommand command, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string sql = command.Text.ToString();
            if (sql.Contains("sys.jobs", StringComparison.Ordinal))
            {
                _isValid = becomesValid;
                _stop.Cancel();
                return Rows("processing", null, "i");
            }

            if (sql.StartsWith("DROP", StringComparison.Ordinal))
            {
                _dropped.Add(sql);
            }

            return sql.Contains("indisvalid", StringComparison.Ordinal) ? Rows(_isValid) : Rows("public");
        }
    }

    private static Task<IReadOnlyList<SqlRow>> Rows(params object?[] values) => Task.FromResult<IReadOnlyList<SqlRow>>([new SqlRow(values)]);
}
