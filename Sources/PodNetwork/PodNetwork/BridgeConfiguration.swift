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
    /// The tags that the bridge takes from the pod; nil is a bridge that heeds none.
    public var vlans: PortVLANs?
    /// Whether the pod reaches only ports that are not isolated, such as the bridge itself.
    public var isolatesPort: Bool
    /// Whether frames from the pod must carry its own hardware address.
    public var checksSpoofing: Bool
    /// Whether the pod's interface stays off.
    public var disablesContainerInterface: Bool
    /// Whether addresses of version 6 are used only after asking who else has them.
    public var detectsDuplicates: Bool

    /// Decodes the configuration.
    /// - Throws: code 7 for a value that cannot be, or that cannot be beside another.
    public init(
        _ configuration: NetworkConfiguration, arguments: CNIArguments = CNIArguments()
    ) throws(CNIError) {
        let root = configuration.root
        bridge = try Self.bridgeName(root["bridge"])
        isDefaultGateway = try root["isDefaultGateway"].flag()
        isGateway = try root["isGateway"].flag() || isDefaultGateway
        forceAddress = try root["forceAddress"].flag()
        masquerades = try root["ipMasq"].flag()
        mtu = try root["mtu"].positive(upTo: 65535)
        hairpinMode = try root["hairpinMode"].flag()
        promiscuousMode = try root["promiscMode"].flag()
        guard !(hairpinMode && promiscuousMode) else {
            throw root["promiscMode"].invalid("false while hairpinMode is true: either does")
        }
        macAddress = try Self.macAddress(configuration, arguments)
        vlans = try PortVLANs(root)
        isolatesPort = try root["portIsolation"].flag()
        checksSpoofing = try root["macspoofchk"].flag()
        disablesContainerInterface = try root["disableContainerInterface"].flag()
        detectsDuplicates = try root["enabledad"].flag()
        let addressPlugin = try root["ipam"]["type"].string() ?? ""
        guard !disablesContainerInterface || addressPlugin.isEmpty else {
            throw root["disableContainerInterface"].invalid(
                "false beside ipam: an interface that is off has no addresses")
        }
        try MasqueradeBackend.validate(root["ipMasqBackend"])
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
        return try arguments.macAddress()
    }
}
