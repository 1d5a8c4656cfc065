import ServiceModel

/// One thing in which a table is not what it must be.
public struct TableDiscrepancy: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with it.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// It must be there, and isn't.
        case missing
        /// It is there, and nobody asked for it.
        case unexpected
        /// It is there, and says something else.
        case different
    }

    /// What is wrong with it.
    public var kind: Kind
    /// What it is, in nft's words: `element 10.96.0.10 . udp . 53 of map services`, `chain pick-4`.
    public var subject: String
    /// What the kernel has; nil when it is missing.
    public var found: String?
    /// What it must be; nil when it must not be.
    public var expected: String?
    /// The Service port that it belongs to, where that is known.
    public var servicePort: ServicePortName?

    /// A discrepancy from its parts.
    public init(
        kind: Kind, subject: String, found: String? = nil, expected: String? = nil,
        servicePort: ServicePortName? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.found = found
        self.expected = expected
        self.servicePort = servicePort
    }

    /// `missing: element … of map services (default/web/tcp)`, one line.
    public var description: String {
        var text = "\(kind.rawValue): \(subject)"
        if kind == .different, let found, let expected {
            text += ": found \(found), expected \(expected)"
        }
        if let servicePort { text += " (\(servicePort))" }
        return text
    }
}
