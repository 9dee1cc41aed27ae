using System.Management.Automation;
using System.Reflection;
using PgMigrate.Commands;

namespace PgMigrate.Tests.Drift;

/// <summary>
/// The cmdlets by reflection. Attributes are read as data: the library compiled against has empty bodies, so an attribute's
/// properties say nothing at run time.
/// </summary>
internal static class Cmdlets
{
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(PgMigrateCommand).Assembly.GetTypes().Where(type => Find<CmdletAttribute>(type).Any()).OrderBy(NameOf, StringComparer.Ordinal)];

    public static string VerbOf(Type type) => (string)Cmdlet(type).ConstructorArguments[0].Value!;

    public static string NounOf(Type type) => (string)Cmdlet(type).ConstructorArguments[1].Value!;

    public static string NameOf(Type type) => $"{VerbOf(type)}-{NounOf(type)}";

    public static T? Option<T>(Type type, string name) => Named<T>(Cmdlet(type), name);

    public static IEnumerable<Type> OutputsOf(Type type) =>
        Find<OutputTypeAttribute>(type).SelectMany(data => data.ConstructorArguments).SelectMany(Flatten).OfType<Type>();

    public static IEnumerable<PropertyInfo> Parameters(Type type) =>
        type.GetProperties().Where(property => BindingsOf(property).Any()).OrderBy(property => property.Name, StringComparer.Ordinal);

    public static IEnumerable<CustomAttributeData> BindingsOf(PropertyInfo property) => Find<ParameterAttribute>(property);

    public static IEnumerable<string> AliasesOf(PropertyInfo property) =>
        Find<AliasAttribute>(property).SelectMany(data => data.ConstructorArguments).SelectMany(Flatten).OfType<string>();

    public static T? Named<T>(CustomAttributeData data, string name) =>
        data.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => (T?)argument.TypedValue.Value).FirstOrDefault();

    private static CustomAttributeData Cmdlet(Type type) => Find<CmdletAttribute>(type).Single();

    private static IEnumerable<CustomAttributeData> Find<T>(MemberInfo member) =>
        member.GetCustomAttributesData().Where(data => data.AttributeType == typeof(T));

    private static IEnumerable<object?> Flatten(CustomAttributeTypedArgument argument) =>
        argument.Value is IEnumerable<CustomAttributeTypedArgument> items ? items.SelectMany(Flatten) : [argument.Value];
}
