import APIMachinery
import JSON

extension ServiceKind {
    static func warnings(_ object: APIObject) -> [String] {
        let spec = ServiceFields(object)
        let path = FieldPath("spec")
        var warnings: [String] = []
        if object.annotations["service.kubernetes.io/topology-aware-hints"] != nil {
            warnings.append(
                "annotation service.kubernetes.io/topology-aware-hints is deprecated, "
                    + "please use service.kubernetes.io/topology-mode instead")
        }
        let external = spec.json.texts("externalIPs")
        if !spec.isHeadless {
            warnings += spec.clusterIPs.enumerated().flatMap {
                Addresses.warnings($1, path["clusterIPs"][$0])
            }
        } else if spec.type == "ClusterIP" {
            let end = "is ignored for headless services"
            if !spec.json.text("loadBalancerIP").isEmpty {
                warnings.append("spec.loadBalancerIP \(end)")
            }
            if !external.isEmpty { warnings.append("spec.externalIPs \(end)") }
            if spec.json.text("sessionAffinity") != "None" {
                warnings.append("spec.SessionAffinity \(end)")
            }
        }
        if !external.isEmpty && !spec.isExternalName {
            warnings.append(
                "spec.externalIPs is deprecated and may no longer be implemented in some clusters")
        }
        warnings += external.enumerated().flatMap {
            Addresses.warnings($1, path["externalIPs"][$0])
        }
        let balancer = spec.json.text("loadBalancerIP")
        if !balancer.isEmpty { warnings += Addresses.warnings(balancer, path["loadBalancerIP"]) }
        warnings += spec.json.texts("loadBalancerSourceRanges").enumerated().flatMap {
            Addresses.prefixWarnings($1, path["loadBalancerSourceRanges"][$0])
        }
        if spec.isExternalName && !external.isEmpty {
            warnings.append("spec.externalIPs is ignored when spec.type is \"ExternalName\"")
        }
        if !spec.isExternalName && !spec.json.text("externalName").isEmpty {
            warnings.append("spec.externalName is ignored when spec.type is not \"ExternalName\"")
        }
        if spec.json.text("trafficDistribution") == "PreferClose" {
            warnings.append(
                "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"")
        }
        return warnings
    }
}
