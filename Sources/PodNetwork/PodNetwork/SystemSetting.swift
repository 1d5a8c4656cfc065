import CNIProtocol
import JSON

/// A setting of the kernel that belongs to a network namespace. The option `sysctl`.
public struct SystemSetting: Hashable, Sendable {
    /// The key as it was written: `net.ipv4.conf.IFNAME.arp_filter`.
    public var name: String
    /// The key below `/proc/sys`: `net/ipv4/conf/eth0/arp_filter`.
    public var path: String
    /// What it is set to.
    public var value: String

    /// Reads objects of keys and values, of which later ones come over earlier ones.
    ///
    /// - Throws: code 7 for a key that is not below `net`, that leaves it, or that an object has
    ///   twice; and for a value that is no string.
    static func all(
        _ fields: [ConfigurationField], interface: String
    ) throws(CNIError) -> [SystemSetting] {
        var found: [String: SystemSetting] = [:]
        for field in fields {
            guard let value = field.value else { continue }
            guard value.kind == .object else { throw field.invalid("an object") }
            var seen: Set<String> = []
            for member in value.members {
                let place = ConfigurationField(member.value, path: field.path.appending(member.key))
                guard seen.insert(member.key).inserted else {
                    throw place.invalid("each key once")
                }
                guard let path = path(of: member.key, interface: interface) else {
                    throw place.invalid("a key below net")
                }
                let text = try place.required(\.string, "a string")
                found[path] = SystemSetting(name: member.key, path: path, value: text)
            }
        }
        return found.values.sorted { $0.path < $1.path }
    }

    /// Dots part a key as slashes do, and the first `IFNAME` is the pod's interface, whose own
    /// dots stay.
    private static func path(of key: String, interface: String) -> String? {
        var parts = key.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }
            .map(String.init)
        guard parts.count > 1, parts[0] == "net", !parts.contains("") else { return nil }
        for (index, part) in parts.enumerated() {
            guard let named = substituting(interface, in: part) else { continue }
            parts[index] = named
            break
        }
        return parts.joined(separator: "/")
    }

    private static func substituting(_ interface: String, in part: String) -> String? {
        let (bytes, mark) = (Array(part.utf8), Array("IFNAME".utf8))
        guard bytes.count >= mark.count else { return nil }
        for start in 0...bytes.count - mark.count
        where bytes[start..<start + mark.count].elementsEqual(mark) {
            let ends = (bytes[..<start], bytes[(start + mark.count)...])
            return String(decoding: ends.0, as: UTF8.self) + interface
                + String(decoding: ends.1, as: UTF8.self)
        }
        return nil
    }
}
