import Netlink
import NetworkAddress

/// A pair of links: what goes in at one end comes out at the other.
enum Veth {
    static let kindName = "veth"
}

/// The other end of a veth that is being made, complete with its namespace: so a pod's link is
/// there at once, with its name, and never passes through the node's own namespace.
///
/// C: VETH_INFO_PEER
public struct VethPeer: Hashable, Sendable {
    /// What is asked of it; a link's message within the link's message.
    public var message: LinkMessage {
        get {
            switch content {
            case .message(let message): message
            }
        }
        set { content = .message(newValue) }
    }

    /// A message may hold a peer, which holds a message: one of them must be indirect.
    private indirect enum Content: Hashable, Sendable {
        case message(LinkMessage)
    }

    private var content: Content

    /// The other end, switched off: a pair must be complete before either end is switched on.
    ///
    /// - Parameters:
    ///   - name: what it is called in its namespace.
    ///   - namespace: a descriptor of its namespace, open in the calling process; nil is the
    ///     namespace of the first end.
    ///   - queues: how many queues it has, each way; nil is one for each processor.
    public init(
        name: String, mac: MACAddress? = nil, mtu: Int? = nil, namespace: Int32? = nil,
        queues: UInt32? = nil
    ) {
        var message = LinkMessage()
        message.name = name
        message.hardwareAddress = mac?.bytes
        message.mtu = mtu.map { UInt32(clamping: $0) }
        message.namespaceDescriptor = namespace
        message.transmitQueues = queues
        message.receiveQueues = queues
        content = .message(message)
    }

    private static let field: UInt16 = 1

    init?(decodingOptions options: AttributeReader) throws(NetlinkDecodeError) {
        guard let attribute = try options.first(Self.field) else { return nil }
        content = .message(try LinkMessage(decoding: attribute.bytes))
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.nested(Self.field) { message.encode(into: &$0) }
    }
}
