import CNIProtocol
import NetworkAddress

/// The options of the plugin `tuning`: what changes of a pod's interface, and of its kernel's
/// settings.
public struct TuningConfiguration: Hashable, Sendable {
    /// Settings below `net`, in the order of their keys.
    public var settings: [SystemSetting] = []
    /// The interface's hardware address.
    public var mac: MACAddress?
    /// Whether the interface takes packets for others; false leaves it as it is.
    public var isPromiscuous = false
    /// The interface's MTU in bytes.
    public var mtu: Int?
    /// Whether the interface takes every multicast.
    public var takesAllMulticast: Bool?
    /// The interface's queue for packets that leave, in packets.
    public var transmitQueueLength: Int?

    /// Reads the options: those of the configuration itself, over which come `MAC` of `CNI_ARGS`,
    /// `runtimeConfig.mac` and `args.cni`, the last one above all.
    /// - Throws: code 7 for a value that cannot be; 4 for a wrong `MAC`.
    public init(
        _ configuration: NetworkConfiguration, arguments: CNIArguments, interface: String
    ) throws(CNIError) {
        let (root, extra) = (configuration.root, configuration.arguments)
        let expectation = "a hardware address"
        mac = try extra["mac"].parsed(as: MACAddress.self, expectation)
        if mac == nil {
            mac = try configuration.runtimeConfig["mac"].parsed(as: MACAddress.self, expectation)
        }
        if mac == nil { mac = try arguments.macAddress() }
        if mac == nil { mac = try root["mac"].parsed(as: MACAddress.self, expectation) }
        func choose(_ name: String) -> ConfigurationField {
            extra[name].isPresent ? extra[name] : root[name]
        }
        isPromiscuous = try choose("promisc").flag()
        mtu = try choose("mtu").positive(upTo: 65535)
        takesAllMulticast = try choose("allmulti").optional(\.bool, "true or false")
        transmitQueueLength = try choose("txQLen").integer(in: 0...Int(UInt32.max))
        settings = try SystemSetting.all([root["sysctl"], extra["sysctl"]], interface: interface)
    }

    /// Whether the interface itself is changed.
    var changesLink: Bool {
        mac != nil || isPromiscuous || mtu != nil || takesAllMulticast != nil
            || transmitQueueLength != nil
    }
}
