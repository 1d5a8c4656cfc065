import LoadBalancerController
import NodeAddressController
import NodeLifecycleController

/// The options as the single controllers take them.
extension ControllerOptions {
    /// What is wrong with these; nil when nothing is.
    public var fault: String? {
        if let fault = nodeAddresses?.fault { return fault }
        do {
            _ = try addressPool()
            return nil
        } catch {
            return "--load-balancer-pool: \(error)"
        }
    }

    /// Nil when nodes get no ranges.
    var nodeAddresses: NodeAddressController.Options? {
        guard allocatesNodeCIDRs else { return nil }
        var options = NodeAddressController.Options(clusterRanges: clusterCIDRs)
        options.lengthIPv4 = nodeCIDRMaskSizeIPv4
        options.lengthIPv6 = nodeCIDRMaskSizeIPv6
        options.serviceRanges = serviceRanges
        return options
    }

    /// Nil when Services get no addresses.
    func addressPool() throws(AddressPool.Fault) -> AddressPool? {
        loadBalancerPool.isEmpty
            ? nil : try AddressPool(loadBalancerPool.joined(separator: ","))
    }

    var nodeLifecycle: NodeLifecycleController.Options {
        var options = NodeLifecycleController.Options()
        options.grace = nodeMonitorGracePeriod
        options.period = nodeMonitorPeriod
        options.evictionRate = nodeEvictionRate
        options.secondaryEvictionRate = secondaryNodeEvictionRate
        options.largeClusterSize = largeClusterSizeThreshold
        options.unhealthyZoneShare = unhealthyZoneThreshold
        return options
    }
}
