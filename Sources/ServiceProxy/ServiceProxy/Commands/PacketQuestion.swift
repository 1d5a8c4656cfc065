import NetworkAddress
import ServiceExplanation

/// A packet as somebody asks about it: `--from 10.244.1.7 --to 10.96.0.10:53/udp`.
public struct PacketQuestion: Sendable {
    private var from: IPAddress?
    private var destination: SocketEndpoint
    private var transport: TransportProtocol
    private var interface: String?
    private var isFromNode: Bool

    /// Reads the words.
    ///
    /// - Parameters:
    ///   - from: an address; nil only for a packet of the node itself.
    ///   - to: `10.96.0.10:53/udp`, `[fd00::a]:80/tcp`; without a protocol it is TCP.
    ///   - interface: the one that the packet arrives by; nil when that isn't known.
    ///   - isFromNode: whether a process of the node sends it.
    public init(
        from: String?, to: String, interface: String?, isFromNode: Bool
    ) throws(ProxyError) {
        let parts = to.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let transports: [String: TransportProtocol] = ["tcp": .tcp, "udp": .udp, "sctp": .sctp]
        guard parts.count <= 2, let endpoint = SocketEndpoint(parts.first ?? ""),
            let transport = transports[parts.count == 2 ? parts[1].lowercased() : "tcp"]
        else {
            throw .failed(
                "--to: expected an address, port and protocol such as 10.96.0.10:53/udp, "
                    + "found \"\(to)\"")
        }
        destination = endpoint
        self.transport = transport
        self.interface = interface
        self.isFromNode = isFromNode
        if let from {
            guard let address = IPAddress(from) else {
                throw .failed("--from: expected an address such as 10.244.1.7, found \"\(from)\"")
            }
            guard address.family == endpoint.address.family else {
                throw .failed("--from: expected an address of the same family as --to")
            }
            self.from = address
        } else if !isFromNode {
            throw .failed("--from: expected an address, or --node-itself")
        }
    }

    /// The packet.
    ///
    /// - Parameter assigned: the node's own addresses; a packet of the node that names none has
    ///   the first that isn't a loopback address.
    func packet(assigned: [IPAddress]) throws(ProxyError) -> Packet {
        let family = assigned.filter { $0.family == destination.address.family }
        let own = family.first { !$0.isLoopback && !$0.isLinkLocal } ?? family.first
        guard let source = from ?? own else {
            throw .failed(
                "--node-itself: the node has no \(destination.address.family) address; "
                    + "name one by --from")
        }
        return Packet(
            source: source, isFromNode: isFromNode, interface: interface,
            hasNodeSource: isFromNode || family.contains(source),
            destination: destination.address, transport: transport, port: destination.port)
    }
}
