import NetworkAddress

/// Under which names and addresses the API server is reached.
public struct ServingNames: Hashable, Sendable {
    /// DNS names.
    public var names: [String]
    /// Addresses.
    public var addresses: [IPAddress]

    /// What every cluster's server is called, and further names and addresses.
    ///
    /// - Parameter serviceAddresses: the first address of each range of Services: the Service
    ///   `kubernetes`.
    public init(
        hostName: String, serviceAddresses: [IPAddress], others: [String] = [],
        clusterDomain: String = "cluster.local"
    ) {
        var names = [
            hostName, "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc",
            "kubernetes.default.svc.\(clusterDomain)",
        ]
        var addresses = [IPAddress.loopback(.ipv4), .loopback(.ipv6)] + serviceAddresses
        for other in others {
            if let address = IPAddress(other) {
                addresses.append(address)
            } else {
                names.append(other)
            }
        }
        var seen: Set<String> = []
        var seenAddresses: Set<IPAddress> = []
        self.names = names.filter { !$0.isEmpty && seen.insert($0).inserted }
        self.addresses = addresses.filter { seenAddresses.insert($0).inserted }
    }
}
