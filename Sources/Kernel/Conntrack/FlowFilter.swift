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
    /// Who answers.
    public var replySource: IPAddress?
    /// The port that answers come from.
    public var replySourcePort: Port?
    /// Bits that must all be set.
    public var status: FlowStatus
    /// The zone; 0 unless zones are used.
    public var zone: UInt16?

    /// Made of its parts.
    public init(
        family: AddressFamily? = nil, transport: TransportProtocol? = nil,
        originalDestination: IPAddress? = nil, originalDestinationPort: Port? = nil,
        replySource: IPAddress? = nil, replySourcePort: Port? = nil, status: FlowStatus = [],
        zone: UInt16? = nil
    ) {
        self.family = family ?? originalDestination?.family ?? replySource?.family
        self.transport = transport
        self.originalDestination = originalDestination
        self.originalDestinationPort = originalDestinationPort
        self.replySource = replySource
        self.replySourcePort = replySourcePort
        self.status = status
        self.zone = zone
    }

    /// Whether a flow is wanted.
    public func contains(_ flow: Flow) -> Bool {
        (family == nil || flow.original.source.family == family)
            && (transport == nil || flow.original.transport == transport)
            && (originalDestination == nil || flow.original.destination == originalDestination)
            && (originalDestinationPort == nil
                || flow.original.destinationPort == originalDestinationPort)
            && (replySource == nil || flow.reply.source == replySource)
            && (replySourcePort == nil || flow.reply.sourcePort == replySourcePort)
            && flow.status.isSuperset(of: status)
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

    /// The bits that say which parts of the tuples matter. C: CTA_FILTER_F_CTA_…
    private enum Part {
        static let source: UInt32 = 1 << 0
        static let destination: UInt32 = 1 << 1
        static let transport: UInt32 = 1 << 3
        static let sourcePort: UInt32 = 1 << 4
        static let destinationPort: UInt32 = 1 << 5
    }

    /// The kernel takes the answer of its comparison of version 6 addresses for its opposite, and
    /// leaves out just those that are wanted (seen with 6.18).
    private var canCompareAddresses: Bool { family == .ipv4 }

    private var originalParts: UInt32 {
        var parts: UInt32 = 0
        if originalDestination != nil, canCompareAddresses { parts |= Part.destination }
        if transport != nil { parts |= Part.transport }
        // Ports can be compared only within a protocol that is known.
        if transport != nil, originalDestinationPort != nil { parts |= Part.destinationPort }
        return parts
    }

    private var replyParts: UInt32 {
        var parts: UInt32 = 0
        if replySource != nil, canCompareAddresses { parts |= Part.source }
        if transport != nil, replySourcePort != nil { parts |= Part.transport | Part.sourcePort }
        return parts
    }

    /// Writes what the kernel can compare.
    func encode(into writer: inout NetlinkWriter) {
        if !status.isEmpty {
            writer.attribute(FlowAttribute.status, be32: status.rawValue)
            writer.attribute(FlowAttribute.statusMask, be32: status.rawValue)
        }
        guard let family, originalParts | replyParts != 0 else { return }
        let zero = Port(rawValue: 0)
        if originalParts != 0 {
            FlowTuple(
                source: .any(family), destination: originalDestination ?? .any(family),
                transport: transport ?? .unknown(0),
                sourcePort: transport == nil ? nil : zero,
                destinationPort: transport == nil ? nil : originalDestinationPort ?? zero
            ).encode(FlowAttribute.original, into: &writer)
        }
        if replyParts != 0 {
            FlowTuple(
                source: replySource ?? .any(family), destination: .any(family),
                transport: transport ?? .unknown(0),
                sourcePort: transport == nil ? nil : replySourcePort ?? zero,
                destinationPort: transport == nil ? nil : zero
            ).encode(FlowAttribute.reply, into: &writer)
        }
        writer.nested(FlowAttribute.filter) { writer in
            // C: CTA_FILTER_ORIG_FLAGS, CTA_FILTER_REPLY_FLAGS; in host order.
            writer.attribute(1, u32: originalParts)
            writer.attribute(2, u32: replyParts)
        }
    }
}
