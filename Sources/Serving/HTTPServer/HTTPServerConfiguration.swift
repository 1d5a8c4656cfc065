/// Where a server listens.
public struct HTTPListener: Sendable {
    /// An address or a name: `127.0.0.1`, `::1`.
    public var host: String
    /// 0 lets the kernel choose.
    public var port: Int
    /// What to show to clients; nil: no TLS.
    public var identity: TLSIdentity?

    /// A listener of its parts.
    public init(host: String, port: Int, identity: TLSIdentity? = nil) {
        self.host = host
        self.port = port
        self.identity = identity
    }
}

/// What a server is to do.
public struct HTTPServerConfiguration: Sendable {
    /// Where it listens.
    public var listeners: [HTTPListener]
    /// How much a client may ask for, and how long it may take.
    public var limits = HTTPLimits()
    /// Event loops; each is a thread.
    public var threadCount = 4
    /// The answer to a request that no handler gets to see.
    public var refusal: @Sendable (HTTPRefusal) -> HTTPResponse = { $0.plainResponse }

    /// Listens there, with the usual limits.
    public init(listeners: [HTTPListener]) { self.listeners = listeners }
}

/// How much a client may ask for, and how long it may take.
public struct HTTPLimits: Sendable {
    /// The longest body of a request.
    public var bodyBytes = 3 << 20
    /// The size of all header fields of a request together.
    public var fieldBytes = 1 << 20
    /// The number of header fields of a request.
    public var fieldCount = 1000

    /// Requests at once on a connection of HTTP/2.
    public var streamsPerConnection = 2000
    /// Requests that a client may cancel on a connection of HTTP/2 in ten seconds: each watch that
    /// ends is one.
    public var cancelsPerConnection = 50_000

    /// From a connection's start to its first request's head.
    public var firstRequest: Duration = .seconds(32)
    /// From an answer's end to the next request's head.
    public var idle: Duration = .seconds(90)
    /// From a request's head to its end.
    public var requestBody: Duration = .seconds(60)
    /// How long a client may take nothing of an answer that waits for it.
    public var stalled: Duration = .seconds(60)
    /// How long a refused client may go on sending before it is cut off.
    public var refused: Duration = .seconds(2)

    /// The usual limits.
    public init() {}
}

/// Why a request is refused before a handler sees it.
public enum HTTPRefusal: Sendable, Equatable {
    /// It is not HTTP.
    case malformed
    /// Its header fields are more than `fieldBytes` or `fieldCount`.
    case fieldsTooLarge
    /// Its body is longer than the limit, which is given.
    case bodyTooLarge(limit: Int)
    /// It did not come to its end in time.
    case tooSlow

    /// The code of the answer.
    public var status: Int {
        switch self {
        case .malformed: 400
        case .fieldsTooLarge: 431
        case .bodyTooLarge: 413
        case .tooSlow: 408
        }
    }

    /// The answer in plain text.
    public var plainResponse: HTTPResponse {
        let text =
            switch self {
            case .malformed: "400 Bad Request"
            case .fieldsTooLarge: "431 Request Header Fields Too Large"
            case .bodyTooLarge(let limit): "Request entity too large: limit is \(limit)\n"
            case .tooSlow: "408 Request Timeout"
            }
        var headers = HTTPFields()
        headers.add("Content-Type", "text/plain; charset=utf-8")
        return HTTPResponse(status: status, headers: headers, body: .bytes(Array(text.utf8)))
    }
}
