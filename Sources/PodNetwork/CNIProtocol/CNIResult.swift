import JSON
import NetworkAddress

/// What ADD made, in the form of the newest specification; older forms are made when encoding.
public struct CNIResult: Hashable, Sendable {
    /// Interfaces, on the node and in the container.
    public var interfaces: [ResultInterface]
    /// Addresses.
    public var addresses: [ResultAddress]
    /// Routes in the container.
    public var routes: [ResultRoute]
    /// What the container's resolver should be told.
    public var dns: DNSSettings

    /// A result.
    public init(
        interfaces: [ResultInterface] = [], addresses: [ResultAddress] = [],
        routes: [ResultRoute] = [], dns: DNSSettings = DNSSettings()
    ) {
        self.interfaces = interfaces
        self.addresses = addresses
        self.routes = routes
        self.dns = dns
    }

    /// Decodes `prevResult` or another plugin's output, of any version.
    public init(_ field: ConfigurationField) throws(CNIError) {
        self.init()
        for item in try field["interfaces"].elements() {
            interfaces.append(try ResultInterface(item))
        }
        for item in try field["ips"].elements() { addresses.append(try ResultAddress(item)) }
        for item in try field["routes"].elements() { routes.append(try ResultRoute(item)) }
        for key in ["ip4", "ip6"] where field[key].isPresent {
            addresses.append(try ResultAddress(legacy: field[key]))
            for item in try field[key]["routes"].elements() {
                routes.append(try ResultRoute(item))
            }
        }
        dns = try DNSSettings(field["dns"])
    }

    /// Decodes what a plugin printed.
    /// - Throws: the error that the plugin printed; code 6 when the bytes are no JSON.
    public init(parsing bytes: [UInt8]) throws(CNIError) {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw CNIError(.decodingFailed, "a plugin's output: \(error)")
        }
        if let failure = CNIError(document.root) { throw failure }
        try self.init(ConfigurationField(document.root))
    }
}

extension CNIResult {
    /// The JSON for standard output, in the form of a version of the specification.
    public func json(_ version: SpecificationVersion) -> JSON {
        var object = JSONObject()
        object.add("cniVersion", .string(version.rawValue))
        if version < .v0_3_0 {
            addLegacyFamilies(to: &object)
        } else {
            if !interfaces.isEmpty {
                object.add("interfaces", .array(interfaces.map { $0.json(version) }))
            }
            if !addresses.isEmpty {
                object.add("ips", .array(addresses.map { $0.json(version) }))
            }
            if !routes.isEmpty { object.add("routes", .array(routes.map { $0.json(version) })) }
        }
        object.add("dns", dns.json)
        return .object(object)
    }

    /// The bytes for standard output.
    public func encoded(_ version: SpecificationVersion) -> [UInt8] {
        json(version).serialized(pretty: true) + [0x0A]
    }

    /// `ip4` and `ip6`: the first address of each family and that family's routes.
    private func addLegacyFamilies(to object: inout JSONObject) {
        for (key, family) in [("ip4", AddressFamily.ipv4), ("ip6", .ipv6)] {
            guard let first = addresses.first(where: { $0.address.address.family == family }) else {
                continue
            }
            var member = JSONObject()
            member.add("ip", .string(first.address.description))
            member.add("gateway", ifPresent: first.gateway.map { .string($0.description) })
            let own = routes.filter { $0.destination.family == family }
            if !own.isEmpty { member.add("routes", .array(own.map { $0.json(.v0_2_0) })) }
            object.add(key, .object(member))
        }
    }
}
