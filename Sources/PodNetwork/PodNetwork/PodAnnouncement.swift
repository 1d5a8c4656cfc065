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
        var batch = RouteBatch()
        if families.contains(.ipv4) {
            var change = LinkChange()
            change.announcesIPv4 = true
            batch.set(link, change)
        }
        if families.contains(.ipv6) {
            let key = "net/ipv6/conf/\(interfaceName)/ndisc_notify"
            _ = try? NamespaceVisit.run(in: pod.namespace) { try Sysctl.write(key, "1") }
        }
        batch.set(link, LinkChange(mac: mac))
        _ = try? pod.socket.apply(batch)
    }
}
