/// Why bytes are no DNS message, or text is no name.
public struct DNSMessageError: Error, Hashable, Sendable {
    /// What is wrong, as a short phrase.
    public var problem: String
    /// Where in the message, in bytes from its start; nil for text.
    public var offset: Int?

    /// An error at a place in a message.
    public init(_ problem: String, at offset: Int? = nil) {
        self.problem = problem
        self.offset = offset
    }
}

extension DNSMessageError: CustomStringConvertible {
    /// `byte 12: compression pointer does not go back`.
    public var description: String { offset.map { "byte \($0): \(problem)" } ?? problem }
}
