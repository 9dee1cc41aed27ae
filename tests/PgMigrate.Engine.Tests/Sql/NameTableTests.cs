using System.Globalization;
using PgMigrate.Engine.Sql;

namespace PgMigrate.Engine.Tests.Sql;

public class NameTableTests
{
    [Fact]
    public void A_name_met_twice_is_one_string()
    {
        var names = new NameTable(10_000);
        string first = names.Fold("Orders");
        Assert.Equal("orders", first);
        Assert.Same(first, names.Fold("ORDERS"));
        Assert.Same(first, names.Fold("orders"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ÄÖÜ")]
    [InlineData("\u017Fize")]
    [InlineData("A$1")]
    [InlineData("Thirty_two_characters_are_kept_OK")]
    [InlineData("A_name_that_is_longer_than_any_place_of_the_table_Takes_it_for")]
    public void Folds_as_an_identifier_does(string name)
    {
        var names = new NameTable(0);
        Assert.Equal(SqlIdentifier.Fold(name), names.Fold(name));
        Assert.Equal(SqlIdentifier.Fold(name), names.Fold(name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000_000)]
    public void Names_that_share_a_place_stay_apart(int textLength)
    {
        var names = new NameTable(textLength);
        for (int round = 0; round < 2; round++)
        {
            for (int number = 0; number < 20_000; number++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"T_{number}");
                Assert.Equal(name.ToLowerInvariant(), names.Fold(name));
            }
        }
    }

    [Fact]
    public void Threads_that_share_it_get_their_own_names()
    {
        var names = new NameTable(0);
        int wrong = 0;
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 4 }, thread =>
        {
            for (int number = 0; number < 20_000; number++)
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"t{(number * 7) + thread}");
                if (names.Fold(name) != name)
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        });
        Assert.Equal(0, wrong);
    }
}
