import Netlink
import NetworkAddress

/// An attribute that this room does not read, kept as it came.
public struct RawAttribute: Hashable, Sendable {
    /// The type without its flag bits.
    public var type: UInt16
    /// Whether it is flagged as holding attributes. C: NLA_F_NESTED
    public var isNested: Bool
    /// What follows the header, without padding.
    public var bytes: [UInt8]

    /// An attribute made of its parts.
    public init(type: UInt16, isNested: Bool = false, bytes: [UInt8]) {
        self.type = type
        self.isNested = isNested
        self.bytes = bytes
    }

    init(_ attribute: Attribute) {
        self.init(type: attribute.type, isNested: attribute.isNested, bytes: Array(attribute.bytes))
    }

    func encode(into writer: inout NetlinkWriter) {
        writer.attribute(isNested ? type | AttributeType.nestedFlag : type, bytes: bytes)
    }
}

extension [RawAttribute] {
    func encode(into writer: inout NetlinkWriter) {
        for attribute in self { attribute.encode(into: &writer) }
    }
}

extension Attribute {
    /// An address of 4 or 16 bytes.
    func ipAddress() throws(NetlinkDecodeError) -> IPAddress {
        guard let address = IPAddress(bytes: bytes) else {
            throw NetlinkDecodeError(
                "attribute \(type) holds \(bytes.count) bytes, an address has 4 or 16",
                at: bytes.startIndex)
        }
        return address
    }

    /// A switch of one byte.
    func flag() throws(NetlinkDecodeError) -> Bool { try u8() != 0 }
}

extension NetlinkWriter {
    mutating func attribute(_ type: UInt16, address: IPAddress) {
        attribute(type, bytes: address.bytes)
    }

    mutating func attribute(_ type: UInt16, flag: Bool) { attribute(type, u8: flag ? 1 : 0) }
}

extension AddressFamily {
    /// The number in rtnetlink's headers.
    var number: UInt8 { self == .ipv4 ? SocketFamily.ipv4 : SocketFamily.ipv6 }

    /// The family of a number in rtnetlink's headers.
    init?(number: UInt8) {
        switch number {
        case SocketFamily.ipv4: self = .ipv4
        case SocketFamily.ipv6: self = .ipv6
        default: return nil
        }
    }
}
