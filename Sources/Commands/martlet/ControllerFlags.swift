import ArgumentParser
import ControllerManager
import NetworkAddress

/// The flags of the controllers, named as kube-controller-manager's are.
struct ControllerFlags: ParsableArguments {
    @Option(help: "Controllers to run: * is all that run by default, foo adds one, -foo drops one.")
    var controllers = "*"

    @Option(help: "The ranges of pods' addresses, one a family with a comma.")
    var clusterCidr: String?

    @Option(help: "Whether each node gets a part of --cluster-cidr (default: when that is given).")
    var allocateNodeCidrs: Bool?

    @Option(help: "The prefix length of a node's part, in either family.")
    var nodeCidrMaskSize: Int?

    @Option(help: "The prefix length of a node's part in IPv4.")
    var nodeCidrMaskSizeIpv4: Int?

    @Option(help: "The prefix length of a node's part in IPv6.")
    var nodeCidrMaskSizeIpv6: Int?

    @Option(help: "Addresses for Services of type LoadBalancer: prefixes and A-B, with commas.")
    var loadBalancerPool = ""

    @Option(help: "How long a node may be silent.")
    var nodeMonitorGracePeriod = DurationArgument(.seconds(50))

    @Option(help: "How often nodes are looked at.")
    var nodeMonitorPeriod = DurationArgument(.seconds(5))

    @Option(help: "Nodes a second whose pods are evicted.")
    var nodeEvictionRate = 0.1

    @Option(help: "The same in an unhealthy zone.")
    var secondaryNodeEvictionRate = 0.01

    @Option(help: "The part of a zone's nodes that makes it unhealthy.")
    var unhealthyZoneThreshold = 0.55

    @Option(help: "Up to how many nodes an unhealthy zone's evictions stop.")
    var largeClusterSizeThreshold = 50

    @Option(help: "How many ended pods are kept.")
    var terminatedPodGcThreshold = 12_500

    @Option(help: "How often quotas are counted anew.")
    var resourceQuotaSyncPeriod = DurationArgument(.seconds(300))

    /// What the controllers are told.
    func options() throws -> ControllerOptions {
        var options = ControllerOptions()
        do throws(ControllerChoice.UnknownController) {
            options.chosen = try ControllerChoice(parsing: controllers)
        } catch {
            throw ValidationError("--controllers: \(error)")
        }
        options.clusterCIDRs = try prefixes(clusterCidr ?? "", "--cluster-cidr")
        options.allocatesNodeCIDRs = allocateNodeCidrs ?? !options.clusterCIDRs.isEmpty
        if options.allocatesNodeCIDRs, options.clusterCIDRs.isEmpty {
            throw ValidationError("--allocate-node-cidrs: expected a --cluster-cidr beside it")
        }
        options.nodeCIDRMaskSizeIPv4 = nodeCidrMaskSizeIpv4 ?? nodeCidrMaskSize ?? 24
        options.nodeCIDRMaskSizeIPv6 = nodeCidrMaskSizeIpv6 ?? nodeCidrMaskSize ?? 64
        for range in options.clusterCIDRs {
            let (size, width) =
                range.family == .ipv4
                ? (options.nodeCIDRMaskSizeIPv4, 32) : (options.nodeCIDRMaskSizeIPv6, 128)
            guard range.length...width ~= size else {
                throw ValidationError(
                    "--node-cidr-mask-size: expected \(range.length) to \(width) for \(range), "
                        + "found \(size)")
            }
        }
        options.loadBalancerPool = ServerOptions.list(loadBalancerPool)
        options.nodeMonitorGracePeriod = nodeMonitorGracePeriod.duration
        options.nodeMonitorPeriod = nodeMonitorPeriod.duration
        options.nodeEvictionRate = nodeEvictionRate
        options.secondaryNodeEvictionRate = secondaryNodeEvictionRate
        options.unhealthyZoneThreshold = unhealthyZoneThreshold
        options.largeClusterSizeThreshold = largeClusterSizeThreshold
        if let fault = options.fault { throw ValidationError(fault) }
        options.terminatedPodGCThreshold = terminatedPodGcThreshold
        options.resourceQuotaSyncPeriod = resourceQuotaSyncPeriod.duration
        return options
    }

    private func prefixes(_ text: String, _ flag: String) throws -> [IPPrefix] {
        try ServerOptions.list(text).map { text in
            guard let prefix = IPPrefix(text) else {
                throw ValidationError("\(flag): \(text) is no range, as 10.244.0.0/16")
            }
            return prefix
        }
    }
}
