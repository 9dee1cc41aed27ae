namespace PgMigrate.Engine.Migrations;

/// <summary>
/// Finds any of many labels in a text in one pass: a trie, walked from every place. A label has 63 bytes at most, so a text costs its
/// length however many labels there are.
/// </summary>
internal sealed class LabelSearch
{
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private readonly Node _root = new();

    /// <summary>Adds a label.</summary>
    public void Add(string label)
    {
        if (!_labels.Add(label))
        {
            return;
        }

        Node node = _root;
        foreach (char c in label)
        {
            node = node.Next.TryGetValue(c, out Node? next) ? next : node.Next[c] = new Node();
        }

        node.Label = label;
    }

    /// <summary>Reports the label that a text is, if it is one.</summary>
    public void FindWhole(string text, Action<string> found)
    {
        if (_labels.Contains(text))
        {
            found(text);
        }
    }

    /// <summary>Reports every label in a text, each as often as it stands there.</summary>
    public void FindWithin(ReadOnlySpan<char> text, Action<string> found)
    {
        for (int start = 0; start < text.Length; start++)
        {
            Node? node = _root;
            for (int at = start; node is not null; at++)
            {
                if (node.Label is { } label)
                {
                    found(label);
                }

                node = at < text.Length ? node.Next.GetValueOrDefault(text[at]) : null;
            }
        }
    }

    private sealed class Node
    {
        public Dictionary<char, Node> Next { get; } = [];

        public string? Label { get; set; }
    }
}
