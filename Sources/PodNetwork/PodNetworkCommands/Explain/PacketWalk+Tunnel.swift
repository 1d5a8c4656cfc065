import LinuxSystem
import Netlink
import NetworkAddress
import RouteNetlink

extension PacketWalk {
    /// Through a VXLAN: the gateway's hardware address and the host behind it are fixed entries,
    /// since nothing is flooded; the outer packet then goes by the node's own routes.
    mutating func tunnel(_ link: Link, _ options: VXLANOptions, to hop: IPAddress) throws {
        let neighbour = try node.socket.neighbours(of: link.index, family: hop.family)
            .first { $0.address == hop }
        guard let mac = neighbour?.mac else {
            object(.tunnel, "\(link.name) does not know the hardware address of \(hop)")
            return end(.lost)
        }
        let entries = try node.socket.forwardingEntries(of: link.index)
        guard let peer = entries.first(where: { $0.mac == mac })?.destination else {
            object(.tunnel, "\(link.name) does not know which host has \(mac), that is \(hop)")
            return end(.lost)
        }
        let port = options.port?.description ?? "its port"
        let outer: Route
        do {
            outer = try node.socket.route(to: peer)
        } catch {
            object(.tunnel, "the node has no route to \(peer), where \(link.name) sends to")
            return end(.lost)
        }
        guard outer.kind != .local else {
            object(.tunnel, "\(link.name) sends to \(peer), which is the node itself")
            return end(.lost)
        }
        note(
            .tunnel,
            "\(link.name), VNI \(options.id), UDP \(port) to \(peer) by \(node.name(outer.link))")
        if let index = outer.link, let lower = node.links[index] {
            // Ethernet, IP, UDP and VXLAN around the packet.
            let overhead = peer.family == .ipv4 ? 50 : 70
            if link.mtu + overhead > lower.mtu {
                object(
                    .tunnel,
                    "\(link.name) takes \(link.mtu) bytes, \(lower.name) carries "
                        + "\(lower.mtu - overhead) of them")
            }
        }
        end(.leaves, "\(link.name) to \(peer)")
    }
}
