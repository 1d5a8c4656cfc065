import DNSMessage
import NetworkAddress

/// Everything a question can be answered from, as one value that never changes. A new one shares
/// with the last all but the names that changed. Readers hold it without a lock.
public struct ZoneIndex: Sendable {
    /// The time to live of records, in seconds.
    public let ttl: UInt32
    /// The zones' version, in their SOA records.
    public internal(set) var serial: UInt32
    let pods: PodNames
    let zones: [ServedZone]
    let serverAddresses: [IPAddress]
    /// `svc` and the zone on the wire: how the name of every Service ends.
    let serviceTail: [UInt8]

    var services = PersistentTable<ServiceEntry>()
    var namespaces = PersistentTable<NamespaceEntry>()
    var pointers = PersistentTable<PointerEntry>()
    var prefixes = PersistentTable<ReversePrefix>()
    var podAddresses = PersistentTable<PodEntry>()

    /// An index of an empty cluster.
    public init(_ configuration: ZoneConfiguration, serial: UInt32 = 1) {
        ttl = configuration.ttl
        pods = configuration.pods
        serverAddresses = configuration.serverAddresses
        self.serial = serial
        serviceTail = [3] + KnownLabel.svc + configuration.zone.wire
        zones =
            [ServedZone(configuration.zone, kind: .cluster)]
            + configuration.reverseZones.map(ServedZone.reverse)
    }

    /// The number of Services that have names.
    public var serviceCount: Int { services.count }

    /// The zone an answer is of.
    public func zoneName(of answer: ZoneAnswer) -> DNSName { zones[answer.zone].name }

    /// The longest zone that a question's name is in, and where it begins in the message.
    @inline(__always)
    func zone(_ message: Span<UInt8>, _ query: borrowing QueryScan) -> Int? {
        var found: Int?
        var longest = -1
        var at = 0
        while at < zones.count {
            let count = zones[at].labelCount
            if count <= query.labelCount, count > longest {
                let size = zones[at].wire.count
                // Where the name's label begins that the zone's first would have to be.
                let root = query.nameLength &- 1
                let start = count == 0 ? root : query.labelStart(fromRoot: count &- 1)
                let end = QueryScan.nameStart &+ query.nameLength
                let isAligned = start == query.nameLength &- size
                if isAligned, isSame(message, from: end &- size, to: end, as: zones[at].wire) {
                    found = at
                    longest = count
                }
            }
            at &+= 1
        }
        return found
    }
}
