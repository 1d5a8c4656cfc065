import NetworkAddress

/// How the API server is set up.
public struct APIServerConfiguration: Sendable {
    /// The ranges of Services' addresses, one a family, the default one first.
    public var serviceRanges: [IPPrefix] = []
    /// The ports that Services may have on nodes.
    public var nodePorts = 30000...32767
    /// Whether pods may ask for privileges.
    public var allowsPrivileged = true
    /// Whether requests without credentials are those of `system:anonymous`.
    public var allowsAnonymous = true
    /// Who decides what is allowed, in order: `Node`, `RBAC`, `AlwaysAllow`, `AlwaysDeny`.
    public var authorizationModes = ["Node", "RBAC"]
    /// Where the Service `kubernetes` leads.
    public var advertisedAddress: IPAddress
    /// Its port.
    public var advertisedPort = 6443
    /// How many requests that look, and how many that change, are served at once.
    public var maximumReading = 400
    /// See `maximumReading`.
    public var maximumWriting = 200
    /// Admission steps that are left out.
    public var disabledAdmission: Set<String> = []

    /// The first address of each range: the Service `kubernetes` has the first of them.
    public var serviceAddresses: [IPAddress] {
        serviceRanges.compactMap { IPAddress(family: $0.family, rawValue: $0.base.rawValue + 1) }
    }

    /// The usual setup.
    public init(serviceRanges: [IPPrefix], advertisedAddress: IPAddress) {
        self.serviceRanges = serviceRanges
        self.advertisedAddress = advertisedAddress
    }
}
