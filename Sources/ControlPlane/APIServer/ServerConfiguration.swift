/// How the API server is set up.
public struct APIServerConfiguration: Sendable {
    /// Which address families Services may have, the first one first: `IPv4`, `IPv6`.
    public var serviceFamilies = ["IPv4"]
    /// Whether pods may ask for privileges.
    public var allowsPrivileged = true
    /// Whether requests without credentials are those of `system:anonymous`.
    public var allowsAnonymous = true

    /// The usual setup.
    public init() {}
}
