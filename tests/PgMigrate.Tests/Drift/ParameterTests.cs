using System.Management.Automation;
using System.Reflection;
using System.Text;

namespace PgMigrate.Tests.Drift;

/// <summary>What users' scripts rely on: names, types, aliases and binding of every parameter, approved as text.</summary>
public sealed class ParameterTests
{
    private static readonly string Approved = Repository.At("tests", "PgMigrate.Tests", "Drift", "Parameters.approved.txt");

    [Fact]
    public void Parameters_are_as_approved() => Approval.Verify(Describe(), Approved);

    private static string Describe()
    {
        var text = new StringBuilder();
        foreach (Type type in Cmdlets.All)
        {
            text.Append(Cmdlets.NameOf(type));
            text.Append(Cmdlets.Option<bool>(type, "SupportsShouldProcess") ? $" ShouldProcess({(ConfirmImpact)Cmdlets.Option<int>(type, "ConfirmImpact")})" : "");
            text.Append(Cmdlets.Option<string>(type, "DefaultParameterSetName") is { } set ? $" Default({set})" : "").Append('\n');
            foreach (PropertyInfo parameter in Cmdlets.Parameters(type))
            {
                text.Append("  -").Append(parameter.Name).Append(" [").Append(TypeName(parameter.PropertyType)).Append(']');
                text.Append(Cmdlets.AliasesOf(parameter).ToList() is { Count: > 0 } aliases ? " aliases " + string.Join(", ", aliases) : "").Append('\n');
                foreach (string line in Cmdlets.BindingsOf(parameter).Select(Binding).Order(StringComparer.Ordinal))
                {
                    text.Append("      ").Append(line).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static string Binding(CustomAttributeData attribute)
    {
        var words = new List<string> { Cmdlets.Named<string>(attribute, "ParameterSetName") ?? "all sets" };
        Add(Cmdlets.Named<bool>(attribute, "Mandatory"), "mandatory");
        Add(attribute.NamedArguments.Any(argument => argument.MemberName == "Position"), $"position {Cmdlets.Named<int>(attribute, "Position")}");
        Add(Cmdlets.Named<bool>(attribute, "ValueFromPipeline"), "pipeline");
        Add(Cmdlets.Named<bool>(attribute, "ValueFromPipelineByPropertyName"), "pipeline property");
        return string.Join(", ", words);

        void Add(bool condition, string word)
        {
            if (condition)
            {
                words.Add(word);
            }
        }
    }

    private static string TypeName(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? inner.Name + "?" : type.Name;
}
