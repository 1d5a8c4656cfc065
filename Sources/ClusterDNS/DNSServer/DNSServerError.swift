import LinuxSystem

/// Why a server can't serve. Printed: one line that says what to do about it.
public struct DNSServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The line.
    public var description: String

    /// An error of these words.
    public init(_ description: String) { self.description = description }

    static func listening(_ what: String, _ error: SystemError) -> DNSServerError {
        switch error.errno {
        case .eaddrinuse:
            DNSServerError("\(what): the port is in use by another program (EADDRINUSE)")
        case .eaddrnotavail:
            DNSServerError("\(what): no interface has this address (EADDRNOTAVAIL)")
        case .eacces:
            DNSServerError("\(what): ports below 1024 need root or CAP_NET_BIND_SERVICE (EACCES)")
        default: DNSServerError("\(what): \(error.errno)")
        }
    }
}
