import CNIProtocol
import NetworkAddress

/// The options of a network of type `bridge`.
public struct BridgeConfiguration: Sendable {
    /// The bridge's name.
    public var bridge: String
    /// Whether the bridge gets the gateway's address, so that the node routes for its pods.
    public var isGateway: Bool
    /// Whether pods get a default route by that gateway.
    public var isDefaultGateway: Bool
    /// Whether another address on the bridge gives way to the gateway's.
    public var forceAddress: Bool
    /// Whether what pods send out of their network leaves with the node's address.
    public var masquerades: Bool
    /// The MTU of the bridge and the pair in bytes; nil is the kernel's own.
    public var mtu: Int?
    /// Whether the bridge sends a frame back by the port it came from.
    public var hairpinMode: Bool
    /// Whether the bridge is promiscuous.
    public var promiscuousMode: Bool
    /// The pod's hardware address, where the runtime asks for one.
    public var macAddress: MACAddress?

    /// Decodes the configuration.
    /// - Throws: code 7 for a value that cannot be; 2 for an option that is known and not
    ///   supported, when it is set to something that would make a difference.
    public init(
        _ configuration: NetworkConfiguration, arguments: CNIArguments = CNIArguments()
    ) throws(CNIError) {
        let root = configuration.root
        bridge = try Self.bridgeName(root["bridge"])
        isDefaultGateway = try root["isDefaultGateway"].flag()
        isGateway = try root["isGateway"].flag() || isDefaultGateway
        forceAddress = try root["forceAddress"].flag()
        masquerades = try root["ipMasq"].flag()
        mtu = try root["mtu"].integer(in: 0...65535).flatMap { $0 == 0 ? nil : $0 }
        hairpinMode = try root["hairpinMode"].flag()
        promiscuousMode = try root["promiscMode"].flag()
        guard !(hairpinMode && promiscuousMode) else {
            throw root["promiscMode"].invalid("false while hairpinMode is true: either does")
        }
        macAddress = try Self.macAddress(configuration, arguments)
        try Self.refuseUnsupported(root)
    }

    private static func bridgeName(_ field: ConfigurationField) throws(CNIError) -> String {
        let name = try field.string() ?? ""
        guard !name.isEmpty else { return "cni0" }
        let isPlain = name.allSatisfy { $0 != "/" && $0 != ":" && !$0.isWhitespace }
        guard name.utf8.count <= 15, isPlain, name != ".", name != ".." else {
            throw field.invalid("an interface's name of at most 15 bytes")
        }
        return name
    }

    /// `runtimeConfig.mac`, then `args.cni.mac`, then `MAC` of `CNI_ARGS`.
    private static func macAddress(
        _ configuration: NetworkConfiguration, _ arguments: CNIArguments
    ) throws(CNIError) -> MACAddress? {
        for field in [configuration.runtimeConfig["mac"], configuration.arguments["mac"]] {
            let mac = try field.parsed(as: MACAddress.self, "a hardware address")
            if let mac { return mac }
        }
        guard let text = arguments["MAC"], !text.isEmpty else { return nil }
        guard let mac = MACAddress(text) else {
            throw CNIError(
                .invalidEnvironment,
                "CNI_ARGS: MAC: expected a hardware address, found \"\(text)\"")
        }
        return mac
    }

    private static func refuseUnsupported(_ root: ConfigurationField) throws(CNIError) {
        for name in ["macspoofchk", "disableContainerInterface", "portIsolation", "enabledad"] {
            if try root[name].flag() { throw unsupported(name) }
        }
        if let vlan = try root["vlan"].integer(in: 0...4094), vlan != 0 {
            throw unsupported("vlan")
        }
        if try !root["vlanTrunk"].elements().isEmpty { throw unsupported("vlanTrunk") }
        // Means something together with a VLAN only.
        _ = try root["preserveDefaultVlan"].flag()
        let backend = try root["ipMasqBackend"].string() ?? ""
        guard ["", "nftables", "iptables"].contains(backend) else {
            throw root["ipMasqBackend"].invalid("nftables or iptables")
        }
    }

    private static func unsupported(_ name: String) -> CNIError {
        CNIError(
            .unsupportedField, "\(name) is not supported",
            details: "remove the option, or set it to its default")
    }
}
