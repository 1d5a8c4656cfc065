import NetworkAddress

/// What a `resolv.conf` says of where to ask (resolv.conf(5)).
public struct ResolverConfiguration: Hashable, Sendable {
    /// The servers, in their order.
    public var servers: [SocketEndpoint] = []
    /// `options timeout:`, in seconds.
    public var timeoutSeconds: Int?
    /// `options attempts:`.
    public var attempts: Int?

    /// Reads the text of a file; a `nameserver` that is no address is an error that names its line.
    public init(parsing text: String, path: String) throws(DNSServerError) {
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let bare = line.prefix { $0 != "#" && $0 != ";" }
            let words = bare.split(whereSeparator: \.isWhitespace)
            switch words.first {
            case "nameserver":
                // A zone index behind % names a link; the kernel finds it by the address, too.
                let text = words.count > 1 ? String(words[1].prefix { $0 != "%" }) : ""
                guard let address = IPAddress(text) else {
                    throw DNSServerError(
                        "\(path):\(number + 1): nameserver: expected an address, found \"\(text)\"")
                }
                servers.append(SocketEndpoint(address, 53))
            case "options":
                for word in words.dropFirst() {
                    if word.hasPrefix("timeout:") { timeoutSeconds = Int(word.dropFirst(8)) }
                    if word.hasPrefix("attempts:") { attempts = Int(word.dropFirst(9)) }
                }
            default: break
            }
        }
        guard !servers.isEmpty else { throw DNSServerError("\(path): no nameserver in it") }
    }
}
