/// How a Service is reached. The names are the API's.
public enum ServiceType: String, Sendable, CaseIterable {
    case clusterIP = "ClusterIP"
    case nodePort = "NodePort"
    case loadBalancer = "LoadBalancer"
    case externalName = "ExternalName"
}

/// The transport protocol of a port. The names are the API's.
public enum PortProtocol: String, Sendable, CaseIterable {
    case tcp = "TCP"
    case udp = "UDP"
    case sctp = "SCTP"
}

/// Whether a client stays with its endpoint. The names are the API's.
public enum SessionAffinity: String, Sendable, CaseIterable {
    case none = "None"
    case clientIP = "ClientIP"
}

/// Whether traffic may leave the node where it arrives. The names are the API's.
public enum TrafficPolicy: String, Sendable, CaseIterable {
    case cluster = "Cluster"
    case local = "Local"
}

/// An IP family. The names are the API's.
public enum IPFamily: String, Sendable, CaseIterable {
    case ipv4 = "IPv4"
    case ipv6 = "IPv6"
}

/// Which families a Service asks for. The names are the API's.
public enum IPFamilyPolicy: String, Sendable, CaseIterable {
    case singleStack = "SingleStack"
    case preferDualStack = "PreferDualStack"
    case requireDualStack = "RequireDualStack"
}

/// Whether a load balancer's address reaches the node unchanged. The names are the API's.
public enum IngressIPMode: String, Sendable, CaseIterable {
    /// Packets arrive with the address as their destination.
    case vip = "VIP"
    /// The load balancer connects to the node itself.
    case proxy = "Proxy"
}
