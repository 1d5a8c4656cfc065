/// What a runtime says of itself.
public struct RuntimeReadiness: Sendable, Hashable {
    public var isReady: Bool
    /// Why not; empty when it is.
    public var reason: String
    public var isNetworkReady: Bool
    /// Why not; empty when it is.
    public var networkReason: String

    public init(
        isReady: Bool, reason: String = "", isNetworkReady: Bool, networkReason: String = ""
    ) {
        self.isReady = isReady
        self.reason = reason
        self.isNetworkReady = isNetworkReady
        self.networkReason = networkReason
    }
}
