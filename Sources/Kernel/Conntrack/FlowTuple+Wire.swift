import Netlink
import NetworkAddress

/// C: CTA_TUPLE_…, CTA_IP_…, CTA_PROTO_…
private enum TupleAttribute {
    static let addresses: UInt16 = 1
    static let transport: UInt16 = 2

    static let sourceV4: UInt16 = 1
    static let destinationV4: UInt16 = 2
    static let sourceV6: UInt16 = 3
    static let destinationV6: UInt16 = 4

    static let number: UInt16 = 1
    static let sourcePort: UInt16 = 2
    static let destinationPort: UInt16 = 3
    /// For ICMP: identifier, type, code; for ICMPv6 three more.
    static let echo: ClosedRange<UInt16> = 4...6
    static let echoV6: ClosedRange<UInt16> = 7...9
}

extension FlowTuple {
    /// Reads what CTA_TUPLE_ORIG or CTA_TUPLE_REPLY encloses.
    package init(decoding attributes: AttributeReader) throws(NetlinkDecodeError) {
        self.init(source: .any(.ipv4), destination: .any(.ipv4), transport: .unknown(0))
        var attributes = attributes
        while let attribute = try attributes.next() {
            switch attribute.type {
            case TupleAttribute.addresses: try decodeAddresses(attribute.nested())
            case TupleAttribute.transport: try decodeTransport(attribute.nested())
            default: break
            }
        }
    }

    private mutating func decodeAddresses(
        _ attributes: AttributeReader
    ) throws(NetlinkDecodeError) {
        var attributes = attributes
        while let attribute = try attributes.next() {
            guard let address = IPAddress(bytes: attribute.bytes) else {
                throw NetlinkDecodeError("an address of \(attribute.bytes.count) bytes")
            }
            switch attribute.type {
            case TupleAttribute.sourceV4, TupleAttribute.sourceV6: source = address
            case TupleAttribute.destinationV4, TupleAttribute.destinationV6:
                destination = address
            default: break
            }
        }
    }

    private mutating func decodeTransport(
        _ attributes: AttributeReader
    ) throws(NetlinkDecodeError) {
        var attributes = attributes
        var found = ICMPEcho(type: 0, code: 0, identifier: 0)
        while let attribute = try attributes.next() {
            switch attribute.type {
            case TupleAttribute.number: transport = TransportProtocol(number: try attribute.u8())
            case TupleAttribute.sourcePort: sourcePort = Port(rawValue: try attribute.be16())
            case TupleAttribute.destinationPort:
                destinationPort = Port(rawValue: try attribute.be16())
            case 4, 7:
                found.identifier = try attribute.be16()
                echo = found
            case 5, 8:
                found.type = try attribute.u8()
                echo = found
            case 6, 9:
                found.code = try attribute.u8()
                echo = found
            default: break
            }
        }
    }

    /// Writes the tuple as an attribute.
    package func encode(_ type: UInt16, into writer: inout NetlinkWriter) {
        writer.nested(type) { writer in
            writer.nested(TupleAttribute.addresses) { writer in
                switch source {
                case .v4: writer.attribute(TupleAttribute.sourceV4, bytes: source.bytes)
                case .v6: writer.attribute(TupleAttribute.sourceV6, bytes: source.bytes)
                }
                switch destination {
                case .v4:
                    writer.attribute(TupleAttribute.destinationV4, bytes: destination.bytes)
                case .v6:
                    writer.attribute(TupleAttribute.destinationV6, bytes: destination.bytes)
                }
            }
            writer.nested(TupleAttribute.transport) { encodeTransport(into: &$0) }
        }
    }

    private func encodeTransport(into writer: inout NetlinkWriter) {
        writer.attribute(TupleAttribute.number, u8: transport.number)
        if let sourcePort {
            writer.attribute(TupleAttribute.sourcePort, be16: sourcePort.rawValue)
        }
        if let destinationPort {
            writer.attribute(TupleAttribute.destinationPort, be16: destinationPort.rawValue)
        }
        if let echo {
            let range =
                source.family == .ipv4 ? TupleAttribute.echo : TupleAttribute.echoV6
            writer.attribute(range.lowerBound, be16: echo.identifier)
            writer.attribute(range.lowerBound + 1, u8: echo.type)
            writer.attribute(range.lowerBound + 2, u8: echo.code)
        }
    }
}
