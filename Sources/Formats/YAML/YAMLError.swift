/// What is wrong with a YAML text, and where. Printed: `line 3, column 5: …`.
public struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected or found.
    public var message: String
    /// The line in the whole text, counted from 1.
    public var line: Int
    /// The column in characters, counted from 1.
    public var column: Int

    /// An error at a place.
    public init(message: String, line: Int, column: Int) {
        self.message = message
        self.line = line
        self.column = column
    }

    /// `line 3, column 5: message`.
    public var description: String { "line \(line), column \(column): \(message)" }
}
