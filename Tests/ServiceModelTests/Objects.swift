import KubernetesAPI
import NetworkAddress
import ServiceModel
import Testing
import YAML

/// Objects as people write them.
func objects(_ text: String) throws -> [KubernetesObject] {
    try YAML.documents(Array(text.utf8)).flatMap { document in
        try KubernetesObject.decode(document.root, source: SourceLocation(file: "test.yaml"))
    }
}

/// A catalog of a node called `here` with the given objects.
func catalog(_ text: String, proxyName: String? = nil) throws -> ServiceCatalog {
    var catalog = ServiceCatalog(options: ModelOptions(nodeName: "here", proxyName: proxyName))
    for object in try objects(text) { catalog.apply(object) }
    return catalog
}

/// A Service `default/web` on 10.96.0.1, with more of its spec.
func service(_ spec: String, name: String = "web", labels: String = "{}") -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: default, labels: \(labels)}
    spec:
    \(spec.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
    ---

    """
}

/// A slice of `default/web` with one unnamed port.
func slice(
    _ endpoints: String, name: String = "web-1", of service: String = "web",
    type: String = "IPv4", labels: String = "",
    ports: String = "[{port: 8080, protocol: TCP}]"
) -> String {
    """
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: \(name)
      namespace: default
      labels: {kubernetes.io/service-name: \(service)\(labels)}
    addressType: \(type)
    ports: \(ports)
    endpoints: \(endpoints)
    ---

    """
}

let web = ServiceKey(namespace: "default", name: "web")

/// The endpoints of the only port, as text.
func endpoints(
    _ catalog: ServiceCatalog, _ family: AddressFamily = .ipv4
) throws -> [String] {
    try #require(catalog.plans(of: web, family: family).first).clusterEndpoints.map(
        \.endpoint.description)
}
