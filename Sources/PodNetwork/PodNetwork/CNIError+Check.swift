import CNIProtocol

extension CNIError {
    /// CHECK found something that is not as ADD left it.
    static func check(_ message: String) -> CNIError { CNIError(.checkFailed, message) }

    /// CHECK: throws what was found, a sentence each; nothing, when nothing.
    static func requireNone(_ problems: [String]) throws(CNIError) {
        guard problems.isEmpty else { throw check(problems.joined(separator: "; ")) }
    }
}
