import Netlink
import NetworkAddress

/// A link as it stands in messages: what the kernel tells, and what is asked of it.
///
/// C: struct ifinfomsg, and the attributes IFLA_…
public struct LinkMessage: Hashable, Sendable {
    /// The family: 0, or that of bridges for their ports. C: ifi_family
    public var family: UInt8 = 0
    /// The kind of hardware. C: ifi_type
    public var hardwareType: UInt16 = 0
    /// The index; 0 where it isn't known. C: ifi_index
    public var index = LinkIndex(rawValue: 0)
    /// The flags. C: ifi_flags
    public var flags: LinkFlags = []
    /// Which flags are to change. C: ifi_change
    public var changedFlags: LinkFlags = []

    /// C: IFLA_IFNAME
    public var name: String?
    /// C: IFLA_ADDRESS
    public var hardwareAddress: [UInt8]?
    /// In bytes. C: IFLA_MTU
    public var mtu: UInt32?
    /// The link below, or a veth's other end. C: IFLA_LINK
    public var lower: LinkIndex?
    /// The bridge that it is a port of; 0 is none. C: IFLA_MASTER
    public var master: LinkIndex?
    /// In packets. C: IFLA_TXQLEN
    public var transmitQueueLength: UInt32?
    /// How many queues there are for what leaves. C: IFLA_NUM_TX_QUEUES
    public var transmitQueues: UInt32?
    /// How many queues there are for what arrives. C: IFLA_NUM_RX_QUEUES
    public var receiveQueues: UInt32?
    /// C: IFLA_OPERSTATE
    public var operationalState: OperationalState?
    /// What kind it is. C: IFLA_LINKINFO
    public var info: LinkInfo?
    /// The namespace to go to, by a process there. C: IFLA_NET_NS_PID
    public var namespacePID: UInt32?
    /// C: IFLA_IFALIAS
    public var alias: String?
    /// C: IFLA_GROUP
    public var group: UInt32?
    /// The namespace to go to, by a descriptor. C: IFLA_NET_NS_FD
    public var namespaceDescriptor: Int32?
    /// What a read shall tell or leave out. C: IFLA_EXT_MASK
    public var extensionMask: UInt32?
    /// C: IFLA_PROMISCUITY
    public var promiscuity: UInt32?
    /// The namespace of `lower`, by its number here. C: IFLA_LINK_NETNSID
    public var lowerNamespaceID: Int32?
    /// As a bridge's port, in messages of the bridge family. C: IFLA_PROTINFO
    public var port: BridgePortOptions?
    /// The VLANs of a bridge's port, in messages of the bridge family. C: IFLA_AF_SPEC
    public var vlans: [BridgeVLAN]?
    /// What version 6 makes of a link that comes up. C: IFLA_INET6_ADDR_GEN_MODE
    ///
    /// Only for requests; what a link tells of its families stays in `unknown`.
    public var addressGeneration: AddressGeneration?
    /// Whether neighbours in version 4 are told of a hardware address that is set. Only for
    /// requests, too. C: IPV4_DEVCONF_ARP_NOTIFY
    public var announcesIPv4: Bool?
    /// Every other attribute.
    public var unknown: [RawAttribute] = []

    /// A message that says nothing yet.
    public init() {}

    static let headerLength = 16
}

/// How a link gets its link-local address of version 6.
public enum AddressGeneration: UInt8, Hashable, Sendable {
    /// From its hardware address. C: IN6_ADDR_GEN_MODE_EUI64
    case hardwareAddress = 0
    /// Not at all. C: IN6_ADDR_GEN_MODE_NONE
    case none = 1
    /// From a secret. C: IN6_ADDR_GEN_MODE_STABLE_PRIVACY
    case stablePrivacy = 2
    /// At random. C: IN6_ADDR_GEN_MODE_RANDOM
    case random = 3
}
