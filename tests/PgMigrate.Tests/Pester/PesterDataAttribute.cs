using System.Reflection;
using Xunit.Sdk;

namespace PgMigrate.Tests.Pester;

/// <summary>One row for each <c>It</c>; where there is no pwsh each row is skipped, so that the count stays honest.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PesterDataAttribute : DataAttribute
{
    public PesterDataAttribute() => Skip = Pwsh.SkipReason;

    /// <inheritdoc/>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        PesterTest.All.Select(test => new object[] { test.File, test.Name });
}
