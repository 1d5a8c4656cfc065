/// Where a socket is: an address and a port.
public struct SocketEndpoint: Hashable, Sendable, BitwiseCopyable {
    /// The address.
    public var address: IPAddress
    /// The port.
    public var port: Port

    /// A port at an address.
    public init(_ address: IPAddress, _ port: Port) {
        self.address = address
        self.port = port
    }

    /// A port at an address.
    public init(address: IPAddress, port: Port) { self.init(address, port) }
}

extension SocketEndpoint: Comparable {
    /// Order of the addresses, then of the ports.
    public static func < (left: Self, right: Self) -> Bool {
        left.address == right.address ? left.port < right.port : left.address < right.address
    }
}

extension SocketEndpoint: ASCIIText {
    static var longestText: Int { IPAddress.longestText + 8 }

    /// Reads `10.0.0.1:80` or `[fd00::1]:80`.
    public init?(_ text: String) {
        guard let value = Self.parse(text) else { return nil }
        self = value
    }

    /// `10.0.0.1:80` or `[fd00::1]:80`.
    public var description: String { text }

    static func read(_ reader: inout ASCIIReader) -> SocketEndpoint? {
        let address: IPAddress
        if reader.skip("[") {
            guard let inner = IPv6Address.read(&reader), reader.skip("]") else { return nil }
            address = .v6(inner)
        } else {
            guard let plain = IPv4Address.read(&reader) else { return nil }
            address = .v4(plain)
        }
        guard reader.skip(":"), let port = Port.read(&reader) else { return nil }
        return SocketEndpoint(address, port)
    }

    func write(_ writer: inout ASCIIWriter) {
        switch address {
        case .v4(let address):
            address.write(&writer)
        case .v6(let address):
            writer.mark("[")
            address.write(&writer)
            writer.mark("]")
        }
        writer.mark(":")
        port.write(&writer)
    }
}
