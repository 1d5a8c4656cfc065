/// How commands print.
public enum OutputFormat: String, Sendable, CaseIterable {
    case text, table, wide, json, yaml

    /// Whether it is for programs. JSON is YAML, and nothing here would be plainer in another
    /// notation.
    var isStructured: Bool { self == .json || self == .yaml }
}
