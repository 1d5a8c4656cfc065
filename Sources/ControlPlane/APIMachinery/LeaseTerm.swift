/// The time of one leader: a Lease, who holds it, and how often it had changed hands then.
///
/// Who was elected names it with each write. A server that knows it refuses the write once the
/// Lease says otherwise; other servers overlook it.
public struct LeaseTerm: Hashable, Sendable {
    /// The HTTP header that names it.
    public static let header = "Martlet-Lease-Term"

    /// The Lease's namespace.
    public var namespace: String
    /// The Lease's name.
    public var name: String
    /// Who holds it.
    public var holder: String
    /// How often the holder had changed.
    public var transitions: Int

    /// A term.
    public init(namespace: String, name: String, holder: String, transitions: Int) {
        self.namespace = namespace
        self.name = name
        self.holder = holder
        self.transitions = transitions
    }

    /// The term that a Lease is in; nil when nobody holds it.
    public init?(_ lease: APIObject) {
        guard let holder = lease["spec", "holderIdentity"]?.string, !holder.isEmpty else {
            return nil
        }
        self.init(
            namespace: lease.namespace, name: lease.name, holder: holder,
            transitions: lease["spec", "leaseTransitions"]?.int ?? 0)
    }
}

extension LeaseTerm {
    /// Reads `kube-system/kube-scheduler/3/holder`; nil for what is no term.
    public init?(parsing text: String) {
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            .map(String.init)
        guard parts.count == 4, NameRules.isDNS1123Label(parts[0]).isEmpty,
            NameRules.isDNS1123Subdomain(parts[1]).isEmpty,
            let transitions = Int(parts[2]), transitions >= 0,
            let holder = Self.unescaped(parts[3]), !holder.isEmpty
        else { return nil }
        self.init(namespace: parts[0], name: parts[1], holder: holder, transitions: transitions)
    }

    /// As a header carries it: of the holder, what isn't visible ASCII is `%` and two digits.
    public var description: String {
        var text = "\(namespace)/\(name)/\(transitions)/"
        for byte in holder.utf8 {
            if (0x21...0x7e).contains(byte), byte != UInt8(ascii: "%") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return text
    }

    private static func unescaped(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard (0x21...0x7e).contains(byte) else { return nil }
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit),
                let low = rest.popFirst().flatMap(digit)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.flatMap(UInt8.init(exactly:))
    }
}

extension LeaseTerm: CustomStringConvertible {}
