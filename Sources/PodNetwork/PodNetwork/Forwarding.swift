import LinuxSystem
import NetworkAddress

/// Whether the node forwards packets between its links.
enum Forwarding {
    /// Switches it on, in the calling thread's namespace.
    static func enable(_ families: Set<AddressFamily>) throws(SystemError) {
        for family in families.sorted(by: { $0 == .ipv4 && $1 == .ipv6 }) {
            let key =
                family == .ipv4 ? "net/ipv4/ip_forward" : "net/ipv6/conf/all/forwarding"
            try Sysctl.write(key, "1")
        }
    }
}
