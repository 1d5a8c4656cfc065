import NetworkAddress

/// What is to change of a link; what is nil stays.
public struct LinkChange: Hashable, Sendable {
    /// Whether it is switched on.
    public var isUp: Bool?
    /// A new name; some kernels want the link off for it.
    public var name: String?
    /// In bytes.
    public var mtu: Int?
    /// The hardware address.
    public var mac: MACAddress?
    /// The bridge that it becomes a port of; 0 takes it out.
    public var master: LinkIndex?
    /// A descriptor of the namespace that it moves to; addresses and routes are lost.
    public var namespace: Int32?
    /// A text; an empty one takes it away.
    public var alias: String?
    /// The group that it is put in.
    public var group: UInt32?
    /// Whether it takes packets for others.
    public var isPromiscuous: Bool?
    /// Whether it takes every multicast.
    public var takesAllMulticast: Bool?
    /// In packets.
    public var transmitQueueLength: UInt32?
    /// What version 6 makes of it when it comes up.
    public var addressGeneration: AddressGeneration?
    /// Whether neighbours in version 4 are told of a hardware address that is set later.
    public var announcesIPv4: Bool?
    /// What its bridge does at it.
    public var port: BridgePortOptions?

    /// Nothing changes yet.
    public init(
        isUp: Bool? = nil, name: String? = nil, mtu: Int? = nil, mac: MACAddress? = nil,
        master: LinkIndex? = nil, namespace: Int32? = nil, alias: String? = nil,
        port: BridgePortOptions? = nil
    ) {
        self.isUp = isUp
        self.name = name
        self.mtu = mtu
        self.mac = mac
        self.master = master
        self.namespace = namespace
        self.alias = alias
        self.port = port
    }

    /// The link is switched on.
    public static let up = LinkChange(isUp: true)
    /// The link is switched off.
    public static let down = LinkChange(isUp: false)

    /// The message that asks for everything but `port`; nil when there is nothing else.
    public func message(for index: LinkIndex) -> LinkMessage? {
        var message = LinkMessage()
        message.name = name
        message.mtu = mtu.map { UInt32(clamping: $0) }
        message.hardwareAddress = mac?.bytes
        message.master = master
        message.namespaceDescriptor = namespace
        message.alias = alias
        message.group = group
        message.transmitQueueLength = transmitQueueLength
        message.addressGeneration = addressGeneration
        message.announcesIPv4 = announcesIPv4
        let switches: [(Bool?, LinkFlags)] = [
            (isUp, .up), (isPromiscuous, .promiscuous), (takesAllMulticast, .allMulticast),
        ]
        for case (let isOn?, let flag) in switches {
            message.changedFlags.insert(flag)
            if isOn { message.flags.insert(flag) }
        }
        if message == LinkMessage() { return nil }
        message.index = index
        return message
    }
}
