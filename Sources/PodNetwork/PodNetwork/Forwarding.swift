import LinuxSystem
import NetworkAddress

/// Whether the node forwards packets between its links.
enum Forwarding {
    /// Switches it on, in the calling thread's namespace.
    static func enable(_ families: [AddressFamily]) throws(SystemError) {
        for family in families {
            let key =
                family == .ipv4 ? "net/ipv4/ip_forward" : "net/ipv6/conf/all/forwarding"
            try Sysctl.write(key, "1")
        }
    }
}
