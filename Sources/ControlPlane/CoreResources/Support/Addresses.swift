import APIMachinery
import JSON
import NetworkAddress

/// Addresses and prefixes as fields hold them.
enum Addresses {
    /// An address; nil when malformed. Leading zeros in IPv4, which old objects may have, are
    /// taken as decimal.
    static func address(_ text: String) -> IPAddress? { IPAddress(text) }

    /// A prefix; nil when malformed.
    static func prefix(_ text: String) -> IPPrefix? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(String(parts[0])),
            let length = Int(parts[1]), parts[1].allSatisfy(\.isNumber),
            length <= address.family.bitWidth
        else { return nil }
        return IPPrefix(base: address.masked(to: length), length: length)
    }

    /// The mistakes of a field that must hold an address.
    static func address(_ text: String, _ path: FieldPath) -> [InvalidField] {
        if address(text) != nil { return [] }
        return [
            .invalid(
                path, .string(text), "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
            )
        ]
    }

    /// The mistakes of a field that must hold a prefix.
    static func prefix(_ text: String, _ path: FieldPath) -> [InvalidField] {
        if prefix(text) != nil { return [] }
        return [
            .invalid(
                path, .string(text),
                "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)")
        ]
    }

    /// The mistakes of an address that must be reachable from elsewhere (`ValidateNonSpecialIP`).
    static func nonSpecial(_ text: String, _ path: FieldPath) -> [InvalidField] {
        guard let address = address(text) else {
            return [.invalid(path, .string(text), "must be a valid IP address")]
        }
        var problems: [String] = []
        if address.isUnspecified { problems.append("may not be unspecified (\(text))") }
        if address.isLoopback {
            problems.append("may not be in the loopback range (127.0.0.0/8, ::1/128)")
        }
        if address.isLinkLocal {
            problems.append("may not be in the link-local range (169.254.0.0/16, fe80::/10)")
        }
        if isLinkLocalMulticast(address) {
            problems.append(
                "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")
        }
        return problems.map { .invalid(path, .string(text), $0) }
    }

    private static func isLinkLocalMulticast(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let four): four.rawValue >> 8 == 0xE0_00_00
        case .v6(let six): six.group(0) & 0xFF0F == 0xFF02
        }
    }
}
