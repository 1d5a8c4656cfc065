import JSON
import LinuxSystem
import PodNetworkTesting

/// Links, addresses and routes of a namespace as text, to be compared.
struct Picture {
    let wire: Wire
    let namespace: NetworkNamespace

    init(_ wire: Wire, _ namespace: NetworkNamespace) {
        self.wire = wire
        self.namespace = namespace
    }

    /// What `ip` shows of a namespace, without what differs from run to run.
    func text() throws -> String {
        var lines: [String] = []
        for link in try wire.list(["link", "show"], in: namespace) {
            let name = link["ifname"]?.string ?? ""
            let flags = (link["flags"]?.array ?? []).compactMap(\.string).sorted()
            let port = link["linkinfo"]?["info_slave_data"]
            let generic = name.hasPrefix("veth") ? "VETH" : name
            lines.append(
                """
                \(generic) \(flags) mtu \(link["mtu"]?.int ?? 0) \
                \(link["operstate"]?.string ?? "") \(link["qdisc"]?.string ?? "") \
                \(link["linkinfo"]?["info_kind"]?.string ?? "") \
                master \(link["master"]?.string ?? "-") \
                hairpin \(port?["hairpin"]?.bool.map(String.init) ?? "-") \
                promiscuity \(link["promiscuity"]?.int ?? 0) \
                \(port?["state"]?.string ?? "")
                """)
        }
        for link in try wire.list(["addr", "show"], in: namespace) {
            let written = link["ifname"]?.string ?? ""
            let name = written.hasPrefix("veth") ? "VETH" : written
            for address in link["addr_info"]?.array ?? [] {
                // Link-local addresses follow from random hardware addresses.
                guard address["scope"]?.string != "link" else { continue }
                lines.append(
                    """
                    \(name) \(address["local"]?.string ?? "")/\(address["prefixlen"]?.int ?? -1) \
                    \(address["broadcast"]?.string ?? "-") \(address["scope"]?.string ?? "")
                    """)
            }
        }
        for family in ["-4", "-6"] {
            for route in try wire.list([family, "route", "show"], in: namespace) {
                let device = route["dev"]?.string ?? ""
                guard route["dst"]?.string?.hasPrefix("fe80") != true else { continue }
                lines.append(
                    """
                    \(route["dst"]?.string ?? "") via \(route["gateway"]?.string ?? "-") \
                    dev \(device.hasPrefix("veth") ? "VETH" : device) \
                    \(route["protocol"]?.string ?? "") \(route["scope"]?.string ?? "") \
                    metric \(route["metric"]?.int ?? 0)
                    """)
            }
        }
        return lines.sorted().joined(separator: "\n")
    }

    /// A picture once the kernel's own timers have done their part; polled with a bound.
    func settled(like wanted: String?) throws -> String {
        let deadline = Deadline(after: .seconds(5))
        while true {
            let text = try text()
            let isComplete = wanted.map { $0 == text } ?? !text.contains("NO-CARRIER")
            if !isComplete, !deadline.isOver {
                MonotonicClock.sleep(.milliseconds(50))
                continue
            }
            return text
        }
    }
}
