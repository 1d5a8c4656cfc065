import APIMachinery
import JSON

extension ServiceKind {
    static func setDefaults(_ object: inout APIObject) {
        var spec = object.spec
        spec.setDefault("sessionAffinity", "None")
        if spec.text("sessionAffinity") == "None" {
            spec["sessionAffinityConfig"] = nil
        } else if spec.text("sessionAffinity") == "ClientIP",
            spec.field(["sessionAffinityConfig", "clientIP", "timeoutSeconds"]) == nil
        {
            spec["sessionAffinityConfig"] = ["clientIP": ["timeoutSeconds": 10800]]
        }
        spec.setDefault("type", "ClusterIP")
        spec.updateEach("ports") { port in
            port.setDefault("protocol", "TCP")
            let target = port["targetPort"]
            if target == nil || target == 0 || target == "" {
                port["targetPort"] = port["port"] ?? 0
            }
        }
        object.spec = spec
        let fields = ServiceFields(object)
        if fields.isExternallyAccessible { spec.setDefault("externalTrafficPolicy", "Cluster") }
        if ["ClusterIP", "NodePort", "LoadBalancer"].contains(fields.type) {
            spec.setDefault("internalTrafficPolicy", "Cluster")
        }
        if fields.isLoadBalancer {
            spec.setDefault("allocateLoadBalancerNodePorts", true)
            object.json.update("status") { status in
                status.update("loadBalancer") { balancer in
                    balancer.updateEach("ingress") { ingress in
                        if !ingress.text("ip").isEmpty { ingress.setDefault("ipMode", "VIP") }
                    }
                }
            }
        }
        object.spec = spec
    }
}
