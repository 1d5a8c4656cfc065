import NetworkAddress

// Addresses as they are written, so that tables of samples can be read.

extension IPAddress: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = IPAddress(text) ?? .any(.ipv4) }
}

extension IPPrefix: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        self = IPPrefix(text) ?? IPPrefix(IPAddress.any(.ipv4))
    }
}

extension SocketEndpoint: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        self = SocketEndpoint(text) ?? SocketEndpoint(.any(.ipv4), Port(rawValue: 0))
    }
}
