import CNIProtocol
import NetworkAddress

/// The `ipam` object of type `host-local`, with what the runtime adds to it.
public struct HostLocalConfiguration: Sendable {
    /// The network whose addresses these are.
    public var network: String
    /// One address is taken from each.
    public var rangeSets: [RangeSet]
    /// Routes for the container, as they are.
    public var routes: [ResultRoute]
    /// Addresses that the runtime asks for.
    public var requested: [IPAddress]
    /// The `resolv.conf` whose settings go into the result.
    public var resolverFile: String?
    /// The folder of state files.
    public var dataDirectory: String

    /// Where state is kept when `dataDir` does not say.
    public static let defaultDataDirectory = "/var/lib/cni/networks"

    /// Decodes what ADD, CHECK and STATUS need.
    /// - Throws: code 7, naming the field, or both of two ranges that overlap.
    public init(
        _ configuration: NetworkConfiguration, arguments: CNIArguments
    ) throws(CNIError) {
        let ipam = configuration.ipam
        network = configuration.name
        dataDirectory = try Self.dataDirectory(configuration)
        rangeSets = try Self.rangeSets(configuration)
        routes = []
        for field in try ipam["routes"].elements() { routes.append(try ResultRoute(field)) }
        resolverFile = try ipam["resolvConf"].string().flatMap { $0.isEmpty ? nil : $0 }
        requested = try Self.requested(configuration, arguments: arguments)
    }

    /// The state folder alone: all that DEL and GC need, so that they work with a broken pool too.
    public static func dataDirectory(
        _ configuration: NetworkConfiguration
    ) throws(CNIError) -> String {
        let written = try configuration.ipam["dataDir"].string() ?? ""
        return written.isEmpty ? defaultDataDirectory : written
    }

    /// The runtime's ranges, then the short form's, then `ranges`: the reference's order.
    private static func rangeSets(
        _ configuration: NetworkConfiguration
    ) throws(CNIError) -> [RangeSet] {
        let ipam = configuration.ipam
        var sets: [RangeSet] = []
        for field in try configuration.runtimeConfig["ipRanges"].elements() {
            sets.append(try RangeSet(field))
        }
        if ipam["subnet"].isPresent { sets.append(try RangeSet(single: ipam)) }
        for field in try ipam["ranges"].elements() { sets.append(try RangeSet(field)) }
        guard !sets.isEmpty else {
            throw ipam["ranges"].invalid("at least one set of ranges, or a subnet")
        }
        try refuseOverlaps(sets)
        // Results of 0.1 and 0.2 have room for one address of each family.
        if configuration.version < .v0_3_0 {
            guard Set(sets.map(\.family)).count == sets.count else {
                throw CNIError(
                    .invalidConfiguration,
                    "ipam: cniVersion \(configuration.version.rawValue) allows one address of each "
                        + "family, and there are \(sets.count) range sets")
            }
        }
        return sets
    }

    private static func refuseOverlaps(_ sets: [RangeSet]) throws(CNIError) {
        for (index, set) in sets.enumerated() {
            for (otherIndex, other) in sets[..<index].enumerated() {
                for pool in set.pools {
                    guard let hit = other.pools.first(where: { $0.range.overlaps(pool.range) })
                    else { continue }
                    throw CNIError(
                        .invalidConfiguration,
                        "ipam: range sets \(otherIndex) and \(index) overlap: "
                            + "\(hit.range) and \(pool.range)")
                }
            }
        }
    }

    /// `IP` of `CNI_ARGS`, `args.cni.ips`, `runtimeConfig.ips`; each with or without a length.
    private static func requested(
        _ configuration: NetworkConfiguration, arguments: CNIArguments
    ) throws(CNIError) -> [IPAddress] {
        var all: [IPAddress] = []
        if let text = arguments["IP"], !text.isEmpty {
            guard let address = address(text) else {
                throw CNIError(
                    .invalidEnvironment,
                    "CNI_ARGS: IP: expected an IP address, found \"\(text)\"")
            }
            all.append(address)
        }
        for list in [configuration.arguments["ips"], configuration.runtimeConfig["ips"]] {
            for field in try list.elements() {
                guard let address = address(try field.required(\.string, "an IP address")) else {
                    throw field.invalid("an IP address")
                }
                all.append(address)
            }
        }
        return all
    }

    private static func address(_ text: String) -> IPAddress? {
        IPAddress(text) ?? InterfaceAddress(text)?.address
    }
}
