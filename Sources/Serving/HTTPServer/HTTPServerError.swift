/// Why a server could not start.
public struct HTTPServerError: Error, CustomStringConvertible {
    /// What was to be done, and with what: `listen on 127.0.0.1:6443`.
    public var operation: String
    /// What stood in the way.
    public var cause: String

    public var description: String { "\(operation): \(cause)" }
}
