/// A request, read whole.
public struct HTTPRequest: Sendable {
    /// `GET`, `POST` …
    public var method: String
    /// The path as it was sent, still percent-encoded, without the query.
    public var path: String
    /// What follows `?`, as it was sent; nil without one.
    public var query: String?
    /// Header fields.
    public var headers: HTTPFields
    /// The body; empty when there was none.
    public var body: [UInt8]
    /// The certificate that the client showed and proved, in DER, leaf first; empty without one.
    /// Its chain has been verified against the client authority.
    public var clientCertificates: [[UInt8]]
    /// Why the certificate that the client showed is none of the above; nil when it showed none.
    public var clientCertificateProblem: String?
    /// The address that the connection came from: `127.0.0.1:40312`.
    public var remoteAddress: String
    /// Whether it came over TLS.
    public var isSecure: Bool

    /// A request of its parts.
    public init(
        method: String, path: String, query: String? = nil, headers: HTTPFields = HTTPFields(),
        body: [UInt8] = [], clientCertificates: [[UInt8]] = [], remoteAddress: String = "",
        isSecure: Bool = false, clientCertificateProblem: String? = nil
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.clientCertificates = clientCertificates
        self.remoteAddress = remoteAddress
        self.isSecure = isSecure
        self.clientCertificateProblem = clientCertificateProblem
    }
}

/// Header fields in order; names compare without case.
public struct HTTPFields: Sendable {
    /// The fields.
    public private(set) var all: [(name: String, value: String)] = []

    /// No fields.
    public init() {}

    /// The first value of a field.
    public subscript(name: String) -> String? {
        all.first { Self.isSame($0.name, name) }?.value
    }

    /// All values of a field, in order.
    public func values(_ name: String) -> [String] {
        all.filter { Self.isSame($0.name, name) }.map(\.value)
    }

    /// Without the copies that `lowercased()` makes: a request has twenty lookups.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        let one = one.utf8
        let other = other.utf8
        guard one.count == other.count else { return false }
        return zip(one, other).allSatisfy { lower($0) == lower($1) }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }

    /// Appends a field.
    public mutating func add(_ name: String, _ value: String) { all.append((name, value)) }
}

/// An answer.
public struct HTTPResponse: Sendable {
    /// What follows the head.
    public enum Body: Sendable {
        /// Bytes of known length.
        case bytes([UInt8])
        /// Pieces that together are the body; they are sent as the connection takes them, and share
        /// the storage of their arrays.
        case pieces([ArraySlice<UInt8>])
        /// Bytes that come as they come, until the stream is closed. Called once the head is sent.
        case stream(@Sendable (HTTPBodyStream) -> Void)
        /// No more HTTP: the connection is another protocol's, and ends when the closure returns.
        /// For status 101 on HTTP/1.1; the headers say which protocol.
        case upgrade(@Sendable (HTTPConnection) async -> Void)
    }

    /// 200, 404 …
    public var status: Int
    /// Header fields; length and transfer coding are added.
    public var headers: HTTPFields
    /// What follows.
    public var body: Body

    /// An answer.
    public init(status: Int, headers: HTTPFields = HTTPFields(), body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// The sending end of a body that comes as it comes: a watch.
public protocol HTTPBodyStream: Sendable {
    /// Queues bytes and returns at once, from any thread. What is queued before the connection gets
    /// to it goes out together.
    /// - Returns: false when the stream is closed, by either side.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool
    /// Bytes queued that the connection has not taken yet: how far the reader lags.
    var pendingByteCount: Int { get }
    /// Ends the body after what is queued.
    func close()
    /// Called once, when the stream is closed by the client, by `close()` or by shutdown; at once
    /// if it is closed already.
    func onClose(_ action: @escaping @Sendable () -> Void)
}

/// What answers requests.
public protocol HTTPHandler: Sendable {
    /// The answer. Cancelled when the client goes away first.
    func respond(to request: HTTPRequest) async -> HTTPResponse
}
