import Netlink
import NetworkAddress

/// A link as it was observed.
public struct Link: Hashable, Sendable {
    /// What names it in its namespace.
    public var index: LinkIndex
    /// Its name; not unique in time.
    public var name: String
    /// Its hardware address; nil where there is none of 48 bits.
    public var mac: MACAddress?
    /// The longest packet it carries, in bytes.
    public var mtu: Int
    /// What it is made of.
    public var kind: LinkKind
    /// Whether it is on, and what it can.
    public var flags: LinkFlags
    /// Whether it carries packets.
    public var operationalState: OperationalState
    /// The bridge that it is a port of.
    public var master: LinkIndex?
    /// A veth's other end, or the link below; in the namespace that `peerNamespaceID` says.
    public var peerIndex: LinkIndex?
    /// The namespace of `peerIndex` by its number here; nil is the same namespace.
    public var peerNamespaceID: Int32?
    /// A text that somebody gave it.
    public var alias: String?
    /// The group that somebody put it in; 0 at first.
    public var group: UInt32
    /// The queue for packets that leave, in packets.
    public var transmitQueueLength: UInt32?
    /// Its options as the port of a bridge.
    public var port: BridgePortOptions?

    /// Whether it is switched on.
    public var isUp: Bool { flags.contains(.up) }

    /// What of a message a link is.
    public init(_ message: LinkMessage) {
        index = message.index
        name = message.name ?? ""
        mac = message.hardwareAddress.flatMap { MACAddress(bytes: $0) }
        mtu = Int(message.mtu ?? 0)
        kind = message.info?.kind ?? .unknown("")
        flags = message.flags
        operationalState = message.operationalState ?? .notTold
        master = message.master.flatMap { $0.rawValue == 0 ? nil : $0 }
        peerIndex = message.lower.flatMap { $0.rawValue == 0 ? nil : $0 }
        peerNamespaceID = message.lowerNamespaceID
        alias = message.alias
        group = message.group ?? 0
        transmitQueueLength = message.transmitQueueLength
        port = message.info?.port ?? message.port
    }

    static func decode(_ message: NetlinkMessage) throws(NetlinkError) -> Link {
        do throws(NetlinkDecodeError) {
            return Link(try LinkMessage(decoding: message.body))
        } catch {
            throw NetlinkError(error)
        }
    }
}
