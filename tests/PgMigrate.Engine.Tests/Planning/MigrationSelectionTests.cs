using PgMigrate.Engine.Layouts;
using PgMigrate.Engine.Migrations;
using PgMigrate.Engine.Planning;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Planning;

public sealed class MigrationSelectionTests
{
    private static readonly Migration[] Files = [File("1"), File("2"), File("3"), File("4")];

    [Fact]
    public void Picked_migrations_take_the_place_of_those_read_now_and_strangers_go_last()
    {
        Migration tested = Files[1] with { Checksum = "tested" };
        Migration stranger = File("x");
        MigrationSet joined = MigrationSelection.Join(new MigrationSet("/m", "Native", Files, []), [stranger, tested]);
        Assert.Equal(["1.sql", "2.sql", "3.sql", "4.sql", "x.sql"], joined.Migrations.Select(migration => migration.FileName));
        Assert.Same(tested, joined.Migrations[1]);
    }

    [Fact]
    public void One_that_was_picked_twice_counts_once() =>
        Assert.Equal(4, MigrationSelection.Join(new MigrationSet("/m", "Native", Files, []), [Files[0], Files[0]]).Migrations.Count);

    [Theory]
    [InlineData("1,2,3,4", "")]
    [InlineData("1,2", "")]
    [InlineData("3", "1.sql,2.sql")]
    [InlineData("1,4", "2.sql,3.sql")]
    [InlineData("", "")]
    [InlineData("9", "")]
    public void Due_ones_that_are_older_than_a_picked_one_are_named(string picked, string skipped)
    {
        var plan = new MigrationPlan
        {
            Migrations = Files,
            Problems = [],
            Steps = [.. Files.Select(file => new PlanStep { Migration = file, Statements = [], Units = [] })],
        };
        var problems = MigrationSelection.FindSkipped(plan, picked.Split(',').Select(name => name + ".sql").ToHashSet());
        Assert.Equal(skipped, string.Join(',', problems.Select(problem => Path.GetFileName(problem.Path))));
        Assert.All(problems, problem => Assert.Equal(MigrationProblemCode.OutOfOrder, problem.Code));
    }

    private static Migration File(string version) => new()
    {
        Version = version,
        Name = "",
        FileName = version + ".sql",
        Path = $"/m/{version}.sql",
        Layout = "Native",
        Ordinal = 0,
        UpScript = SourceText.FromString(""),
        Checksum = "",
    };
}
