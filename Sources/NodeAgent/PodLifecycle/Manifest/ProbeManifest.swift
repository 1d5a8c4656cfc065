import JSON

/// A question that a node asks a container from time to time.
public struct ProbeManifest: Sendable, Hashable {
    public var action: ProbeAction
    /// Seconds; all of these.
    public var initialDelay: Int
    public var timeout: Int
    public var period: Int
    /// Answers in a row that turn the verdict.
    public var successThreshold: Int
    public var failureThreshold: Int
    /// Seconds to end in when it fails; nil for the pod's.
    public var grace: Int?

    init(_ value: JSONValue) {
        action = ProbeAction(value)
        initialDelay = value["initialDelaySeconds"]?.int ?? 0
        timeout = max(1, value["timeoutSeconds"]?.int ?? 1)
        period = max(1, value["periodSeconds"]?.int ?? 10)
        successThreshold = max(1, value["successThreshold"]?.int ?? 1)
        failureThreshold = max(1, value["failureThreshold"]?.int ?? 3)
        grace = value["terminationGracePeriodSeconds"]?.int
    }

    /// A probe with the usual numbers.
    public init(_ action: ProbeAction, period: Int = 10, failureThreshold: Int = 3) {
        self.action = action
        initialDelay = 0
        timeout = 1
        self.period = period
        successThreshold = 1
        self.failureThreshold = failureThreshold
    }
}

/// How a probe or hook acts.
public enum ProbeAction: Sendable, Hashable {
    /// A command in the container that ends with 0.
    case exec([String])
    /// A GET that is answered with 200 … 399.
    case http(HTTPAction)
    /// A connection; nil is the pod's own address.
    case tcp(host: String?, port: PortReference)
    /// `grpc.health.v1.Health/Check` that answers SERVING.
    case grpc(port: Int, service: String)
    /// Nothing that is known here.
    case none

    init(_ value: JSONValue) {
        if let exec = value["exec"] {
            self = .exec(exec["command"]?.elements.compactMap(\.string) ?? [])
        } else if let http = value["httpGet"] {
            self = .http(HTTPAction(http))
        } else if let tcp = value["tcpSocket"] {
            self = .tcp(host: tcp["host"]?.string, port: PortReference(tcp["port"]))
        } else if let grpc = value["grpc"] {
            self = .grpc(
                port: grpc["port"]?.int ?? 0, service: grpc["service"]?.string ?? "")
        } else {
            self = .none
        }
    }
}

/// A GET to a container.
public struct HTTPAction: Sendable, Hashable {
    /// One header.
    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: String
    }

    public var isTLS: Bool
    /// Nil is the pod's own address.
    public var host: String?
    public var port: PortReference
    public var path: String
    public var headers: [Header]

    init(_ value: JSONValue) {
        isTLS = value["scheme"]?.string == "HTTPS"
        host = value["host"]?.string
        port = PortReference(value["port"])
        path = value["path"]?.string ?? "/"
        headers =
            value["httpHeaders"]?.elements.map {
                Header(name: $0["name"]?.string ?? "", value: $0["value"]?.string ?? "")
            } ?? []
    }
}

/// What is done right after a container's start, or before it is stopped.
public enum HookManifest: Sendable, Hashable {
    case exec([String])
    case http(HTTPAction)
    /// A connection that is opened and closed.
    case tcp(host: String?, port: PortReference)
    /// Seconds.
    case sleep(Int)

    init?(_ value: JSONValue) {
        if let sleep = value["sleep"] {
            self = .sleep(sleep["seconds"]?.int ?? 0)
            return
        }
        switch ProbeAction(value) {
        case .exec(let command): self = .exec(command)
        case .http(let action): self = .http(action)
        case .tcp(let host, let port): self = .tcp(host: host, port: port)
        case .grpc, .none: return nil
        }
    }
}
