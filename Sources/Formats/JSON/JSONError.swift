/// What is wrong with a JSON text, and where. Printed: `line 3, column 14: expected ':' …`.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected or found.
    public var message: String
    /// The line, counted from 1.
    public var line: Int
    /// The column in characters (Unicode scalars), counted from 1.
    public var column: Int

    /// An error at a known place.
    public init(message: String, line: Int, column: Int) {
        self.message = message
        self.line = line
        self.column = column
    }

    /// An error at a byte of a text; the position is worked out here, once.
    init(_ message: String, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        var line = 1
        var column = 1
        for index in 0..<min(offset, bytes.count) {
            if bytes[index] == 0x0A {
                line += 1
                column = 1
            } else if bytes[index] & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.init(message: message, line: line, column: column)
    }

    /// `line 3, column 14: message`.
    public var description: String { "line \(line), column \(column): \(message)" }
}
