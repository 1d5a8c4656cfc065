import KubernetesAPI
import NetworkAddress

/// An endpoint of a Service: somebody of a bed, and what a slice says of him.
public struct EndpointSketch: Hashable, Sendable {
    /// Who answers.
    public var host: BedHost
    /// At which port.
    public var port: Port
    /// Whether it is ready and so on; absent conditions are left out.
    public var conditions: EndpointConditions
    /// The zones and nodes that it is meant for; nil without hints.
    public var hints: EndpointHints?
    /// Which slice of its Service lists it.
    public var slice: Int

    /// An endpoint; ready unless told otherwise.
    public init(
        _ host: BedHost, port: Port = 8080,
        conditions: EndpointConditions = EndpointConditions(ready: true),
        hints: EndpointHints? = nil, slice: Int = 0
    ) {
        self.host = host
        self.port = port
        self.conditions = conditions
        self.hints = hints
        self.slice = slice
    }

    /// Neither ready nor about to end.
    public static let unready = EndpointConditions(
        ready: false, serving: false, terminating: false)
    /// About to end, and still answering.
    public static let terminating = EndpointConditions(
        ready: false, serving: true, terminating: true)
    /// About to end, and no longer answering.
    public static let ended = EndpointConditions(ready: false, serving: false, terminating: true)

    func endpoint(_ family: AddressFamily) -> Endpoint {
        Endpoint(
            addresses: [host.address(family).description], conditions: conditions,
            nodeName: host.nodeName, zone: host.zone, hints: hints)
    }
}
