using PgMigrate.Drivers.RdsDataApi;
using PgMigrate.Engine.Running;

namespace PgMigrate.Drivers.Tests.RdsDataApi;

public sealed class RoleChangesTests
{
    [Theory]
    [InlineData("SET ROLE app", true)]
    [InlineData("set /* x */ local role app", true)]
    [InlineData("SET SESSION AUTHORIZATION app", true)]
    [InlineData("RESET ALL", true)]
    [InlineData("SELECT set_config('role', 'app', false)", true)]
    [InlineData("DO $$BEGIN SET ROLE app; END$$", true)]
    [InlineData("SET search_path = role", true)]
    [InlineData("SET search_path = app", false)]
    [InlineData("CREATE TABLE role (role text)", false)]
    [InlineData("SELECT role FROM people", false)]
    [InlineData("DO $$BEGIN PERFORM 1; END$$", false)]
    public void Statements_that_may_leave_another_role_are_known(string sql, bool expected) =>
        Assert.Equal(expected, RoleChanges.MayChange(new SqlCommand(sql)));
}
