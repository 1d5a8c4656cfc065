/// How a query ended (RFC 1035 §4.1.1, RFC 6895 §2.3). Codes above 15 need EDNS.
public enum ResponseCode: Hashable, Sendable {
    case noError, formatError, serverFailure, nameError, notImplemented, refused, notAuthoritative
    case badVersion, badCookie
    case unknown(UInt16)

    private static let table: [(ResponseCode, UInt16, String)] = [
        (.noError, 0, "NOERROR"), (.formatError, 1, "FORMERR"), (.serverFailure, 2, "SERVFAIL"),
        (.nameError, 3, "NXDOMAIN"), (.notImplemented, 4, "NOTIMP"), (.refused, 5, "REFUSED"),
        (.notAuthoritative, 9, "NOTAUTH"), (.badVersion, 16, "BADVERS"),
        (.badCookie, 23, "BADCOOKIE"),
    ]

    /// The code of a number of up to 12 bits.
    public init(rawValue: UInt16) {
        self = Self.table.first { $0.1 == rawValue }?.0 ?? .unknown(rawValue)
    }

    /// The number: its low four bits stand in the header, the rest in the OPT record.
    public var rawValue: UInt16 {
        if case .unknown(let number) = self { return number }
        return Self.table.first { $0.0 == self }?.1 ?? 0
    }
}

extension ResponseCode: CustomStringConvertible {
    /// `NXDOMAIN`; `RCODE11` when it has no name here.
    public var description: String {
        if case .unknown(let number) = self { return "RCODE\(number)" }
        return Self.table.first { $0.0 == self }?.2 ?? ""
    }
}
