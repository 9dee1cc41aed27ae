using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Migrations;

public sealed class StatementTraitsTests
{
    [Theory]
    [InlineData("create index concurrently i on t(a)", false)]
    [InlineData("create unique /* x */ index\nCONCURRENTLY i on t(a)", false)]
    [InlineData("create index \"concurrently\" on t(a)", true)]
    [InlineData("comment on table t is 'create index concurrently'", true)]
    [InlineData("drop index concurrently i", false)]
    [InlineData("reindex (verbose, concurrently) table t", false)]
    [InlineData("reindex table concurrently t", false)]
    [InlineData("reindex table t", true)]
    [InlineData("vacuum t", false)]
    [InlineData("refresh materialized view concurrently v", true)]
    [InlineData("alter table p detach partition c concurrently", false)]
    [InlineData("alter table p detach partition c", true)]
    [InlineData("alter system set a = 1", false)]
    [InlineData("create subscription s connection 'x' publication p with (connect = false)", true)]
    [InlineData("create subscription s connection 'x' publication p", false)]
    [InlineData("cluster", false)]
    [InlineData("cluster t", true)]
    [InlineData("alter type e add value 'x'", true)]
    public void Knows_what_runs_in_a_transaction(string sql, bool expected) =>
        Assert.Equal(expected, StatementTraits.Of(Statement(sql)).CanRunInTransaction);

    [Theory]
    [InlineData("begin", TransactionControl.Begin)]
    [InlineData("start transaction", TransactionControl.Begin)]
    [InlineData("end", TransactionControl.Commit)]
    [InlineData("abort", TransactionControl.Rollback)]
    [InlineData("rollback to savepoint a", TransactionControl.Savepoint)]
    [InlineData("select 'begin'", TransactionControl.None)]
    public void Knows_transaction_control(string sql, TransactionControl expected) =>
        Assert.Equal(expected, StatementTraits.Of(Statement(sql)).Control);

    [Theory]
    [InlineData("alter type e add value 'x'; insert into t values ('x')", false)]
    [InlineData("alter type e add value 'x'; insert into t values ('y')", true)]
    [InlineData("alter type e add value 'x'; do $$ begin insert into t values ('x'); end $$", false)]
    public void Sees_an_enum_value_used_in_its_own_file(string sql, bool expected) =>
        Assert.Equal(expected, StatementTraits.OfScript([.. StatementSplitter.Split(SourceText.FromString(sql))])[0].CanRunInTransaction);

    private static SqlStatement Statement(string sql) => StatementSplitter.Split(SourceText.FromString(sql)).Single();
}
