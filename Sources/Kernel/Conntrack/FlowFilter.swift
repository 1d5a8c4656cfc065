import Netlink
import NetworkAddress

/// Which flows are wanted; what is nil does not matter.
///
/// The kernel leaves the others out where it can (Linux 5.8 and newer); the result is right in any
/// case.
public struct FlowFilter: Hashable, Sendable {
    /// The family of the addresses.
    public var family: AddressFamily?
    /// The protocol above the Internet protocol.
    public var transport: TransportProtocol?
    /// Where the first packet was sent.
    public var originalDestination: IPAddress?
    /// The port the first packet was sent to.
    public var originalDestinationPort: Port?
    /// The zone; 0 unless zones are used.
    public var zone: UInt16?

    /// Made of its parts.
    public init(
        family: AddressFamily? = nil, transport: TransportProtocol? = nil,
        originalDestination: IPAddress? = nil, originalDestinationPort: Port? = nil,
        zone: UInt16? = nil
    ) {
        self.family = family ?? originalDestination?.family
        self.transport = transport
        self.originalDestination = originalDestination
        self.originalDestinationPort = originalDestinationPort
        self.zone = zone
    }

    /// Whether a flow is wanted.
    public func contains(_ flow: Flow) -> Bool {
        (family == nil || flow.original.source.family == family)
            && (transport == nil || flow.original.transport == transport)
            && (originalDestination == nil || flow.original.destination == originalDestination)
            && (originalDestinationPort == nil
                || flow.original.destinationPort == originalDestinationPort)
            && (zone == nil || flow.zone == zone)
    }

    /// C: AF_INET, AF_INET6; 0 asks for both.
    var familyNumber: UInt8 {
        switch family {
        case .ipv4: 2
        case .ipv6: 10
        case nil: 0
        }
    }

    /// The bits that say which parts of the tuple matter. C: CTA_FILTER_F_CTA_…
    private var flags: UInt32 {
        var flags: UInt32 = 0
        if originalDestination != nil { flags |= 1 << 1 }
        if transport != nil { flags |= 1 << 3 }
        // Ports can be compared only within a protocol that is known.
        if transport != nil, originalDestinationPort != nil { flags |= 1 << 5 }
        return flags
    }

    /// Writes the tuple and the bits, when the kernel can use them.
    func encode(into writer: inout NetlinkWriter) {
        guard flags != 0, let family else { return }
        let tuple = FlowTuple(
            source: .any(family), destination: originalDestination ?? .any(family),
            transport: transport ?? .unknown(0),
            sourcePort: transport == nil ? nil : Port(rawValue: 0),
            destinationPort: transport == nil
                ? nil : originalDestinationPort ?? Port(rawValue: 0))
        tuple.encode(FlowAttribute.original, into: &writer)
        writer.nested(FlowAttribute.filter) { writer in
            // C: CTA_FILTER_ORIG_FLAGS, CTA_FILTER_REPLY_FLAGS; in host order.
            writer.attribute(1, u32: flags)
            writer.attribute(2, u32: 0)
        }
    }
}
