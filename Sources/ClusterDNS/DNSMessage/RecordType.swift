/// The type of a record or of a question (RFC 1035 §3.2.2 and IANA's registry).
public enum RecordType: Hashable, Sendable {
    case a, ns, cname, soa, null, ptr, hinfo, mx, txt, aaaa, srv, naptr, ds, opt, svcb, https
    case ixfr, axfr, any
    case unknown(UInt16)

    private static let table: [(RecordType, UInt16, String)] = [
        (.a, 1, "A"), (.ns, 2, "NS"), (.cname, 5, "CNAME"), (.soa, 6, "SOA"), (.null, 10, "NULL"),
        (.ptr, 12, "PTR"), (.hinfo, 13, "HINFO"), (.mx, 15, "MX"), (.txt, 16, "TXT"),
        (.aaaa, 28, "AAAA"), (.srv, 33, "SRV"), (.naptr, 35, "NAPTR"), (.opt, 41, "OPT"),
        (.ds, 43, "DS"), (.svcb, 64, "SVCB"), (.https, 65, "HTTPS"), (.ixfr, 251, "IXFR"),
        (.axfr, 252, "AXFR"), (.any, 255, "ANY"),
    ]

    /// The type of a number on the wire.
    public init(rawValue: UInt16) {
        let known = Self.table.first { $0.1 == rawValue }
        self = known?.0 ?? .unknown(rawValue)
    }

    /// Parses `A`, `srv` or RFC 3597's `TYPE65280`; nil for anything else.
    public init?(_ text: String) {
        let upper = text.uppercased()
        if let known = Self.table.first(where: { $0.2 == upper }) {
            self = known.0
        } else if upper.hasPrefix("TYPE"), let number = UInt16(upper.dropFirst(4)) {
            self.init(rawValue: number)
        } else {
            return nil
        }
    }

    /// The number on the wire.
    public var rawValue: UInt16 {
        if case .unknown(let number) = self { return number }
        return Self.table.first { $0.0 == self }?.1 ?? 0
    }
}

extension RecordType: CustomStringConvertible {
    /// `A`, `SRV`; `TYPE65280` when it has no name here.
    public var description: String {
        if case .unknown(let number) = self { return "TYPE\(number)" }
        return Self.table.first { $0.0 == self }?.2 ?? ""
    }
}

extension RecordType {
    // The fast path compares numbers, so that no table is walked for a query.
    package static let aNumber: UInt16 = 1
    package static let nsNumber: UInt16 = 2
    package static let cnameNumber: UInt16 = 5
    package static let soaNumber: UInt16 = 6
    package static let ptrNumber: UInt16 = 12
    package static let txtNumber: UInt16 = 16
    package static let aaaaNumber: UInt16 = 28
    package static let srvNumber: UInt16 = 33
    package static let optNumber: UInt16 = 41
    package static let ixfrNumber: UInt16 = 251
    package static let axfrNumber: UInt16 = 252
    package static let anyNumber: UInt16 = 255
}
