import JSON
import NetworkAddress

/// An address of a result.
public struct ResultAddress: Hashable, Sendable {
    /// The position in `interfaces` of the interface that has it.
    public var interface: Int?
    /// The address, and the length of its network's prefix.
    public var address: InterfaceAddress
    /// The network's gateway.
    public var gateway: IPAddress?

    /// An address.
    public init(_ address: InterfaceAddress, gateway: IPAddress? = nil, interface: Int? = nil) {
        self.address = address
        self.gateway = gateway
        self.interface = interface
    }

    /// Decodes an element of `ips`; the `version` of 0.3 and 0.4 follows from the address.
    public init(_ field: ConfigurationField) throws(CNIError) {
        interface = try field["interface"].integer(in: 0...Int(Int32.max))
        address = try field["address"].interfaceAddress()
        gateway = try field["gateway"].address()
    }

    /// Decodes `ip4` or `ip6` of 0.1 and 0.2.
    init(legacy field: ConfigurationField) throws(CNIError) {
        self.init(
            try field["ip"].interfaceAddress(), gateway: try field["gateway"].address())
    }

    func json(_ version: SpecificationVersion) -> JSON {
        var object = JSONObject()
        if version < .v1_0_0 {
            object.add("version", address.address.family == .ipv4 ? "4" : "6")
        }
        object.add("interface", ifPresent: interface.map { .int($0) })
        object.add("address", .string(address.description))
        object.add("gateway", ifPresent: gateway.map { .string($0.description) })
        return .object(object)
    }
}
