import Glibc

/// What the system refused. Printed: `open /x: no such file or directory (ENOENT)`.
public struct SystemError: Error, Hashable, Sendable {
    /// What was tried, as a verb: `open`.
    public var operation: String
    /// What it was tried on; may be empty.
    public var subject: String
    /// Why it failed.
    public var errno: Errno

    /// A refusal of `operation` on `subject`.
    public init(operation: String, subject: String = "", errno: Errno) {
        self.operation = operation
        self.subject = subject
        self.errno = errno
    }
}

extension SystemError: CustomStringConvertible {
    /// `open /x: no such file or directory (ENOENT)`.
    public var description: String {
        subject.isEmpty ? "\(operation): \(errno)" : "\(operation) \(subject): \(errno)"
    }
}

/// Makes a system call that returns -1 when it fails, and again when a signal interrupts it.
@discardableResult
func systemCall<Result: SignedInteger>(
    _ operation: StaticString, _ subject: @autoclosure () -> String = "", _ body: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = body()
        if result != -1 { return result }
        let code = Glibc.errno
        if code == EINTR { continue }
        throw SystemError(
            operation: operation.description, subject: subject(), errno: Errno(code: code))
    }
}
