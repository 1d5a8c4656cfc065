import NetworkAddress

extension SocketEndpoint {
    /// From `0.0.0.0:10256`, `[::]:10256`, or an address alone.
    init?(serving text: String, defaultPort: Port) {
        if let endpoint = SocketEndpoint(text) {
            guard endpoint.port.rawValue > 0 else { return nil }
            self = endpoint
        } else if let address = IPAddress(text) {
            self.init(address, defaultPort)
        } else if text.hasPrefix("["), text.hasSuffix("]"),
            let address = IPAddress(String(text.dropFirst().dropLast())), address.family == .ipv6
        {
            self.init(address, defaultPort)
        } else {
            return nil
        }
    }
}
