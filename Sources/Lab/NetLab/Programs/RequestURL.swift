import NetworkAddress

/// `http://HOST[:PORT][/PATH]`: as much of a URL as a lab's requests need.
public struct RequestURL: Hashable, Sendable {
    package var host: String
    package var port: Port
    package var path: String
    /// The host when it is an address.
    package var address: IPAddress?

    /// Nil when the text is no such URL.
    public init?(_ text: String) {
        let scheme = "http://"
        guard text.hasPrefix(scheme) else { return nil }
        let rest = text.dropFirst(scheme.count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        path = slash == rest.endIndex ? "/" : String(rest[slash...])
        var authority = rest[..<slash]
        var portText: Substring?
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            let after = authority[authority.index(after: close)...]
            if !after.isEmpty {
                guard after.hasPrefix(":") else { return nil }
                portText = after.dropFirst()
            }
            authority = authority[authority.index(after: authority.startIndex)..<close]
        } else if let colon = authority.lastIndex(of: ":") {
            portText = authority[authority.index(after: colon)...]
            authority = authority[..<colon]
        }
        guard !authority.isEmpty else { return nil }
        host = String(authority)
        address = IPAddress(host)
        guard let portText else {
            port = Port(rawValue: 80)
            return
        }
        guard let number = UInt16(portText), number > 0 else { return nil }
        port = Port(rawValue: number)
    }
}
