/// One of the sixteen registers of four bytes, or the one that holds the verdict.
public struct Register: Hashable, Sendable {
    /// The number on the wire. C: NFT_REG_1, NFT_REG32_00
    public var rawValue: UInt32

    /// The register of a number.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// C: NFT_REG_VERDICT
    public static let verdict = Register(rawValue: 0)

    /// The register at an index from 0 to 15, written as the kernel and `nft` do: every fourth
    /// by its old number.
    public static func word(_ index: Int) -> Register {
        Register(rawValue: UInt32(index % 4 == 0 ? 1 + index / 4 : 8 + index))
    }

    /// The index of the four bytes where it begins; nil for the verdict's.
    public var word: Int? {
        switch rawValue {
        case 1...4: Int(rawValue - 1) * 4
        case 8...23: Int(rawValue - 8)
        default: nil
        }
    }
}
