import NetworkAddress

/// What an endpoint says of a connection that reached it.
public struct Sighting: Hashable, Sendable {
    /// Where it arrived.
    public var endpoint: SocketEndpoint
    /// Whom it seemed to come from.
    public var source: IPAddress

    init(endpoint: SocketEndpoint, source: IPAddress) {
        self.endpoint = endpoint
        self.source = source
    }

    /// From an answer's text; nil for any other text.
    init?(_ bytes: [UInt8]) {
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        guard words.count == 3, words[1] == "saw", let endpoint = SocketEndpoint(String(words[0])),
            let source = IPAddress(String(words[2]))
        else { return nil }
        self.init(endpoint: endpoint, source: source)
    }

    /// `10.244.0.11:8080 saw 10.244.0.12`.
    var bytes: [UInt8] { Array("\(endpoint) saw \(source)".utf8) }
}
