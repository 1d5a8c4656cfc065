import AddressManagement
import CNIProtocol

/// The plugins that the program acts as.
enum Plugin: String, CaseIterable {
    case bridge
    case hostLocal = "host-local"
    case loopback
    case fixedAddresses = "static"
    case bandwidth
    case tuning
    case portmap
    case firewall
    case martlet
    case pointToPoint = "ptp"

    /// Runs a command; the result is nil for commands that print nothing.
    func run(
        _ invocation: CNIInvocation, _ configuration: NetworkConfiguration
    ) throws(CNIError) -> CNIResult? {
        switch self {
        case .bridge: try BridgePlugin.run(invocation, configuration)
        case .hostLocal: try AddressPlugin.hostLocal.run(invocation, configuration)
        case .fixedAddresses: try AddressPlugin.fixed.run(invocation, configuration)
        case .loopback: try LoopbackPlugin.run(invocation, configuration)
        case .bandwidth: try BandwidthPlugin.run(invocation, configuration)
        case .tuning: try TuningPlugin.run(invocation, configuration)
        case .portmap: try PortmapPlugin.run(invocation, configuration)
        case .firewall: try FirewallPlugin.run(invocation, configuration)
        case .martlet: try MartletPlugin.run(invocation, configuration)
        case .pointToPoint: try PointToPointPlugin.run(invocation, configuration)
        }
    }
}
