import KubernetesAPI
import KubernetesClient

/// A cluster of so many Services with ten endpoints each, and the questions it is asked.
struct Workload {
    static let endpoints = 10
    static let namespaces = 20

    var services: Int

    func name(_ number: Int) -> String { "svc-\(number)" }
    func namespace(_ number: Int) -> String { "ns-\(number % Self.namespaces)" }
    func host(_ number: Int) -> String { "\(name(number)).\(namespace(number)).svc.cluster.local" }
    func clusterIP(_ number: Int) -> String { "10.96.\(number / 250).\(number % 250 + 1)" }

    func endpoint(_ number: Int, _ index: Int) -> String {
        let all = number * Self.endpoints + index
        return "10.\(128 + all / 62500).\(all / 250 % 250).\(all % 250 + 1)"
    }

    func service(_ number: Int, clusterIP: String? = nil) -> KubernetesObject {
        let meta = ObjectMeta(name: name(number), namespace: namespace(number))
        let port = ServicePort(name: "http", protocol: .tcp, port: 80, targetPort: .number(8080))
        let address = clusterIP ?? self.clusterIP(number)
        return .service(
            Service(metadata: meta, spec: ServiceSpec(clusterIPs: [address], ports: [port])))
    }

    func slice(_ number: Int) -> KubernetesObject {
        let meta = ObjectMeta(
            name: name(number) + "-a", namespace: namespace(number),
            labels: [EndpointSlice.serviceNameLabel: name(number)])
        let endpoints = (0..<Self.endpoints).map { index in
            Endpoint(
                addresses: [endpoint(number, index)],
                conditions: EndpointConditions(ready: true))
        }
        return .endpointSlice(
            EndpointSlice(
                metadata: meta, addressType: .ipv4, endpoints: endpoints,
                ports: [EndpointPort(name: "http", protocol: .tcp, port: 8080)]))
    }

    var events: [ObjectEvent] {
        (0..<services).flatMap { [.applied(service($0)), .applied(slice($0))] }
    }

    /// The same names as a zone file.
    var zoneFile: String {
        var text = """
            $ORIGIN cluster.local.
            $TTL 5
            @ SOA ns.dns hostmaster 1 7200 1800 86400 5
            @ NS ns.dns
            ns.dns A 127.0.0.1

            """
        for number in 0..<services {
            let owner = "\(name(number)).\(namespace(number)).svc"
            text += "\(owner) A \(clusterIP(number))\n"
            text += "_http._tcp.\(owner) SRV 0 100 80 \(owner)\n"
            for index in 0..<Self.endpoints {
                let address = endpoint(number, index)
                let dashed = address.split(separator: ".").joined(separator: "-")
                text += "\(dashed).\(owner) A \(address)\n"
            }
        }
        return text
    }

    /// Questions as dnsperf reads them: of 20, 14 A, 2 SRV, 3 of names that are not there, 1 AAAA.
    func questions(_ count: Int) -> String {
        var text = ""
        var state: UInt64 = 1
        for at in 0..<count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let host = host(Int(state >> 33) % services)
            switch at % 20 {
            case 0..<14: text += "\(host) A\n"
            case 14, 15: text += "_http._tcp.\(host) SRV\n"
            case 16..<19: text += "nosuch-\(host) A\n"
            default: text += "\(host) AAAA\n"
            }
        }
        return text
    }
}
