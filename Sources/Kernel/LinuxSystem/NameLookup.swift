import CLinux
import Glibc
import NetworkAddress

/// Names to addresses through the C library: `/etc/hosts`, then the servers of `/etc/resolv.conf`
/// with its search list. C: getaddrinfo
public enum NameLookup {
    /// A name that has no address, and why.
    public struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The name.
        public var name: String
        /// What the C library says of it. C: gai_strerror
        public var reason: String

        /// `web.default: Name or service not known`
        public var description: String { "\(name): \(reason)" }
    }

    /// The addresses of a name, in the order to try them (RFC 6724).
    ///
    /// - Parameter family: nil for both.
    public static func addresses(
        of name: String, family: AddressFamily? = nil
    ) throws(Failure) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = family == .ipv4 ? AF_INET : family == .ipv6 ? AF_INET6 : AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(name, nil, &hints, &list)
        guard code == 0 else {
            throw Failure(name: name, reason: String(cString: gai_strerror(code)))
        }
        defer { freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        var next = list
        while let entry = next {
            if let memory = UnsafeRawPointer(entry.pointee.ai_addr),
                let found = SocketEndpoint(loading: memory, length: entry.pointee.ai_addrlen)
            {
                addresses.append(found.address)
            }
            next = entry.pointee.ai_next
        }
        return addresses
    }
}
