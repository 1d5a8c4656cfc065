import CNIProtocol
import NetworkAddress

/// The `ipam` object of type `static`, with what the runtime adds to it.
public struct StaticConfiguration: Hashable, Sendable {
    /// The addresses, in order.
    public var addresses: [ResultAddress]
    /// Routes for the container, as they are.
    public var routes: [ResultRoute]
    /// What the container's resolver should be told.
    public var dns: DNSSettings

    /// Decodes what ADD needs.
    ///
    /// `IP` of `CNI_ARGS` adds to `addresses`, with gateways that `GATEWAY` names; `args.cni.ips`
    /// takes the place of both, and `runtimeConfig.ips` that of all: the reference plugin's order.
    /// - Throws: code 7, naming the field; 4 for a value of `CNI_ARGS`.
    public init(
        _ configuration: NetworkConfiguration, arguments: CNIArguments
    ) throws(CNIError) {
        let ipam = configuration.ipam
        addresses = []
        for field in try ipam["addresses"].elements() {
            addresses.append(try ResultAddress(plain: field))
        }
        var named = try Self.addresses(named: arguments["IP"])
        for gateway in try Self.gateways(named: arguments["GATEWAY"]) {
            for index in named.indices where named[index].address.prefix.contains(gateway) {
                named[index].gateway = gateway
            }
        }
        addresses += named
        for list in [configuration.arguments["ips"], configuration.runtimeConfig["ips"]] {
            let fields = try list.elements()
            guard !fields.isEmpty else { continue }
            addresses = []
            for field in fields { addresses.append(ResultAddress(try field.interfaceAddress())) }
        }
        routes = []
        for field in try ipam["routes"].elements() { routes.append(try ResultRoute(field)) }
        dns = try DNSSettings(ipam["dns"])
        try requireRoom(in: configuration.version)
    }

    /// Results of 0.1 and 0.2 have room for one address of each family.
    private func requireRoom(in version: SpecificationVersion) throws(CNIError) {
        guard version < .v0_3_0, Set(addresses.map(\.address.family)).count < addresses.count
        else { return }
        throw CNIError(
            .invalidConfiguration,
            "ipam.addresses: cniVersion \(version.rawValue) allows one address of each family, and "
                + "there are \(addresses.count) addresses")
    }

    private static func addresses(named text: String?) throws(CNIError) -> [ResultAddress] {
        var all: [ResultAddress] = []
        for word in words(text) {
            guard let address = InterfaceAddress(word) else {
                throw CNIError(
                    .invalidEnvironment,
                    "CNI_ARGS: IP: expected an address with a prefix length, found \"\(word)\"")
            }
            all.append(ResultAddress(address))
        }
        return all
    }

    private static func gateways(named text: String?) throws(CNIError) -> [IPAddress] {
        var all: [IPAddress] = []
        for word in words(text) {
            guard let address = IPAddress(word) else {
                throw CNIError(
                    .invalidEnvironment,
                    "CNI_ARGS: GATEWAY: expected an IP address, found \"\(word)\"")
            }
            all.append(address)
        }
        return all
    }

    /// Separated by commas, with or without spaces.
    private static func words(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return [] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map {
            String($0.drop { $0 == " " }.prefix { $0 != " " })
        }
    }
}

extension ResultAddress {
    /// Decodes an element of `ipam.addresses`.
    fileprivate init(plain field: ConfigurationField) throws(CNIError) {
        let address = try field["address"].interfaceAddress()
        let gateway = try field["gateway"].address()
        if let gateway, gateway.family != address.family {
            throw field["gateway"].invalid("an address of the family of \(address)")
        }
        self.init(address, gateway: gateway)
    }
}
