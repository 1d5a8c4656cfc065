/// What a message asks to be done (RFC 1035 §4.1.1).
public enum Opcode: Hashable, Sendable {
    case query, inverseQuery, status, notify, update
    case unknown(UInt8)

    /// The opcode of a number of four bits.
    public init(rawValue: UInt8) {
        switch rawValue {
        case 0: self = .query
        case 1: self = .inverseQuery
        case 2: self = .status
        case 4: self = .notify
        case 5: self = .update
        default: self = .unknown(rawValue)
        }
    }

    /// The number of four bits.
    public var rawValue: UInt8 {
        switch self {
        case .query: 0
        case .inverseQuery: 1
        case .status: 2
        case .notify: 4
        case .update: 5
        case .unknown(let number): number
        }
    }
}
