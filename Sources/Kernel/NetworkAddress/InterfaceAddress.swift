/// An address as an interface has it: with the length of the network it stands in.
public struct InterfaceAddress: Hashable, Sendable, BitwiseCopyable {
    /// The address itself, with its host bits.
    public let address: IPAddress
    /// The length of its network's prefix in bits.
    public let prefixLength: Int

    /// An address within a network; nil for a length out of range.
    public init?(address: IPAddress, prefixLength: Int) {
        guard 0...address.family.bitWidth ~= prefixLength else { return nil }
        self.address = address
        self.prefixLength = prefixLength
    }

    /// An address alone: `/32` or `/128`.
    public init(_ address: IPAddress) {
        self.address = address
        prefixLength = address.family.bitWidth
    }

    /// The network: the address without its host bits.
    public var prefix: IPPrefix {
        IPPrefix(canonical: address.masked(to: prefixLength), length: prefixLength)
    }

    /// The family of the address.
    public var family: AddressFamily { address.family }
}

extension InterfaceAddress: Comparable {
    /// Order of the addresses, then of the lengths.
    public static func < (left: Self, right: Self) -> Bool {
        left.address == right.address
            ? left.prefixLength < right.prefixLength : left.address < right.address
    }
}

extension InterfaceAddress: ASCIIText {
    static var longestText: Int { IPAddress.longestText + 4 }

    /// Reads `10.244.1.5/24`; the length must be there.
    public init?(_ text: String) {
        guard let value = Self.parse(text) else { return nil }
        self = value
    }

    /// `10.244.1.5/24`.
    public var description: String { text }

    static func read(_ reader: inout ASCIIReader) -> InterfaceAddress? {
        guard let address = IPAddress.read(&reader), reader.skip("/"),
            let length = reader.decimal(upTo: UInt32(address.family.bitWidth))
        else { return nil }
        return InterfaceAddress(address: address, prefixLength: Int(length))
    }

    func write(_ writer: inout ASCIIWriter) {
        address.write(&writer)
        writer.mark("/")
        writer.decimal(UInt32(prefixLength))
    }
}
