namespace PgMigrate.Engine.Tests.Layouts;

/// <summary>A test of links and permissions as Unix has them; making links on Windows needs a right that accounts lack.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Unix only" : null;
}
