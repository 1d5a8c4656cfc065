import NetworkAddress

/// Who sends, or who is sent to, as a person names it.
package struct ExplainEndpoint: Hashable {
    /// Who it is.
    package enum Who: Hashable {
        /// The node itself.
        case node
        /// Whoever has the address: a pod, the node, or somebody elsewhere.
        case address(IPAddress)
        /// A pod, by its container's id, the beginning of it, or more of its name.
        case pod(String)
    }

    /// Who it is.
    package var who: Who
    /// The port, where one is named.
    package var port: Port?

    /// Reads `node`, an address, or a pod's name.
    package init(sender text: String) { who = Self.who(text) }

    /// Reads the same with `:port` behind; an address of version 6 then stands in brackets.
    package init(target text: String) throws(UsageError) {
        if let address = IPAddress(text) {
            who = .address(address)
            return
        }
        let problem = UsageError(
            "--to: expected an address, a container or node, with or without :port, "
                + "found \"\(text)\"")
        if let endpoint = SocketEndpoint(text) {
            guard endpoint.port.rawValue != 0 else { throw problem }
            who = .address(endpoint.address)
            port = endpoint.port
            return
        }
        guard let colon = text.lastIndex(of: ":") else {
            who = Self.who(text)
            return
        }
        let end = String(text[text.index(after: colon)...])
        guard let port = Port(end), port.rawValue != 0, colon != text.startIndex,
            !text.hasPrefix("[")
        else { throw problem }
        self.port = port
        who = Self.who(String(text[..<colon]))
    }

    private static func who(_ text: String) -> Who {
        if text == "node" { return .node }
        return IPAddress(text).map(Who.address) ?? .pod(text)
    }
}
