import CNIProtocol
import LinuxSystem
import NetworkAddress
import RouteNetlink

/// Tells whoever is on the pod's link that its addresses are at this hardware address now: those
/// who knew another pod by one of them would go on sending to that one, for half a minute.
struct PodAnnouncement {
    let pod: PodNamespace
    let link: LinkIndex
    let interfaceName: String
    let families: Set<AddressFamily>

    /// Has the kernel tell it, which it does for a hardware address that is set, be it the same. An
    /// address that is new needs no announcement, so what fails here is no failure.
    ///
    /// C: arp_notify, ndisc_notify
    func send(_ mac: MACAddress) {
        let announced: Void? = try? NamespaceVisit.run(in: pod.namespace) {
            for family in families {
                let key =
                    family == .ipv4
                    ? "ipv4/conf/\(interfaceName)/arp_notify"
                    : "ipv6/conf/\(interfaceName)/ndisc_notify"
                try Sysctl.write("net/" + key, "1")
            }
        }
        guard announced != nil else { return }
        try? pod.socket.set(link, LinkChange(mac: mac))
    }
}
