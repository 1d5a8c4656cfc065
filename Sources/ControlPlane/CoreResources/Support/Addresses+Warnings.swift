import APIMachinery
import NetworkAddress

extension Addresses {
    /// Sentences about an address that is valid but not as it should be written.
    static func warnings(_ text: String, _ path: FieldPath) -> [String] {
        guard let address = address(text) else { return [] }
        if case .v6 = address, address.unmapped != address {
            return [
                "\(path): non-standard IP address \"\(text)\" will be considered invalid in a "
                    + "future Kubernetes release: use \"\(address.unmapped)\""
            ]
        }
        if address.family == .ipv6 && address.description != text {
            return [
                "\(path): IPv6 address \"\(text)\" should be in RFC 5952 canonical format "
                    + "(\"\(address)\")"
            ]
        }
        return []
    }

    /// The same about a prefix.
    static func prefixWarnings(_ text: String, _ path: FieldPath) -> [String] {
        let parts = text.split(separator: "/")
        guard let prefix = prefix(text), let address = address(String(parts[0])) else { return [] }
        var warnings: [String] = []
        if address != prefix.base {
            warnings.append(
                "\(path): CIDR value \"\(text)\" is ambiguous in this context "
                    + "(should be \"\(prefix)\" or \"\(address)/\(address.family.bitWidth)\"?)")
        }
        if String(prefix.length) != parts[1] {
            warnings.append(
                "\(path): non-standard CIDR value \"\(text)\" will be considered invalid in a "
                    + "future Kubernetes release: use \"\(prefix)\"")
        } else if address.family == .ipv6 && "\(address)/\(prefix.length)" != text {
            warnings.append(
                "\(path): IPv6 CIDR value \"\(text)\" should be in RFC 5952 canonical format "
                    + "(\"\(prefix)\")")
        }
        return warnings
    }
}
