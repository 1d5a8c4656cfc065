import NetworkAddress

/// A link to be made, complete in one message.
public struct LinkRequest: Hashable, Sendable {
    /// Its name, of at most 15 bytes.
    public var name: String
    /// What it is made of.
    public var kind: LinkKind
    /// Its index, so that further requests of the same batch can name it; nil lets the kernel
    /// choose, EBUSY says that it is taken.
    public var index: LinkIndex?
    /// Its hardware address; nil lets the kernel choose.
    public var mac: MACAddress?
    /// The longest packet it carries, in bytes; nil is the kind's own.
    public var mtu: Int?
    /// Whether it is switched on at once.
    public var isUp: Bool
    /// The bridge that it becomes a port of.
    public var master: LinkIndex?
    /// The link below, for a VLAN.
    public var lower: LinkIndex?
    /// A text to find it by, of at most 255 bytes.
    public var alias: String?
    /// The group that it is put in.
    public var group: UInt32?
    /// The queue for packets that leave, in packets.
    public var transmitQueueLength: UInt32?
    /// How many queues it has, each way; nil is the kind's own.
    public var queues: UInt32?
    /// A descriptor of the namespace that it is made in; nil is the socket's.
    public var namespace: Int32?
    /// What version 6 makes of it when it comes up.
    public var addressGeneration: AddressGeneration?
    /// A new veth's other end.
    public var peer: VethPeer?

    /// A link of a kind.
    public init(
        name: String, kind: LinkKind, mac: MACAddress? = nil, mtu: Int? = nil, isUp: Bool = false,
        master: LinkIndex? = nil, lower: LinkIndex? = nil, peer: VethPeer? = nil
    ) {
        self.name = name
        self.kind = kind
        self.mac = mac
        self.mtu = mtu
        self.isUp = isUp
        self.master = master
        self.lower = lower
        self.peer = peer
    }

    /// The message that asks for it.
    public var message: LinkMessage {
        var message = LinkMessage()
        message.name = name
        if let index { message.index = index }
        message.info = LinkInfo(kind: kind, peer: peer)
        message.hardwareAddress = mac?.bytes
        message.mtu = mtu.map { UInt32(clamping: $0) }
        message.master = master
        message.lower = lower
        message.alias = alias
        message.group = group
        message.transmitQueueLength = transmitQueueLength
        message.transmitQueues = queues
        message.receiveQueues = queues
        message.namespaceDescriptor = namespace
        message.addressGeneration = addressGeneration
        if isUp {
            message.flags = .up
            message.changedFlags = .up
        }
        return message
    }
}
