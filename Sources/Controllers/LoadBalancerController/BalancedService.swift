import ControllerRuntime
import JSON
import NetworkAddress

/// What is read of a Service to give it addresses.
struct BalancedService: ObjectView, Hashable {
    /// The annotation that asks for addresses, one a family, with commas between them.
    static let addressesAnnotation = "martlet.dev/load-balancer-ips"

    var isLoadBalancer: Bool
    /// Who is to balance it; empty for whoever does so by default.
    var loadBalancerClass: String
    var families: [AddressFamily]
    /// The addresses it asks for, as written.
    var wanted: [String]
    /// The addresses it has.
    var addresses: [IPAddress]
    /// Whether its status says anything, addresses or names.
    var hasStatus: Bool

    init(_ object: JSONValue) {
        let spec = object["spec"]
        isLoadBalancer = spec?["type"]?.isString("LoadBalancer") ?? false
        loadBalancerClass = spec?["loadBalancerClass"]?.string ?? ""
        families =
            spec?["ipFamilies"]?.elements.map { $0.isString("IPv6") ? .ipv6 : .ipv4 } ?? []
        if families.isEmpty { families = [.ipv4] }
        wanted = []
        if let text = object["metadata"]?["annotations"]?[Self.addressesAnnotation]?.string {
            wanted = text.split(separator: ",").map { part in
                String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
        } else if let text = spec?["loadBalancerIP"]?.string, !text.isEmpty {
            wanted = [text]
        }
        let ingress = object["status"]?["loadBalancer"]?["ingress"]
        addresses =
            ingress?.elements.compactMap { $0["ip"]?.string.flatMap { IPAddress($0) } } ?? []
        hasStatus = (ingress?.count ?? 0) > 0
    }
}
