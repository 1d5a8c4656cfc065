import APIMachinery
import JSON

/// What is inferred when a Service is written: clients know `clusterIP` without `clusterIPs`, leave
/// out what was allocated, or change the type and nothing else.
extension ServiceKind {
    /// Keeps `clusterIP` and `clusterIPs` the same thing.
    static func synchronizeAddresses(_ object: inout APIObject, old: APIObject?) {
        var new = ServiceFields(object)
        defer { object.spec = new.json }
        guard let old = old.map(ServiceFields.init) else {
            if !new.clusterIP.isEmpty && new.clusterIPs.isEmpty { new.clusterIPs = [new.clusterIP] }
            return
        }
        if new.clusterIP == old.clusterIP {
            if new.clusterIPs.isEmpty { new.clusterIPs = old.clusterIPs }
        } else if new.clusterIPs == old.clusterIPs {
            // The one was changed or cleared and the other wasn't: the writer meant both.
            new.clusterIPs = new.clusterIP.isEmpty ? [] : [new.clusterIP]
        }
    }

    /// Takes over addresses and ports that the writer left out.
    static func keepAllocated(_ object: inout APIObject, _ oldObject: APIObject) {
        var new = ServiceFields(object)
        let old = ServiceFields(oldObject)
        if !new.isExternalName && !old.isExternalName {
            if new.clusterIP.isEmpty { new.clusterIP = old.clusterIP }
            if new.clusterIPs.isEmpty && new.clusterIP == old.clusterIP {
                new.clusterIPs = old.clusterIPs
            }
        }
        if new.hasNodePorts && old.hasNodePorts {
            let kept = Set(new.nodePorts).intersection(old.nodePorts)
            var byName: [String: Int] = [:]
            for port in old.ports { byName[port.text("name")] = port["nodePort"]?.int }
            var ports = new.ports
            for index in ports.indices where (ports[index]["nodePort"]?.int ?? 0) == 0 {
                if let number = byName[ports[index].text("name")], !kept.contains(number) {
                    ports[index]["nodePort"] = .int(number)
                }
            }
            new.ports = ports
        }
        if new.needsHealthCheck && old.needsHealthCheck && new.healthCheckPort == 0 {
            new.healthCheckPort = old.healthCheckPort
        }
        object.spec = new.json
    }

    /// Drops what a new type has no use for, if the writer left it as it was.
    static func dropUnneeded(_ object: inout APIObject, _ oldObject: APIObject) {
        var new = ServiceFields(object)
        let old = ServiceFields(oldObject)
        func dropSame(_ members: String...) {
            for member in members where new.json[member] == old.json[member] {
                new.json[member] = nil
            }
        }
        if !old.isExternalName && new.isExternalName {
            if new.clusterIP == old.clusterIP && new.clusterIPs == old.clusterIPs {
                (new.clusterIP, new.clusterIPs) = ("", [])
            }
            dropSame("ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy")
        }
        if old.hasNodePorts && !new.hasNodePorts,
            Set(new.nodePorts).isSubset(of: old.nodePorts)
        {
            new.json.updateEach("ports") { $0["nodePort"] = nil }
        }
        if old.needsHealthCheck && !new.needsHealthCheck { dropSame("healthCheckNodePort") }
        if old.isLoadBalancer && !new.isLoadBalancer {
            dropSame("allocateLoadBalancerNodePorts", "loadBalancerClass")
        }
        if old.isExternallyAccessible && !new.isExternallyAccessible {
            dropSame("externalTrafficPolicy")
        }
        object.spec = new.json
        if !new.isLoadBalancer { object["status", "loadBalancer"] = [:] }
    }
}
