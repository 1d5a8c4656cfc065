import JSON
import NetworkAddress

/// A route in a container, of a result or of an address plugin's configuration.
public struct ResultRoute: Hashable, Sendable {
    /// Where to; length 0 is the default route.
    public var destination: IPPrefix
    /// By which gateway; nil is that of the route's family, or the link itself.
    public var gateway: IPAddress?
    /// The path's MTU in bytes. C: RTAX_MTU.
    public var mtu: Int?
    /// The segment size to announce, in bytes. C: RTAX_ADVMSS.
    public var advertisedSegmentSize: Int?
    /// Lower is preferred. C: RTA_PRIORITY.
    public var priority: Int?
    /// The routing table; nil is the main one.
    public var table: Int?
    /// The scope: 0 universe, 253 link, 254 host.
    public var scope: Int?

    /// A route.
    public init(_ destination: IPPrefix, gateway: IPAddress? = nil) {
        self.destination = destination
        self.gateway = gateway
    }

    /// Decodes an element of `routes`.
    public init(_ field: ConfigurationField) throws(CNIError) {
        destination = try field["dst"].required(
            as: InterfaceAddress.self, "a destination like 10.0.0.0/8"
        ).prefix
        gateway = try field["gw"].address()
        if let gateway, gateway.family != destination.family {
            throw field["gw"].invalid("an address of the family of \(destination)")
        }
        mtu = try field["mtu"].integer(in: 0...Int(UInt32.max))
        advertisedSegmentSize = try field["advmss"].integer(in: 0...Int(UInt32.max))
        priority = try field["priority"].integer(in: 0...Int(UInt32.max))
        table = try field["table"].integer(in: 0...Int(UInt32.max))
        scope = try field["scope"].integer(in: 0...255)
    }

    func json(_ version: SpecificationVersion) -> JSON {
        var object = JSONObject()
        object.add("dst", .string(destination.description))
        object.add("gw", ifPresent: gateway.map { .string($0.description) })
        guard version >= .v1_1_0 else { return .object(object) }
        object.add("mtu", ifPresent: mtu.map { .int($0) })
        object.add("advmss", ifPresent: advertisedSegmentSize.map { .int($0) })
        object.add("priority", ifPresent: priority.map { .int($0) })
        object.add("table", ifPresent: table.map { .int($0) })
        object.add("scope", ifPresent: scope.map { .int($0) })
        return .object(object)
    }
}
