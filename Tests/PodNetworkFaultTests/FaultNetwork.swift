import JSON
import Testing

/// A network that faults befall: its plugins, in the order in which ADD calls them.
struct FaultNetwork: Sendable, CustomTestStringConvertible {
    var name: String
    /// The plugins' configurations, as JSON.
    var plugins: [String]
    var testDescription: String { name }

    /// Addresses on a bridge, masqueraded.
    static let bridge = FaultNetwork(
        name: "bridge",
        plugins: [
            """
            {"type":"bridge","bridge":"cni0","isDefaultGateway":true,"ipMasq":true,
             "ipam":{"type":"host-local","ranges":[[{"subnet":"10.61.0.0/24"}]]}}
            """
        ])

    /// The same for both versions of the Internet protocol.
    static let dualStack = FaultNetwork(
        name: "dual-stack",
        plugins: [
            """
            {"type":"bridge","bridge":"cni0","isDefaultGateway":true,"ipMasq":true,
             "hairpinMode":true,"ipam":{"type":"host-local",
             "ranges":[[{"subnet":"10.62.0.0/24"}],[{"subnet":"fd00:62::/64"}]]}}
            """
        ])

    static let all = [bridge, dualStack]

    /// What a plugin reads on standard input.
    func configuration(of plugin: Int, state: String, previous: JSON? = nil) throws -> JSON {
        var result = try JSON(parsing: Array(plugins[plugin].utf8))
        result["cniVersion"] = "1.1.0"
        result["name"] = .string(name)
        if result["dataDir"] != nil { result["dataDir"] = .string(state + "/tuning") }
        if let previous { result["prevResult"] = previous }
        return result
    }
}
