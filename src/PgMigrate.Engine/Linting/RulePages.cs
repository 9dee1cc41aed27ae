namespace PgMigrate.Engine.Linting;

/// <summary>Where the rules' pages are: beside this assembly, as the module has them, and at an address when one is known.</summary>
/// <param name="baseAddress">Address of the folder that holds <c>docs</c>; null when the pages are nowhere on the web.</param>
internal sealed class RulePages(Uri? baseAddress)
{
    private const string Folder = "docs/rules";

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Files = new(FindFiles);

    private readonly Dictionary<string, Uri?> _addresses = new(StringComparer.Ordinal);
    private readonly Uri? _base = baseAddress is null || baseAddress.AbsoluteUri.EndsWith('/') ? baseAddress : new Uri(baseAddress.AbsoluteUri + "/");

    /// <summary>Full path of a page; from the root of the repository where the pages are not beside this assembly.</summary>
    /// <param name="page">Path from the root of the repository.</param>
    public static string PathOf(string page) => Files.Value.GetValueOrDefault(page, page);

    /// <summary>Address of a page on the web.</summary>
    /// <param name="page">Path from the root of the repository.</param>
    public Uri? OnWeb(string page) => _base is null ? null : new Uri(_base, page);

    /// <summary>Address of a page: on the web, else that of its file; null when there is neither. Made once, for a rule may find much.</summary>
    /// <param name="page">Path from the root of the repository.</param>
    public Uri? AddressOf(string page)
    {
        if (!_addresses.TryGetValue(page, out Uri? address))
        {
            address = OnWeb(page) ?? (Files.Value.TryGetValue(page, out string? path) ? new Uri(path) : null);
            _addresses[page] = address;
        }

        return address;
    }

    private static Dictionary<string, string> FindFiles()
    {
        string assembly = typeof(RulePages).Assembly.Location;
        string? folder = assembly.Length > 0 ? Path.Combine(Path.GetDirectoryName(assembly)!, Folder) : null;
        return folder is null || !Directory.Exists(folder) ? []
            : Directory.EnumerateFiles(folder, "*.md").ToDictionary(path => $"{Folder}/{Path.GetFileName(path)}", path => path, StringComparer.Ordinal);
    }
}
