/// A configuration that can't be used: where, and what was expected.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file; empty for a flag.
    public var file: String
    /// The line, from 1; 0 when there is none.
    public var line: Int
    /// The field's path, or the flag.
    public var field: String
    /// What was expected and found.
    public var reason: String

    /// An error.
    public init(file: String = "", line: Int = 0, field: String = "", reason: String) {
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason
    }

    /// `config.yaml:7: clusterCIDR: expected …`.
    public var description: String {
        let place = file.isEmpty ? "" : line > 0 ? "\(file):\(line): " : "\(file): "
        return place + (field.isEmpty ? "" : "\(field): ") + reason
    }
}
