/// The class of a record or of a question (RFC 1035 §3.2.4).
public enum RecordClass: Hashable, Sendable {
    case internet, chaos, hesiod, none, any
    case unknown(UInt16)

    /// The class of a number on the wire.
    public init(rawValue: UInt16) {
        switch rawValue {
        case 1: self = .internet
        case 3: self = .chaos
        case 4: self = .hesiod
        case 254: self = .none
        case 255: self = .any
        default: self = .unknown(rawValue)
        }
    }

    /// The number on the wire.
    public var rawValue: UInt16 {
        switch self {
        case .internet: 1
        case .chaos: 3
        case .hesiod: 4
        case .none: 254
        case .any: 255
        case .unknown(let number): number
        }
    }
}

extension RecordClass: CustomStringConvertible {
    /// `IN`, `CH`; `CLASS1234` when it has no name.
    public var description: String {
        switch self {
        case .internet: "IN"
        case .chaos: "CH"
        case .hesiod: "HS"
        case .none: "NONE"
        case .any: "ANY"
        case .unknown(let number): "CLASS\(number)"
        }
    }
}
