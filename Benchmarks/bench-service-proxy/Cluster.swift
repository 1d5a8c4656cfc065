import KubernetesAPI
import KubernetesClient
import NetworkAddress

/// Objects of a cluster: so many Services, each with one slice of so many endpoints elsewhere.
struct Cluster {
    var services: Int
    var endpoints = 10

    /// Everything, as the first list of a source.
    func events() -> [ObjectEvent] { (0..<services).flatMap(events(of:)) }

    /// A Service and its slice.
    func events(of number: Int) -> [ObjectEvent] {
        [.applied(.service(service(number))), .applied(.endpointSlice(slice(number)))]
    }

    /// A Service and its slice go.
    func deletions(of number: Int) -> [ObjectEvent] {
        [.deleted(service(number).key), .deleted(slice(number).key)]
    }

    /// A Service.
    func service(_ number: Int) -> Service {
        let address = IPv4Address(rawValue: 0x0a60_0010 + UInt32(number))
        return Service(
            metadata: ObjectMeta(name: "s\(number)", namespace: "default"),
            spec: ServiceSpec(
                clusterIPs: ["\(address)"],
                ports: [KubernetesAPI.ServicePort(port: 80, targetPort: .number(8080))]))
    }

    /// The slice of a Service.
    ///
    /// - Parameters:
    ///   - last: moves the last endpoint to another address.
    ///   - count: how many endpoints there are; the cluster's number when nil.
    func slice(_ number: Int, last: Int = 0, count: Int? = nil) -> EndpointSlice {
        let count = count ?? endpoints
        let reached = (0..<count).map { index -> Endpoint in
            let shift = index == count - 1 ? UInt32(last) << 20 : 0
            let host = UInt32((number * endpoints + index) % 0xf_0000)
            return Endpoint(
                addresses: ["\(IPv4Address(rawValue: 0x0b00_0000 + host + shift))"],
                conditions: EndpointConditions(ready: true), nodeName: "elsewhere")
        }
        return EndpointSlice(
            metadata: ObjectMeta(
                name: "s\(number)-1", namespace: "default",
                labels: [EndpointSlice.serviceNameLabel: "s\(number)"]),
            addressType: .ipv4, endpoints: reached, ports: [EndpointPort(port: 8080)])
    }
}
