import JSON

extension ServiceSpec {
    /// As the API writes it: what is left at its default stays away, `type` and `ports` do not.
    public var json: JSON {
        var object = JSONObject()
        object.add("type", .string(type.rawValue))
        object.add("clusterIP", ifNotEmpty: clusterIP)
        object.add("clusterIPs", ifNotEmpty: clusterIPs)
        object.add("ports", ifNotEmpty: ports.map(\.json))
        object.add("selector", ifNotEmpty: selector)
        object.add("sessionAffinity", .string(sessionAffinity.rawValue))
        if sessionAffinity == .clientIP {
            let timeout = JSON.int(sessionAffinityTimeoutSeconds)
            object.add("sessionAffinityConfig", ["clientIP": ["timeoutSeconds": timeout]])
        }
        object.add("externalName", ifNotEmpty: externalName)
        object.add("externalIPs", ifNotEmpty: externalIPs)
        object.add("loadBalancerIP", ifNotEmpty: loadBalancerIP)
        object.add("loadBalancerSourceRanges", ifNotEmpty: loadBalancerSourceRanges)
        // The API server defaults it, and accepts it at all, only where traffic comes from outside.
        if type == .nodePort || type == .loadBalancer || !externalIPs.isEmpty {
            object.add("externalTrafficPolicy", .string(externalTrafficPolicy.rawValue))
        }
        if type != .externalName {
            object.add("internalTrafficPolicy", .string(internalTrafficPolicy.rawValue))
        }
        object.add("healthCheckNodePort", ifPresent: healthCheckNodePort)
        object.add("publishNotReadyAddresses", ifTrue: publishNotReadyAddresses)
        object.add("ipFamilies", ifNotEmpty: ipFamilies.map(\.rawValue))
        object.add("ipFamilyPolicy", ifNotEmpty: ipFamilyPolicy?.rawValue)
        object.add("trafficDistribution", ifNotEmpty: trafficDistribution)
        return .object(object)
    }
}
