/// A client of HTTP/2 that writes its frames itself (RFC 9113 section 4.1), without TLS.
struct RawHTTP2 {
    struct Frame {
        var type: UInt8
        var flags: UInt8
        var stream: UInt32
        var payload: [UInt8]
        var endsStream: Bool { flags & 1 != 0 && type <= 1 }
    }

    static let data: UInt8 = 0
    static let headers: UInt8 = 1
    static let reset: UInt8 = 3
    static let settings: UInt8 = 4
    static let ping: UInt8 = 6
    static let goAway: UInt8 = 7
    static let windowUpdate: UInt8 = 8

    let client: RawClient
    /// The server's settings.
    private(set) var settings: [UInt8] = []

    init(port: Int, window: UInt32 = 65_535) throws {
        client = try RawClient(port: port)
        try client.say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        try say(Self.settings, payload: [0, 4] + Self.bytes(window))
        // Until these are heard, a client may not have more than a hundred streams.
        settings = try hear(Self.settings).payload
    }

    static func bytes(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
    }

    static func frame(
        _ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []
    )
        -> [UInt8]
    {
        bytes(UInt32(payload.count)).dropFirst() + [type, flags] + bytes(stream) + payload
    }

    func say(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, payload: [UInt8] = []) throws {
        try client.say(Self.frame(type, flags: flags, stream: stream, payload))
    }

    /// A request's head, each field literal (RFC 7541 section 6.2.2).
    static func request(
        _ stream: UInt32, _ method: String = "GET", _ path: String = "/", ends: Bool = true
    ) -> [UInt8] {
        func literal(_ name: UInt8, _ value: String) -> [UInt8] {
            [name, UInt8(value.utf8.count)] + Array(value.utf8)
        }
        // Static table: 1 :authority, 2 :method, 4 :path, 6 :scheme http.
        let block = literal(2, method) + [0x86] + literal(4, path) + literal(1, "x")
        return frame(headers, flags: ends ? 5 : 4, stream: stream, block)
    }

    func hear() throws -> Frame {
        let head = try client.hear(count: 9)
        let length = head[..<3].reduce(0) { $0 << 8 | Int($1) }
        let stream = head[5...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let frame = Frame(
            type: head[3], flags: head[4], stream: stream, payload: try client.hear(count: length))
        if frame.type == Self.settings, frame.flags == 0 { try say(Self.settings, flags: 1) }
        if frame.type == Self.ping, frame.flags == 0 {
            try say(Self.ping, flags: 1, payload: frame.payload)
        }
        return frame
    }

    /// The next frame of that type, of that stream.
    func hear(_ type: UInt8, stream: UInt32 = 0) throws -> Frame {
        while true {
            let frame = try hear()
            if frame.type == type, frame.stream == stream { return frame }
            if frame.type == Self.goAway, type != Self.goAway {
                throw RawClient.Failure(
                    description: "GOAWAY \(String(decoding: frame.payload, as: UTF8.self))")
            }
        }
    }

    /// The body of an answer.
    func body(stream: UInt32) throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let frame = try hear()
            guard frame.stream == stream else { continue }
            if frame.type == Self.data { body += frame.payload }
            if frame.endsStream { return body }
        }
    }
}
