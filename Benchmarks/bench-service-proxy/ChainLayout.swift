import LinuxSystem
import NetworkAddress

/// The layout that gives each Service a chain, and each endpoint another, as kube-proxy's nftables
/// mode does: a script for `nft`, of no more than what a packet meets on its way to an endpoint.
struct ChainLayout {
    var services: Int
    /// Where the Service that is measured is reached, and its endpoints.
    var target: SocketEndpoint
    var endpoints: [SocketEndpoint]

    var script: String {
        var chains = ""
        var dispatch: [String] = []
        for number in 0..<max(services - 1, 0) {
            let address = IPv4Address(rawValue: 0x0a60_0010 + UInt32(number))
            let hosts = (0..<2).map { IPv4Address(rawValue: 0x0b00_0000 + UInt32(number * 2 + $0)) }
            chains += chain("service-\(number)", hosts.map { "\($0):8080" })
            dispatch.append("\(address) . tcp . 80 : goto service-\(number)")
        }
        chains += chain("measured", endpoints.map { "\($0)" })
        for transport in ["tcp", "udp"] {
            dispatch.append("\(target.address) . \(transport) . \(target.port) : goto measured")
        }
        return """
            table ip chains {
            \(chains)
            map services {
            type ipv4_addr . inet_proto . inet_service : verdict
            elements = { \(dispatch.joined(separator: ",\n")) }
            }
            chain prerouting { type nat hook prerouting priority -100;
            ip daddr . meta l4proto . th dport vmap @services
            }
            chain postrouting { type nat hook postrouting priority 100;
            meta mark & 0x4000 == 0x4000 masquerade
            }
            }

            """
    }

    /// Loads it with `nft`.
    func load(in namespace: NetworkNamespace) throws {
        let path = "/tmp/bench-service-proxy-\(CurrentProcess.id).nft"
        try Files.writeAtomically(path, Array(script.utf8))
        defer { try? Files.remove(path) }
        var program = ChildProcess.Program("/usr/sbin/nft", ["-f", path])
        program.networkNamespace = namespace.descriptor
        guard try ChildProcess.spawn(program).wait()?.shellStatus == 0 else {
            throw BenchError("nft refused \(path)")
        }
    }

    private func chain(_ name: String, _ endpoints: [String]) -> String {
        var text = ""
        for (index, endpoint) in endpoints.enumerated() {
            text += "chain \(name)-\(index) { meta l4proto { tcp, udp } dnat to \(endpoint); }\n"
        }
        let choices = endpoints.indices.map { "\($0) : goto \(name)-\($0)" }
        return text + "chain \(name) { numgen random mod \(endpoints.count) vmap "
            + "{ \(choices.joined(separator: ", ")) }\n}\n"
    }
}
