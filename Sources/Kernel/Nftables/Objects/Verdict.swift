/// The name of a chain in its table; at most 127 bytes.
public struct ChainName: Hashable, Sendable, Comparable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The name as it is.
    public var rawValue: String

    /// A name; the kernel checks it.
    public init(_ name: String) {
        rawValue = name
    }

    /// A name written in the source.
    public init(stringLiteral value: String) {
        rawValue = value
    }

    /// The text as it is printed.
    public var description: String { rawValue }

    /// Order of the names.
    public static func < (left: ChainName, right: ChainName) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What becomes of a packet, or where its way leads on.
public enum Verdict: Hashable, Sendable {
    case accept
    case drop
    /// To the next rule; the verdict of elements that only count. C: NFT_CONTINUE
    case `continue`
    /// Back to the chain that jumped here, or to the policy. C: NFT_RETURN
    case `return`
    /// To a chain, and back when it ends. C: NFT_JUMP
    case jump(ChainName)
    /// To a chain, not to come back here. C: NFT_GOTO
    case goto(ChainName)
    /// Any other, such as a queue, by its number.
    case unknown(Int32)

    /// The number on the wire.
    var code: Int32 {
        switch self {
        case .drop: 0
        case .accept: 1
        case .continue: -1
        case .jump: -3
        case .goto: -4
        case .return: -5
        case .unknown(let code): code
        }
    }

    /// The chain that a jump or goto leads to.
    public var chain: ChainName? {
        switch self {
        case .jump(let chain), .goto(let chain): chain
        default: nil
        }
    }
}
