using PgMigrate.Drivers.RdsDataApi;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

public sealed class ErrorTextTests
{
    [Fact]
    public void All_parts_are_taken()
    {
        ErrorText text = ErrorText.Read(
            "ERROR: duplicate key value violates unique constraint \"a; b\"; Detail: Key (id)=(1; 2) already exists.; Hint: Use another.; Position: 12; SQLState: 23505");

        Assert.Equal(
            ("duplicate key value violates unique constraint \"a; b\"", "23505", "Key (id)=(1; 2) already exists.", "Use another.", 12),
            (text.Message, text.SqlState, text.Detail, text.Hint, text.Position));
    }

    [Fact]
    public void The_drivers_own_form_is_read_too()
    {
        ErrorText text = ErrorText.Read("ERROR: column \"x\" does not exist\n  Hint: Perhaps \"y\".\n  Position: 8");

        Assert.Equal(("column \"x\" does not exist", null, "Perhaps \"y\".", 8), (text.Message, text.SqlState, text.Hint, text.Position));
    }

    [Theory]
    [InlineData("Database returned SQL Exception")]
    [InlineData("")]
    [InlineData("; SQLState: ")]
    [InlineData("Position: 7")]
    [InlineData("it said; SQLState: none")]
    public void Nothing_is_required(string message) => Assert.Null(ErrorText.Read(message).SqlState);

    [Theory]
    [InlineData("x; Position: 0; SQLState: 42601")]
    [InlineData("x; Position: 99999999999; SQLState: 42601")]
    public void A_position_that_is_none_is_left_out(string message)
    {
        ErrorText text = ErrorText.Read(message);
        Assert.Equal(("x", "42601", null), (text.Message, text.SqlState, text.Position));
    }
}
