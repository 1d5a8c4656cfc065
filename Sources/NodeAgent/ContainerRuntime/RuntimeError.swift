/// Why a runtime didn't do what it was asked.
public struct RuntimeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Code: Sendable, Hashable {
        /// The thing asked for isn't there.
        case notFound
        /// It took too long.
        case timedOut
        /// The image can't be had.
        case image
        /// The runtime does not answer.
        case unavailable
        /// Anything else: the message says.
        case failed
    }

    public var code: Code
    /// Words for people: they end up in a pod's events and status.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
