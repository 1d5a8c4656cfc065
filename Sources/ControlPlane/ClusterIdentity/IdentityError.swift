/// What is wrong with keys, certificates or files of users. Printed as one line:
/// `load /var/lib/martlet/pki/ca.crt: no certificate in it`.
public struct IdentityError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, as a verb: `load`, `make`, `renew`.
    public var operation: String
    /// The file or name it was tried on.
    public var subject: String
    /// Why it failed, and what to do where something can be done.
    public var cause: String

    /// An error.
    public init(operation: String, subject: String, cause: String) {
        self.operation = operation
        self.subject = subject
        self.cause = cause
    }

    /// One line.
    public var description: String { "\(operation) \(subject): \(cause)" }
}
