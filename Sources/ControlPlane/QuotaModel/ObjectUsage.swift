import APIMachinery
import JSON

/// What an object uses of its namespace's quotas, by the names that quotas have for it.
public struct ObjectUsage: Sendable, Hashable {
    /// The amounts.
    public var amounts: ResourceList
    /// What scopes ask about; nil for what is no pod.
    public var pod: PodScopes?

    /// The usage of an object.
    /// - Parameter resource: what it is one of.
    public init(_ object: APIObject, of resource: GroupResource) {
        amounts = ResourceList([Self.countName(resource): Quantity(1)])
        guard resource.group.isEmpty else { return }
        switch resource.resource {
        case "pods":
            pod = PodScopes(object)
            let phase = object["status", "phase"]?.string ?? ""
            // A pod that has ended holds nothing but its place in the store.
            if phase != "Succeeded", phase != "Failed" { amounts += Self.pod(object) }
        case "services": amounts += Self.service(object)
        case "persistentvolumeclaims": amounts += Self.claim(object)
        case "configmaps", "secrets", "replicationcontrollers", "resourcequotas":
            amounts[resource.resource] = Quantity(1)
        default: break
        }
    }

    /// `count/deployments.apps`, `count/pods`.
    public static func countName(_ resource: GroupResource) -> String {
        "count/" + resource.resource + (resource.group.isEmpty ? "" : "." + resource.group)
    }

    /// The resource whose objects a quota's name is about.
    public static func resource(of name: String) -> GroupResource? {
        if name.hasPrefix("count/") {
            let parts = name.dropFirst(6).split(separator: ".", maxSplits: 1)
            guard let first = parts.first else { return nil }
            return GroupResource(
                group: parts.count > 1 ? String(parts[1]) : "", resource: String(first))
        }
        if ["configmaps", "secrets", "replicationcontrollers", "resourcequotas"].contains(name) {
            return GroupResource(resource: name)
        }
        if name == "services" || name.hasPrefix("services.") {
            return GroupResource(resource: "services")
        }
        let isClaim =
            name == "persistentvolumeclaims" || name == "requests.storage"
            || name.contains(".storageclass.storage.k8s.io/")
        return GroupResource(resource: isClaim ? "persistentvolumeclaims" : "pods")
    }

    private static func pod(_ pod: APIObject) -> ResourceList {
        var usage = ResourceList(["pods": Quantity(1)])
        for (name, amount) in PodAmounts.total(pod["spec"], .requests).amounts {
            usage["requests." + name] = amount
            if ["cpu", "memory", "ephemeral-storage"].contains(name) || name.hasPrefix("hugepages-")
            {
                usage[name] = amount
            }
        }
        for (name, amount) in PodAmounts.total(pod["spec"], .limits).amounts
        where ["cpu", "memory", "ephemeral-storage"].contains(name) {
            usage["limits." + name] = amount
        }
        return usage
    }

    private static func service(_ service: APIObject) -> ResourceList {
        var usage = ResourceList([
            "services": Quantity(1), "services.nodeports": Quantity(0),
            "services.loadbalancers": Quantity(0),
        ])
        let ports = service["spec", "ports"]?.array ?? []
        switch service["spec", "type"]?.string {
        case "NodePort": usage["services.nodeports"] = Quantity(ports.count)
        case "LoadBalancer":
            usage["services.loadbalancers"] = Quantity(1)
            let allocates = service["spec", "allocateLoadBalancerNodePorts"]?.bool ?? true
            let own = ports.count { $0["nodePort"]?.int ?? 0 > 0 }
            usage["services.nodeports"] = Quantity(allocates ? ports.count : own)
        default: break
        }
        return usage
    }

    private static func claim(_ claim: APIObject) -> ResourceList {
        var usage = ResourceList(["persistentvolumeclaims": Quantity(1)])
        let storage = ResourceList(claim["spec", "resources", "requests"])["storage"]
        usage["requests.storage"] = storage
        if let name = claim["spec", "storageClassName"]?.string, !name.isEmpty {
            let prefix = name + ".storageclass.storage.k8s.io/"
            usage[prefix + "persistentvolumeclaims"] = Quantity(1)
            usage[prefix + "requests.storage"] = storage
        }
        return usage
    }
}
