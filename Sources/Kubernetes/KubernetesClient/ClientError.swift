import JSON

/// Why the API server did not do what was asked. Printed as one line.
public enum ClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A kubeconfig or an option is wrong: what, where, and what was expected.
    case configuration(String)
    /// The server answered with a `Status`, or with something else of this HTTP status.
    case refused(request: String, code: Int, reason: String, message: String)
    /// The server can't be reached, or the connection broke.
    case unreachable(request: String, String)
    /// The answer is not what the API would say.
    case malformed(request: String, String)

    /// One line.
    public var description: String {
        switch self {
        case .configuration(let text): text
        case .refused(let request, let code, let reason, let message):
            "\(request): \(code)\(reason.isEmpty ? "" : " " + reason): \(message)"
        case .unreachable(let request, let why): "\(request): \(why)"
        case .malformed(let request, let why): "\(request): \(why)"
        }
    }

    /// Whether the revision that was asked for is gone from the server's history.
    public var isExpired: Bool {
        if case .refused(_, let code, let reason, _) = self {
            return code == 410 || reason == "Expired" || reason == "Gone"
        }
        return false
    }

    /// The HTTP status of a refusal; nil for other errors.
    public var code: Int? {
        if case .refused(_, let code, _, _) = self { return code }
        return nil
    }

    /// The error that an answer other than 2xx is.
    static func refusal(_ request: String, code: Int, body: [UInt8]) -> ClientError {
        if let status = try? JSONDocument(parsing: body).root, status["kind"]?.string == "Status" {
            return refusal(request, code: code, status: status)
        }
        let text = String(decoding: body.prefix(200), as: UTF8.self)
        let line = text.split(separator: "\n").first.map(String.init) ?? "no explanation"
        return .refused(request: request, code: code, reason: "", message: line)
    }

    /// The error that a `Status` object is.
    static func refusal(_ request: String, code: Int, status: JSONValue) -> ClientError {
        .refused(
            request: request, code: status["code"]?.int ?? code,
            reason: status["reason"]?.string ?? "",
            message: status["message"]?.string ?? "no explanation")
    }
}
