/// What went wrong in a lab, printed as one line: where, what, and the cause.
public struct LabError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where: `topology.yaml:12: nodes[1].podCIDRs[0]`, a pod, a node; nil when the message says
    /// it.
    public var place: String?
    /// What was expected or attempted.
    public var message: String
    /// The error below, as it prints itself.
    public var cause: String?

    /// An error at a place.
    public init(_ message: String, at place: String? = nil, cause: (any Error)? = nil) {
        self.place = place
        self.message = message
        self.cause = cause.map { String(describing: $0) }
    }

    /// `place: message: cause` on one line, whatever the parts hold.
    public var description: String {
        [place, message, cause].compactMap { $0 }.joined(separator: ": ")
            .split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

/// Runs the body; an error of another module becomes the cause of one that says the operation.
func during<T>(_ operation: @autoclosure () -> String, _ body: () throws -> T) throws -> T {
    do {
        return try body()
    } catch let error as LabError {
        throw error
    } catch {
        throw LabError(operation(), cause: error)
    }
}
